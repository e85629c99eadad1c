"""4대보험 자격취득 · 상실 신고: the workbooks that the joint portal (4대사회보험 정보연계센터) reads.

The layouts follow public generators (filings.md §6; medium confidence): heads and their order stand below, so that a
change of the portal is a change of these lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate
from frappe.utils.password import get_decrypted_password
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from pypika.functions import Count, Sum

from huimang.money import won
from huimang.personnel import people
from huimang.personnel.payroll import record_of_month, records
from huimang.rules.days import birthday
from huimang.rules.errors import RuleViolation

ACQUISITION, LOSS = "Acquisition", "Loss"
INSURANCES = ("pension", "health", "employment", "accident")

_WORK = (
	"*월평균보수",
	"*자격취득일",
	"*직종부호",
	"*주소정근로시간",
	"보험료부과구분(부호)",
	"보험료부과구분(사유)",
	"*계약직여부",
	"계약종료년월",
)
ACQUISITION_HEAD = (
	("가입자", ("*주민등록번호", "*성명", "*대표자여부", "영문성명(외국인)", "국적", "체류자격")),
	(
		"국민연금",
		(
			"*소득월액",
			"*자격취득일",
			"*취득월납부여부",
			"*자격취득부호",
			"특수직종부호",
			"소득월액상이사유",
			"직역연금구분",
		),
	),
	(
		"건강보험",
		(
			"*피부양자신청",
			"*보수월액",
			"*자격취득일",
			"*자격취득부호",
			"보험료/감면부호",
			"공무원/교직원(회계명)",
			"공무원/교직원(직종명)",
		),
	),
	("고용보험", _WORK),
	("산재보험", _WORK),
	("비고", ("오류메세지", "경고메세지")),
)
LOSS_HEAD = (
	*("성명", "주민(외국인)등록번호국내거소신고번호", "전화(지역번호)", "전화(국번)", "전화(뒷번호)"),
	*("국민연금상실일", "국민연금상실부호", "국민연금초일취득당월상실자납부여부"),
	*("건강보험상실일", "건강보험상실부호", "건강보험당해년도보수총액", "건강보험당해년도근무개월수"),
	*("건강보험전년도보수총액", "건강보험전년도근무개월수"),
	*(
		"고용보험상실연월일",
		"고용보험상실사유구분코드",
		"고용보험구체적사유",
		"고용보험해당연도보수총액",
		"고용보험전년도보수총액",
	),
	*("산재보험상실연월일", "산재보험해당연도보수총액", "산재보험전년도보수총액"),
)
_KOREA = "대한민국"
_MONTH_HOURS = 60
_WEEKS = 365 / 7 / 12


class InsuranceFile(NamedTuple):
	"""A workbook, what it is called, and whom it names."""

	title: str
	content: bytes
	employees: list[str]


class YearPay(NamedTuple):
	"""Taxable pay of a year, and in how many months it was paid."""

	total: int
	months: int


def build(
	facility: str, kind: str, first: date, last: date, told: Mapping[str, YearPay] | None = None
) -> InsuranceFile:
	"""Return the workbook of all who joined (or left) one of the insurances within a time.

	:param kind: Acquisition or Loss.
	:param told: of a report, the employees that it names with their pay of the year; left out, everybody and what was paid here.
	"""
	if kind not in (ACQUISITION, LOSS):
		frappe.throw(_("Please choose acquisition or loss."))
	event = "joined" if kind == ACQUISITION else "left"
	names = frappe.get_all(
		people.EMPLOYEE,
		filters={"facility": facility},
		or_filters=[[f"{name}_{event}_on", "between", [first, last]] for name in INSURANCES],
		order_by="employee_no",
		pluck="name",
	)
	if told is not None:
		names = [name for name in names if name in told]
	if not names:
		frappe.throw(_("Nobody joined or left an insurance within this time."))
	cards = [frappe.get_doc(people.EMPLOYEE, name) for name in names]
	if missing := [card.full_name for card in cards if not card.resident_no]:
		frappe.throw(_("The resident registration number is missing: {0}").format(", ".join(missing)))
	if kind == ACQUISITION:
		title, rows = "4대보험_자격취득신고", [acquisition_row(card, first, last) for card in cards]
		heads = [
			[group for group, names in ACQUISITION_HEAD for _name in names],
			[n for _g, names in ACQUISITION_HEAD for n in names],
		]
	else:
		paid = year_pay(names) if told is None else {}
		rows = [
			loss_row(card, first, last, (told or {}).get(card.name) or paid.get(_leaving(card, last)))
			for card in cards
		]
		title, heads = "4대보험_자격상실신고", [list(LOSS_HEAD)]
	return InsuranceFile(f"{title}_{first:%Y%m%d}-{last:%Y%m%d}", workbook(title, heads, rows), names)


def _leaving(card, last: date) -> tuple[str, int]:
	return card.name, getdate(card.left_on or last).year


def acquisition_row(card, first: date, last: date, numbers: bool = True) -> list[str]:
	"""Return the cells of one who joined: an insurance that was joined at another time stays empty.

	:param numbers: whether the whole resident number is in it.
	"""
	within = {name: _within(card.get(f"{name}_joined_on"), first, last) for name in INSURANCES}
	day = {name: _day(card.get(f"{name}_joined_on")) for name in INSURANCES}
	pension = health = [""] * 7
	if within["pension"]:
		pays = "1" if card.pension_from_first_month else "2"
		pension = [
			_won(card.pension_income or _base_pay(card)),
			day["pension"],
			pays,
			_pension_code(card),
			"",
			"",
			"0",
		]
	if within["health"]:
		has_dependants = "Y" if any(row.health_dependant for row in card.dependants) else "N"
		pay = _won(card.health_pay or _base_pay(card))
		health = [has_dependants, pay, day["health"], card.health_acquisition_code or "", "", "", ""]
	is_foreign = (card.nationality or _KOREA) != _KOREA
	return [
		*(_resident_no(card) if numbers else "", card.full_name, "Y" if card.is_employer else "N", ""),
		*(card.nationality if is_foreign else "100", card.stay_status or "" if is_foreign else ""),
		*pension,
		*health,
		*(_work(card, day["employment"]) if within["employment"] else [""] * 8),
		*(_work(card, day["accident"]) if within["accident"] else [""] * 8),
		*("", ""),
	]


def loss_row(card, first: date, last: date, paid: YearPay | None = None, numbers: bool = True) -> list[str]:
	"""Return the cells of one who left.

	:param paid: their pay of the year in which they leave; what was paid elsewhere, and the year before, is the office's to enter.
	:param numbers: whether the whole resident number is in it.
	"""
	day = {
		name: _day(card.get(f"{name}_left_on")) if _within(card.get(f"{name}_left_on"), first, last) else ""
		for name in INSURANCES
	}
	phone = (card.phone or "").split("-")
	phone = phone if len(phone) == 3 else ["", "", ""]
	total, months = (_won(paid.total), str(paid.months)) if paid else ("", "")
	return [
		*(card.full_name, _resident_no(card) if numbers else "", *phone),
		*(day["pension"], "3" if day["pension"] else "", "2" if day["pension"] else ""),
		*((day["health"], "01", total, months, "", "") if day["health"] else [""] * 6),
		*(
			(day["employment"], card.leaving_reason_code or "", card.leaving_reason or "", total, "")
			if day["employment"]
			else [""] * 5
		),
		*((day["accident"], total, "") if day["accident"] else [""] * 3),
	]


def year_pay(employees: Sequence[str]) -> dict[tuple[str, int], YearPay]:
	"""Return the taxable pay (보수총액) of each year by employee, of confirmed payrolls, by one query."""
	slip, run = frappe.qb.DocType("Payslip"), frappe.qb.DocType("Payroll Run")
	rows = (
		frappe.qb.from_(slip)
		.join(run)
		.on(run.name == slip.payroll_run)
		.select(slip.employee, slip.year, Sum(slip.gross - slip.tax_free), Count(slip.month).distinct())
		.where((run.docstatus == 1) & slip.employee.isin([*employees] or [""]))
		.groupby(slip.employee, slip.year)
		.run()
	)
	return {(employee, year): YearPay(won(total), months) for employee, year, total, months in rows}


def _base_pay(card) -> int:
	"""Return the base pay of the month of joining: what was agreed, or that of the step; 0 where no table has it."""
	if won(card.base_pay) or not card.hired_on:
		return won(card.base_pay)
	joined = getdate(card.hired_on)
	authority = frappe.db.get_value("Payroll Setting", card.facility, "step_authority")
	tables = records.step_tables(card.facility, authority, joined, joined)
	try:
		return record_of_month.employment(card, (), joined.replace(day=1), tables).monthly_base
	except RuleViolation:
		return 0


def _pension_code(card) -> str:
	"""Return 자격취득부호: 03 under 18, 12 by choice with less than 60 hours a month, 01 else."""
	joined = getdate(card.pension_joined_on)
	if card.birth_date and joined < birthday(getdate(card.birth_date), 18):
		return "03"
	return "12" if card.pension_by_choice and (card.weekly_hours or 0) * _WEEKS < _MONTH_HOURS else "01"


def _work(card, day: str) -> list[str]:
	is_contract = card.employment_type != "Permanent" and card.contract_end
	ends = getdate(card.contract_end).strftime("%Y%m") if is_contract else ""
	hours = f"{card.weekly_hours or 0:g}"
	pay = _won(card.health_pay or _base_pay(card))
	return [pay, day, card.insurance_job_code or "", hours, "", "", "1" if is_contract else "2", ends]


def workbook(title: str, heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> bytes:
	"""Return rows of text under one or two rows of heads as a workbook."""
	book = Workbook()
	page = book.active
	page.title = title[:31]
	for values in (*heads, *rows):
		page.append(list(values))
	if len(heads) == 2:
		_join_groups(page, heads[0])
	for row in page.iter_rows():
		for cell in row:
			# numbers that begin with 0 stay as they are
			cell.number_format = "@"
			if cell.row <= len(heads):
				cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F1F1EE")
				cell.alignment = Alignment(horizontal="center", vertical="center")
	for at, head in enumerate(heads[-1], 1):
		page.column_dimensions[get_column_letter(at)].width = max(12, len(head) * 1.9)
	page.freeze_panes = page.cell(len(heads) + 1, 3)
	target = BytesIO()
	book.save(target)
	return target.getvalue()


def _join_groups(page, groups: Sequence[str]) -> None:
	start = 1
	for at in range(1, len(groups) + 1):
		if at == len(groups) or groups[at] != groups[at - 1]:
			page.merge_cells(start_row=1, end_row=1, start_column=start, end_column=at)
			start = at + 1


def _resident_no(card) -> str:
	return get_decrypted_password(people.EMPLOYEE, card.name, "resident_no_secret")


def _within(day, first: date, last: date) -> bool:
	return bool(day) and first <= getdate(day) <= last


def _day(day) -> str:
	return getdate(day).strftime("%Y%m%d") if day else ""


def _won(value) -> str:
	return str(won(value)) if value else ""
