from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from huimang.budget import master_queries, masters
from huimang.errors import obey
from huimang.rules import account_subjects

_PLACE = ("subject_name", "code", "parent_subject")
_RULES = account_subjects.MARKS


class AccountSubject(Document):
	"""One 관, 항, 목 or 세목 of a facility. What the law sets is loaded from a template; staff add 세목
	and ○○ 목.

	`flags.from_budget_file` lets the import of a budget bring in 관 and 항 that the template lacks.
	"""

	def before_insert(self) -> None:
		self.is_statutory = 0
		parent = self._locked_parent()
		if parent:
			self._take_place_below(parent)
		else:
			self.level = "Gwan"
		if not self.flags.from_budget_file:
			obey(account_subjects.check_own_place, self.level, bool(parent and parent.is_open))
		self.is_open = int(self.level in ("Hang", "Mok"))
		if not self.code:
			self.code = self._next_code(parent)

	def autoname(self) -> None:
		self.name = account_subjects.record_name(
			self.facility, self.accounting_unit, self.side, self.level, self.code
		)
		if frappe.db.exists(self.doctype, self.name):
			frappe.throw(
				_(
					"The code {0} is already used by {1}. Please choose another code or leave it empty."
				).format(self.code, frappe.db.get_value(self.doctype, self.name, "subject_name")),
				frappe.DuplicateEntryError,
			)

	def before_validate(self) -> None:
		self._set_path()

	def validate(self) -> None:
		self.search_key = account_subjects.name_key(self.subject_name or "")
		if self.is_statutory:
			self._refuse_changes_to_the_law()
			return
		siblings = master_queries.sibling_names(self)
		self.subject_name = obey(account_subjects.check_name, self.subject_name or "", siblings)
		if (
			not self.is_new()
			and self.has_value_changed("subject_name")
			and master_queries.subject_is_budgeted(self.name)
		):
			frappe.throw(
				_(
					"{0} stands in a confirmed budget and keeps its name. Please add a new subject instead."
				).format(self.get_doc_before_save().subject_name)
			)
		masters.refuse_deactivation(self, "account_subject")

	def on_update(self) -> None:
		"""A new name of a 관, 항 or 목 shows in the paths of what stands below it."""
		if not self.flags.in_insert and (
			self.has_value_changed("subject_name") or self.has_value_changed("path_label")
		):
			for child in frappe.get_all(self.doctype, {"parent_subject": self.name}, pluck="name"):
				frappe.get_doc(self.doctype, child).save(ignore_permissions=True)

	def on_trash(self) -> None:
		if self.is_statutory:
			frappe.throw(
				_("{0} is set by law and cannot be deleted. It can be set inactive.").format(
					self.subject_name
				)
			)

	def _locked_parent(self) -> Document | None:
		"""The parent subject, locked so that two people cannot give the same code or name below it."""
		if not self.parent_subject:
			return None
		return frappe.get_doc(self.doctype, self.parent_subject, for_update=True)

	def _take_place_below(self, parent: Document) -> None:
		if parent.facility != self.facility:
			frappe.throw(
				_("The parent subject belongs to another facility. Please choose one of this facility.")
			)
		if parent.level == "Semok":
			frappe.throw(
				_("{0} is a Semok, below which nothing stands. Please choose its Mok.").format(
					parent.subject_name
				)
			)
		self.accounting_unit, self.side = parent.accounting_unit, parent.side
		self.level = account_subjects.LEVELS[account_subjects.LEVELS.index(parent.level) + 1]
		if not any(self.get(rule) for rule in _RULES):
			self.update({rule: parent.get(rule) for rule in _RULES})

	def _next_code(self, parent: Document | None) -> str:
		siblings, taken = master_queries.codes(self)
		return account_subjects.next_code(self.level, parent.code if parent else "", siblings, taken)

	def _set_path(self) -> None:
		"""Write down what stands above the subject, so that lists and statements need no walk up the tree."""
		parent = frappe.get_doc(self.doctype, self.parent_subject) if self.parent_subject else None
		for level in ("gwan", "hang", "mok"):
			self.set(level, parent.get(level) if parent else None)
		if self.level != "Semok":
			self.set(self.level.lower(), self.name)
		path = [parent.path_label, parent.subject_name] if parent else []
		self.path_label = account_subjects.label(filter(None, path))
		self.sort_key = (
			f"{parent.sort_key}.{account_subjects.padded(self.code)}"
			if parent
			else account_subjects.sort_key(self.side, [self.code])
		)

	def _refuse_changes_to_the_law(self) -> None:
		before = self.get_doc_before_save()
		fields = _PLACE if masters.runs_the_platform() else _PLACE + _RULES
		changed = [field for field in fields if cstr(self.get(field)) != cstr(before.get(field))]
		if before.subject_name.startswith(account_subjects.PLACEHOLDER) and "subject_name" in changed:
			# the law leaves the name of such a subject to the facility
			self.subject_name = obey(
				account_subjects.check_name, self.subject_name or "", master_queries.sibling_names(self)
			)
			changed.remove("subject_name")
		if changed:
			labels = ", ".join(_(self.meta.get_label(field)) for field in changed)
			frappe.throw(
				_("{0} is set by law: {1} cannot be changed. Please add a Semok of your own.").format(
					before.subject_name, labels
				)
			)
		masters.refuse_deactivation(self, "account_subject")
