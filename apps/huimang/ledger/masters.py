"""What the ledger asks of the masters that its rows name: facility, 목 and titles. It reads them and no more."""

from collections.abc import Iterable
from typing import NamedTuple

import frappe
from frappe import _

from huimang.errors import LedgerError
from huimang.ledger.keys import BudgetKey

SEPARATOR = " / "


class Subject(NamedTuple):
	"""What of an Account Subject decides how it is posted."""

	name: str
	facility: str
	side: str
	mok: str


def subjects(names: Iterable[str]) -> dict[str, Subject]:
	"""Return the account subjects by name. Raises LedgerError for one that money cannot be booked on."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	table = frappe.qb.DocType("Account Subject")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.facility, table.side, table.mok)
		.where(table.name.isin(wanted))
		.run()
	)
	found = {row[0]: Subject(*row) for row in rows}
	for name in wanted:
		if name not in found or not found[name].mok:
			frappe.throw(
				_("Money is booked on a Mok or Semok. Please choose one instead of {0}.").format(name),
				LedgerError,
			)
	return found


def require_facility(facility: str, used: dict[str, set[str]]) -> None:
	"""Refuse a master of another facility.

	:param used: names of masters by DocType (from code only), for example ``{"Fund Source": {"F00001-보조금"}}``.
	"""
	wanted = {doctype: sorted(names) for doctype, names in used.items() if names}
	if not wanted:
		return
	part = "SELECT name FROM `tab{}` WHERE facility = %s AND name IN %s"
	query = " UNION ALL ".join(part.format(doctype) for doctype in wanted)
	found = frappe.db.sql(query, [value for names in wanted.values() for value in (facility, tuple(names))])
	if len(found) != sum(map(len, wanted.values())):
		known = {row[0] for row in found}
		strangers = sorted(name for names in wanted.values() for name in names if name not in known)
		frappe.throw(
			_("{0} does not belong to this facility. Please choose one of this facility's own.").format(
				", ".join(strangers)
			),
			LedgerError,
		)


def line_label(key: BudgetKey) -> str:
	"""Return a budget line as staff know it: ``인건비 / 급여 / 기본급 · 공통(운영) · 보조금``."""
	subject = frappe.db.get_value(
		"Account Subject", key.account_subject, ["gwan", "hang", "mok", "subject_name"], as_dict=True
	)
	path = [key.account_subject]
	if subject:
		levels = [name for name in (subject.gwan, subject.hang, subject.mok) if name]
		titles = dict(
			frappe.get_all(
				"Account Subject",
				filters={"name": ("in", levels)},
				fields=["name", "subject_name"],
				as_list=True,
			)
		)
		path = [titles.get(name, name) for name in levels]
		if key.account_subject != subject.mok:
			path.append(subject.subject_name)
	program = frappe.db.get_value("Welfare Program", key.program, "program_name") if key.program else None
	fund = (
		frappe.db.get_value("Fund Source", key.fund_source, "fund_source_name") if key.fund_source else None
	)
	return " · ".join([SEPARATOR.join(path), *(part for part in (program, fund) if part)])
