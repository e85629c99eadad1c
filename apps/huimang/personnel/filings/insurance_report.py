"""4대보험 신고: who joined and left (자격취득 · 상실), and the pay of the year (보수총액), kept as it was handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.errors import obey
from huimang.money import won
from huimang.personnel import insurance_files, people
from huimang.personnel.filings import year_pay
from huimang.tax import filing

REPORT = "Insurance Report"
ACQUISITION, LOSS = insurance_files.ACQUISITION, insurance_files.LOSS
HEALTH, EMPLOYMENT = "Health Total Pay", "Employment Total Pay"
YEARLY = (HEALTH, EMPLOYMENT)
_TASKS = {HEALTH: "HEALTH-TOTAL", EMPLOYMENT: "EMPLOYMENT-TOTAL"}
_TITLES = {
	ACQUISITION: "4대보험 자격취득 신고",
	LOSS: "4대보험 자격상실 신고",
	HEALTH: "건강보험 보수총액 통보",
	EMPLOYMENT: "고용·산재보험 보수총액 신고",
}
_EVENT = {ACQUISITION: "joined_on", LOSS: "left_on"}


def complete(doc: Any) -> None:
	"""Fill in a new report from the cards and the payslips, and add it up."""
	_check_time(doc)
	if doc.is_new() and not doc.rows:
		take_rows(doc)
	names = {row.employee for row in doc.rows}
	if len(names) != len(doc.rows):
		frappe.throw(_("Somebody is named twice. Please remove one of the rows."))
	cards = dict(
		frappe.get_all(
			people.EMPLOYEE, {"name": ("in", [*names] or [""])}, ["name", "full_name"], as_list=True
		)
	)
	for row in doc.rows:
		row.employee_name = cards.get(row.employee)
		for field in ("total_pay", "premium", "employment_pay"):
			row.set(field, obey(won, row.get(field) or 0))
	for field in ("daily_pay", "other_pay"):
		doc.set(field, obey(won, doc.get(field) or 0))
	doc.people = len(doc.rows)
	doc.total_pay = sum(won(row.total_pay) for row in doc.rows)
	doc.employment_pay = sum(won(row.employment_pay) for row in doc.rows)


def take_rows(doc: Any) -> None:
	"""Put in the people whom a report is about, with what is known of them."""
	rows = _of_year(doc) if doc.kind in YEARLY else _of_time(doc)
	if not rows:
		frappe.throw(
			_("Nobody was insured in this year, or nothing has been paid yet.")
			if doc.kind in YEARLY
			else _("Nobody joined or left an insurance within this time.")
		)
	doc.set("rows", rows)


def note_filing(doc: Any) -> None:
	"""Close the task of the filing calendar once a yearly report was handed in, and open it again if it was not."""
	if doc.kind not in YEARLY or not doc.has_value_changed("filed_on"):
		return
	if doc.filed_on:
		filing.done_by_document(doc.facility, (_TASKS[doc.kind],), str(doc.year), doc)
	else:
		filing.opened_by_document(doc)


def refuse_deletion(doc: Any) -> None:
	"""What was handed in stays."""
	if doc.filed_on:
		frappe.throw(
			_("This report was handed in on {0} and stays.").format(frappe.format(doc.filed_on, "Date"))
		)


def _check_time(doc: Any) -> None:
	if doc.kind in YEARLY:
		doc.year = cint(doc.year) or getdate().year - 1
		if not 2000 <= doc.year <= 2100:
			frappe.throw(_("Please choose the year that is reported."))
		doc.from_date, doc.to_date = date(doc.year, 1, 1), date(doc.year, 12, 31)
		doc.title = f"{doc.year}년분 {_TITLES[doc.kind]}"
		return
	doc.year = 0
	if not doc.from_date or not doc.to_date or getdate(doc.to_date) < getdate(doc.from_date):
		frappe.throw(_("Please enter the first and the last day of the time that is reported."))
	first, last = getdate(doc.from_date), getdate(doc.to_date)
	doc.title = f"{_TITLES[doc.kind]} ({first:%Y. %m. %d.} ~ {last:%Y. %m. %d.})"


def _of_time(doc: Any) -> list[dict[str, Any]]:
	first, last = getdate(doc.from_date), getdate(doc.to_date)
	event = _EVENT[doc.kind]
	fields = [f"{insurance}_{event}" for insurance in insurance_files.INSURANCES]
	cards = frappe.get_all(
		people.EMPLOYEE,
		filters={"facility": doc.facility},
		or_filters=[[field, "between", [first, last]] for field in fields],
		fields=["name", "health_joined_on", "employment_joined_on", *fields],
		order_by="employee_no",
	)
	if doc.kind == ACQUISITION:
		return [{"employee": card.name, "joined_on": _first_of(card, fields, first, last)} for card in cards]
	paid = insurance_files.year_pay([card.name for card in cards])
	rows = []
	for card in cards:
		left = _first_of(card, fields, first, last)
		year = paid.get((card.name, left.year))
		rows.append(
			{
				"employee": card.name,
				"joined_on": card.health_joined_on or card.employment_joined_on,
				"left_on": left,
				"total_pay": year.total if year else 0,
				"months": year.months if year else 0,
			}
		)
	return rows


def _of_year(doc: Any) -> list[dict[str, Any]]:
	"""Return who was insured, health insurance at the end of the year, employment and accident insurance at any time in it."""
	insurance = "health" if doc.kind == HEALTH else "accident"
	joined, left = f"{insurance}_joined_on", f"{insurance}_left_on"
	# who has left health insurance was settled with the report of the loss
	still = date(doc.year + 1, 1, 1) if doc.kind == HEALTH else date(doc.year, 1, 2)
	cards = frappe.get_all(
		people.EMPLOYEE,
		filters={"facility": doc.facility, joined: ("<=", doc.to_date)},
		or_filters=[[left, "is", "not set"], [left, ">=", still]],
		fields=["name", joined, left, "employment_joined_on", "weekly_hours"],
		order_by="employee_no",
	)
	paid = year_pay.of_year(doc.facility, doc.year, employees=[card.name for card in cards])
	rows = []
	for card in cards:
		own = paid.get(card.name) or year_pay.YearPay(card.name)
		is_health = doc.kind == HEALTH
		rows.append(
			{
				"employee": card.name,
				"joined_on": card[joined],
				"left_on": card[left] if card[left] and getdate(card[left]) <= getdate(doc.to_date) else None,
				"total_pay": own.health if is_health else own.employment,
				"months": own.months,
				"premium": own.health_premium if is_health else 0,
				"employment_pay": 0 if is_health or not card.employment_joined_on else own.employment,
			}
		)
	return [row for row in rows if row["total_pay"] or row["months"]]


def _first_of(card: Any, fields: list[str], first: date, last: date) -> date:
	days = [getdate(card[field]) for field in fields if card[field]]
	return min(day for day in days if first <= day <= last)
