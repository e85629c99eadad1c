"""What the budget area does: books are opened, budgets are versioned and take effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from huimang.budget import lines, queries, versions
from huimang.database.sql import insert_rows, standard_columns
from huimang.errors import ClosedPeriodError, obey
from huimang.ledger import budget as ledger_budget
from huimang.rules import account_subjects, budget, fiscal_year

if TYPE_CHECKING:
	from huimang.huimang.doctype.accounting_year.accounting_year import AccountingYear
	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget

_YEAR_MARKS = {"Facility": "", "Corporation": "C", "Profit Business": "B"}


def open_books(facility: str, year: int, unit: str = "Facility") -> str:
	"""Give a facility what it needs to keep accounts of a year, and return the name of the Accounting Year.

	The year, the subjects of the statutory table that holds on its first day, and, where the facility has
	none yet, the usual fund sources and one program. What is there already stays as it is, so it may be
	called at any time.

	:param facility: name of the Facility.
	:param year: the accounting year, for example 2026.
	:param unit: Facility, Corporation or Profit Business (시설·법인·수익사업 회계, 제6조).
	"""
	name = year_name(facility, year, unit)
	if frappe.db.exists("Accounting Year", name):
		prepare_books(frappe.get_doc("Accounting Year", name))
	else:
		frappe.get_doc(
			{"doctype": "Accounting Year", "facility": facility, "accounting_unit": unit, "year": year}
		).insert(ignore_permissions=True)
	return name


def year_name(facility: str, year: int, unit: str = "Facility") -> str:
	"""Return the name of an Accounting Year: ``F00001-2026``, ``F00001-C2026``."""
	return f"{facility}-{_YEAR_MARKS[unit]}{year}"


def year_bounds(facility: str, year: int) -> tuple[date, date]:
	"""Return the first and last day of a facility's accounting year (제3조)."""
	return obey(fiscal_year.bounds, year, queries.fiscal_year_start_month(facility))


def prepare_books(year: AccountingYear) -> int:
	"""Add to a facility the subjects, fund sources and program that the year needs and that are not there
	yet.

	Returns how many subjects were added.
	"""
	loaded = _add_subjects(year.facility, year.accounting_unit, getdate(year.start_date))
	if not frappe.db.exists("Fund Source", {"facility": year.facility}):
		for row in account_subjects.fund_sources():
			_insert("Fund Source", facility=year.facility, **row)
	if not frappe.db.exists("Welfare Program", {"facility": year.facility}):
		_insert("Welfare Program", facility=year.facility, program_name=_("General (Operation)", "ko"))
	return loaded


def take_year(doc: FacilityBudget, lock: bool = True) -> AccountingYear:
	"""Return the year that a new budget is for, and make the budget one of its facility and unit.

	:param lock: keep the year until the transaction ends, so that two people cannot start the same version.
	"""
	year = frappe.get_doc("Accounting Year", doc.accounting_year, for_update=lock)
	if doc.facility and doc.facility != year.facility:
		frappe.throw(
			_("The accounting year belongs to another facility. Please choose one of this facility.")
		)
	if year.status == "Closed":
		frappe.throw(_("{0} is closed and takes no more budgets.").format(year.title), ClosedPeriodError)
	doc.facility, doc.accounting_unit = year.facility, year.accounting_unit
	return year


def number_version(doc: FacilityBudget, lock: bool = True) -> None:
	"""Make a new budget the next version of its year: the original, or a supplementary one that starts
	from the last.
	"""
	year = take_year(doc, lock)
	latest = versions.latest_budget(year.name, for_update=lock)
	if latest and latest.docstatus != 1:
		frappe.throw(
			_("{0} is not confirmed yet. Please finish or delete it before you start another one.").format(
				latest.title
			)
		)
	doc.version = latest.version + 1 if latest else 0
	doc.budget_type = "Supplementary" if latest else "Original"
	doc.title = (
		_("{0} Supplementary Budget No. {1}", "ko").format(year.title, doc.version)
		if latest
		else _("{0} Original Budget", "ko").format(year.title)
	)
	doc.base_budget = latest.name if latest else versions.last_years_budget(year)
	if latest and not (doc.revenue_lines or doc.expense_lines):
		copy_lines(frappe.get_doc("Facility Budget", latest.name), doc)


def copy_lines(base: FacilityBudget, doc: FacilityBudget) -> None:
	"""Start a version from another one (추경은 직전 최종 차수를, 본예산은 전년도 최종 차수를 복사해 시작): with
	what each line had then, and without what was moved by transfers since.
	"""
	for table in lines.TABLES.values():
		for line in base.get(table):
			doc.append(table, {**frappe.copy_doc(line).as_dict(), "previous_amount": line.amount})
	if base.accounting_year != doc.accounting_year:
		return
	for bar in base.transfer_bars:
		doc.append("transfer_bars", frappe.copy_doc(bar).as_dict())


