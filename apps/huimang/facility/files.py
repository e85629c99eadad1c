"""Files of facilities: private, and had only by who reaches the document or brought the content along."""

import frappe
from frappe import _
from frappe.core.doctype.file.file import File

from huimang.errors import FacilityAccessError
from huimang.facility import access, references, scope
from huimang.gate import uploads

_TARGET = ("attached_to_doctype", "attached_to_name")


class FacilityFile(File):
	"""The framework's File, which takes any URL on trust: naming another's private file would give access to it."""

	def before_insert(self) -> None:
		uploads.check(self)
		self._check_source()
		self._check_target()
		if self._is_facilitys() and (self.content or (self.file_url or "").startswith("/private/files/")):
			self.is_private = 1
		super().before_insert()

	def validate(self) -> None:
		if not self.is_new():
			if self.has_value_changed("file_url") or self.has_value_changed("file_name"):
				uploads.check(self)
			if self.has_value_changed("file_url"):
				self._check_source()
			if any(self.has_value_changed(field) for field in _TARGET):
				self._check_target()
			if self._is_facilitys() and not self.is_private:
				frappe.throw(_("Files of a facility's documents are kept private."))
		super().validate()

	def is_downloadable(self) -> bool:
		return references.has_permission(self, "read")

	def _is_facilitys(self) -> bool:
		return bool(self.attached_to_doctype) and scope.is_scoped(self.attached_to_doctype)

	def _check_source(self) -> None:
		if not self.content and not self.is_folder:
			require_readable(self.file_url)

	def _check_target(self) -> None:
		"""Files are added to documents that one may change; a document that is not saved yet is one's own."""
		if self.flags.ignore_permissions or not self._is_facilitys():
			return
		target = [self.get(field) for field in _TARGET]
		if access.is_out_of_reach(frappe.session.user, *target, ptype="write"):
			frappe.throw(_("You may not add files to this document."), FacilityAccessError)


def require_readable(url: str | None) -> None:
	"""Let nobody refer to a private file that they could not open.

	Raises:
		FacilityAccessError: no File record with this URL is within the user's reach.
	"""
	if frappe.session.user == "Administrator" or not (url or "").startswith("/private/files/"):
		return
	for name in frappe.get_all("File", {"file_url": url}, pluck="name"):
		if frappe.get_doc("File", name).has_permission("read"):
			return
	frappe.throw(_("You do not have access to this file. Please upload it again."), FacilityAccessError)


def is_readable(name: str) -> bool:
	"""Whether there is a File of this name that the user may open."""
	return bool(frappe.db.exists("File", name)) and frappe.get_doc("File", name).is_downloadable()
