"""What is printed in the background."""

from __future__ import annotations

import frappe

from huimang.printing.service import Job, print_documents


def print_into_file(job: dict, task_id: str) -> None:
	"""Print documents into a private file of the user who asked for them, and tell their browser where it is.

	:param job: the fields of a ``Job``.
	:param task_id: what the framework's list view listens for.
	"""
	printed = print_documents(Job(**job))
	file = frappe.get_doc(
		{"doctype": "File", "file_name": f"{printed.title}.pdf", "content": printed.content, "is_private": 1}
	).insert()
	# Newer versions of the framework tell files of one content apart by a URL of their own.
	file_url = getattr(file, "unique_url", None) or file.file_url
	frappe.publish_realtime(f"task_complete:{task_id}", message={"file_url": file_url}, after_commit=True)
