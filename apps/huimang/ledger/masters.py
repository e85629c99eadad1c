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
	rows = frappe.db.sql(
		"""SELECT gwan.subject_name, hang.subject_name, mok.subject_name,
			IF(subject.name = mok.name, NULL, subject.subject_name), program.program_name, fund.fund_source_name
		FROM `tabAccount Subject` subject
		LEFT JOIN `tabAccount Subject` gwan ON gwan.name = subject.gwan
		LEFT JOIN `tabAccount Subject` hang ON hang.name = subject.hang
		LEFT JOIN `tabAccount Subject` mok ON mok.name = subject.mok
		LEFT JOIN `tabWelfare Program` program ON program.name = %s
		LEFT JOIN `tabFund Source` fund ON fund.name = %s
		WHERE subject.name = %s""",
		(key.program, key.fund_source, key.account_subject),
	)
	*path, program, fund = rows[0] if rows else (key.account_subject, key.program, key.fund_source)
	return " · ".join(part for part in (SEPARATOR.join(filter(None, path)), program, fund) if part)
