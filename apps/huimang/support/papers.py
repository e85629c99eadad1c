"""Files that come with an inquiry: pictures of the screen, mostly. They belong to the inquiry, and go with it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import frappe
from frappe import _

from huimang.errors import FacilityAccessError

_MOST = 5
INQUIRY = "Support Inquiry"


def take(inquiry: str, urls: Sequence[str]) -> str:
	"""Attach files that the user has just uploaded to an inquiry; returns what its message keeps of them.

	Raises:
		FacilityAccessError: a file is somebody else's, or belongs to another document.
	"""
	if len(urls) > _MOST:
		frappe.throw(_("At most {0} files go with one message.").format(_MOST))
	kept = []
	for url in urls:
		mine = {"file_url": url, "owner": frappe.session.user, "is_private": 1}
		name = frappe.db.get_value("File", {**mine, "attached_to_name": ("is", "not set")}, "name")
		if not name:
			frappe.throw(
				_("You do not have access to this file. Please upload it again."), FacilityAccessError
			)
		file = frappe.get_doc("File", name)
		file.attached_to_doctype, file.attached_to_name = INQUIRY, inquiry
		file.flags.ignore_permissions = True
		file.save()
		kept.append([file.name, file.file_name])
	return json.dumps(kept, ensure_ascii=False)


def told(kept: str | None) -> list[dict]:
	"""Return the files of a message: name and title of each."""
	return [{"name": name, "title": title} for name, title in json.loads(kept or "[]")]


def content(inquiry: str, name: str) -> tuple[str, bytes]:
	"""Return title and content of a file that came with an inquiry."""
	where = {"name": name, "attached_to_doctype": INQUIRY, "attached_to_name": inquiry}
	if not frappe.db.exists("File", where):
		frappe.throw(_("There is no such file."), frappe.DoesNotExistError)
	file = frappe.get_doc("File", name)
	return file.file_name, file.get_content()
