"""What the masters of a facility have in common: tidy names, no twins, nothing switched off while it is
in use.
"""

from __future__ import annotations

import re
import unicodedata

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.budget import master_queries
from huimang.rules.account_subjects import name_key


def tidy_name(doc: Document, fieldname: str) -> None:
	"""Take needless blanks out of a new master's name and refuse one that the facility already has.

	Blanks and dots do not tell names apart: 노인 일자리 and 노인일자리 are the same program.
	"""
	if not doc.is_new():
		return
	name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", doc.get(fieldname) or "")).strip()
	doc.set(fieldname, name)
	for other in frappe.get_all(doc.doctype, {"facility": doc.facility}, pluck=fieldname):
		if name_key(other) == name_key(name):
			frappe.throw(
				_("{0} is already there for this facility. Please use it or choose another name.").format(
					other
				),
				frappe.DuplicateEntryError,
			)


def refuse_deactivation(doc: Document, budget_field: str) -> None:
	"""Refuse to switch a master off while a confirmed budget of an open year holds money under it.

	:param budget_field: the field of Facility Budget Line that points to the master.
	"""
	if doc.is_new() or doc.is_active or not doc.has_value_changed("is_active"):
		return
	if master_queries.is_budgeted_in_open_year(budget_field, doc.name):
		frappe.throw(
			_("{0} is in the budget of a year that is not closed. It can be set inactive afterwards.").format(
				doc.get_title()
			)
		)


def runs_the_platform() -> bool:
	"""Tell whether the user is one who keeps the statutory tables."""
	return not {"Platform Operator", "System Manager"}.isdisjoint(frappe.get_roles())