def make_supplementary(base: FacilityBudget) -> FacilityBudget:
	"""Start the supplementary budget (추가경정예산) that follows a confirmed one, as a draft with the
	same lines.
	"""
	if base.docstatus != 1:
		frappe.throw(_("{0} is not confirmed yet. It can still be changed itself.").format(base.title))
	return frappe.get_doc(
		{"doctype": "Facility Budget", "accounting_year": base.accounting_year, "facility": base.facility}
	).insert()


def carry_forward(doc: FacilityBudget) -> None:
	"""Give an original budget the lines of the year before, in place of its own; raises where there is no such year.

	What is no longer in use stays behind. Does not save.
	"""
	base = versions.last_years_budget(frappe.get_doc("Accounting Year", doc.accounting_year))
	if doc.version > 0 or not base:
		frappe.throw(_("There is no confirmed budget of the year before to start from."))
	for table in lines.TABLES.values():
		doc.set(table, [])
	copy_lines(frappe.get_doc("Facility Budget", base), doc)
	masters = lines.Masters(doc)
	for table in lines.TABLES.values():
		doc.set(table, [line for line in doc.get(table) if masters.are_active(line)])


def check_confirmable(doc: FacilityBudget) -> None:
	"""Refuse a budget that cannot be confirmed: its sides differ (B1) or another version came in between."""
	obey(budget.check_balanced, doc.revenue_total, doc.expense_total)
	latest = versions.latest_budget(doc.accounting_year)
	if latest and latest.name != doc.name:
		frappe.throw(_("{0} is a newer version. Please work on that one.").format(latest.title))


def appropriate(doc: FacilityBudget) -> None:
	"""Let a confirmed budget take effect: it replaces the version before it, so the ledger gets the
	difference.

	Raises BudgetExceededError, naming the line, where a line falls below what is spent and reserved.
	"""
	changes = lines.appropriations(doc)
	if doc.version >= 0 and (base := _in_force_before(doc)):
		changes.subtract(lines.appropriations(base))
	ledger_budget.appropriate_many([(key, delta) for key, delta in changes.items() if delta])
	if frappe.db.get_value("Accounting Year", doc.accounting_year, "status") == "Preparing":
		frappe.db.set_value("Accounting Year", doc.accounting_year, "status", "Open")


def _in_force_before(doc: FacilityBudget) -> FacilityBudget | None:
	"""Return the confirmed version that a budget replaces: the one before it; before an original, a provisional one."""
	frappe.db.get_value("Accounting Year", doc.accounting_year, "name", for_update=True)
	name = year_version(doc.accounting_year, doc.version - 1)
	confirmed = frappe.db.get_value(
		"Facility Budget", {"name": name, "docstatus": 1}, "name", for_update=True
	)
	return frappe.get_doc("Facility Budget", name) if confirmed else None


def year_version(accounting_year: str, version: int) -> str:
	"""Return the name of a version of a year's budget: ``F00001-2026-0`` is the original, ``F00001-2026-P`` the
	provisional one before it.
	"""
	return f"{accounting_year}-{'P' if version < 0 else version}"


def _insert(doctype: str, **values) -> None:
	frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def _add_subjects(facility: str, unit: str, day: date) -> int:
	"""Add the subjects of the statutory table of a day that the facility lacks; return how many."""
	group = queries.template_group(facility, unit)
	rows = queries.template_rows(group, day)
	if not rows:
		frappe.throw(
			_(
				"There is no account subject template of {0} for {1}. Please ask the platform operator "
				"to add one."
			).format(_(group), day)
		)
	there = queries.subject_names(facility, unit)
	subjects = [
		subject
		for subject in account_subjects.chart(rows)
		if _record_name(facility, unit, subject) not in there
	]
	_store_subjects(facility, unit, subjects)
	return len(subjects)


def _record_name(facility: str, unit: str, subject: account_subjects.Subject) -> str:
	return account_subjects.record_name(facility, unit, subject.side, subject.level, subject.code)


def _store_subjects(facility: str, unit: str, subjects: Iterable[account_subjects.Subject]) -> None:
	"""Write statutory subjects in one statement: a table has close to a hundred of them."""
	standard = standard_columns(frappe.session.user, now_datetime())
	rows = []
	for subject in subjects:
		names = {part.level.lower(): _record_name(facility, unit, part) for part in subject.path}
		rows.append(
			{
				"name": _record_name(facility, unit, subject),
				"facility": facility,
				"accounting_unit": unit,
				"side": subject.side,
				"level": subject.level,
				"code": subject.code,
				"subject_name": subject.name,
				"path_label": subject.path_label,
				"sort_key": subject.sort_key,
				"search_key": account_subjects.name_key(subject.name),
				"parent_subject": names[subject.parent.level.lower()] if subject.parent else None,
				"gwan": names["gwan"],
				"hang": names.get("hang"),
				"mok": names.get("mok"),
				"is_statutory": 1,
				"is_active": int(subject.is_active),
				"is_open": int(subject.is_open),
				**{mark: int(getattr(subject, mark)) for mark in account_subjects.MARKS},
				"description": subject.description,
				**standard,
			}
		)
	if rows:
		insert_rows("Account Subject", list(rows[0]), [list(row.values()) for row in rows])
