"""The forms of the social insurances as their print format sees them: every text ready for paper, and escaped.

The joint forms of acquisition and loss (국민연금법 시행규칙 별지 제6호·제7호서식 and the same of the other insurances) have two lines a
person; the layouts follow filings.md §6 and §7 (medium confidence).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate
from frappe.utils.password import get_decrypted_password
from markupsafe import Markup, escape

from huimang.money import format_won, won
from huimang.personnel import insurance_files, people
from huimang.personnel.filings import insurance_report
from huimang.rules import identifiers

WHOLE_NUMBERS = object()
"""What our own code puts on a document whose form is to bear whole resident numbers: the reading has been logged."""

_KOREA = "대한민국"
_FORMS = {
	insurance_report.ACQUISITION: (
		(
			"국민연금법 시행규칙 [별지 제6호서식] · 국민건강보험법 시행규칙 [별지 제6호서식] · 고용보험법 시행규칙 [별지 제5호서식] · "
			"고용보험 및 산업재해보상보험의 보험료징수 등에 관한 법률 시행규칙 [별지 제22호의5서식]"
		),
		(
			"국민연금 사업장가입자 자격취득 신고서",
			"건강보험 직장가입자 자격취득 신고서",
			"고용보험 피보험자격취득 신고서",
			"산재보험 근로자 고용 신고서",
		),
	),
	insurance_report.LOSS: (
		(
			"국민연금법 시행규칙 [별지 제7호서식] · 국민건강보험법 시행규칙 [별지 제8호서식] · 고용보험법 시행규칙 [별지 제6호서식] · "
			"고용보험 및 산업재해보상보험의 보험료징수 등에 관한 법률 시행규칙 [별지 제22호의6서식]"
		),
		(
			"국민연금 사업장가입자 자격상실 신고서",
			"건강보험 직장가입자 자격상실 신고서",
			"고용보험 피보험자격상실 신고서",
			"산재보험 근로자 고용종료 신고서",
		),
	),
	insurance_report.HEALTH: (
		"국민건강보험법 시행규칙 [별지 제26호서식]",
		("직장가입자 보수총액 통보서",),
	),
	insurance_report.EMPLOYMENT: (
		"고용보험 및 산업재해보상보험의 보험료징수 등에 관한 법률 시행규칙 [별지 제22호의4서식]",
		("고용보험 · 산재보험 보수총액신고서",),
	),
}


@dataclass(frozen=True)
class InsuranceForm:
	kind: str
	legal: str
	titles: tuple[str, ...]
	year: int
	place: list[tuple[str, Markup]]
	rows: list[dict[str, Any]]
	sums: dict[str, str]
	written_on: str
	facility: Markup
	head: Markup


def insurance_form(doc: Document) -> InsuranceForm:
	"""Return the form of an Insurance Report. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	facility = frappe.get_cached_doc("Facility", doc.facility)
	whole = doc.flags.get("resident_numbers") is WHOLE_NUMBERS
	cards = _cards([row.employee for row in doc.rows])
	row_of = {insurance_report.ACQUISITION: _joined, insurance_report.LOSS: _left}.get(doc.kind, _of_year)
	legal, titles = _FORMS[doc.kind]
	phone = facility.phone and identifiers.show_phone(facility.phone)
	return InsuranceForm(
		kind=doc.kind,
		legal=legal,
		titles=titles,
		year=cint(doc.year),
		place=[
			("사업장관리번호", escape(place_number(facility))),
			("명칭", escape(facility.facility_name or "")),
			("대표자", escape(facility.representative_name or "")),
			("소재지", escape(facility.address or "")),
			("전화번호", escape(phone or "")),
		],
		rows=[
			_escaped(
				{**_common(at, row, cards[row.employee], whole), **row_of(doc, row, cards[row.employee])}
			)
			for at, row in enumerate(doc.rows, 1)
		],
		sums={
			field: format_won(won(doc.get(field)))
			for field in ("total_pay", "employment_pay", "daily_pay", "other_pay")
		}
		| {
			"premium": format_won(sum(won(row.premium) for row in doc.rows)),
			"people": f"{cint(doc.people)}명",
		},
		written_on=_day(doc.filed_on or doc.modified),
		facility=escape(facility.facility_name or ""),
		head=escape(facility.representative_name or ""),
	)


def _cards(names: list[str]) -> dict[str, Any]:
	"""Return the cards of employees, each with whom its health insurance covers. Two queries."""
	found = frappe.get_all(people.EMPLOYEE, {"name": ("in", names or [""])}, ["*"])
	covered = frappe.get_all(
		"Employee Dependant",
		{"parent": ("in", names or [""]), "health_dependant": 1},
		["parent", "health_dependant"],
	)
	for card in found:
		card.dependants = [row for row in covered if row.parent == card.name]
	return {card.name: card for card in found}


def place_number(facility: Any) -> str:
	"""Return 사업장관리번호: the one of the payroll setting, or the number of the business with a 0."""
	own = frappe.db.get_value("Payroll Setting", facility.name, "insurance_place_no")
	return own or f"{identifiers.show_business_no(facility.unique_no or '')}-0"


def _common(at: int, row: Any, card: Any, whole: bool) -> dict[str, Any]:
	number = card.resident_no or ""
	if whole and number:
		digits = get_decrypted_password(people.EMPLOYEE, card.name, "resident_no_secret")
		number = f"{digits[:6]}-{digits[6:]}"
	foreign = card.nationality if (card.nationality or _KOREA) != _KOREA else ""
	return {
		"no": at,
		"name": card.full_name,
		"number": number,
		"nationality": foreign or _KOREA,
		"stay": card.stay_status if foreign else "",
		"is_employer": "예" if card.is_employer else "아니오",
	}


def _joined(doc: Any, row: Any, card: Any) -> dict[str, Any]:
	first, last = getdate(doc.from_date), getdate(doc.to_date)
	cells = iter(insurance_files.acquisition_row(card, first, last, numbers=False))
	# as many cells as each group of the workbook's head has
	_person, pension, health, work, accident, _remarks = (
		[next(cells) for _name in names] for _group, names in insurance_files.ACQUISITION_HEAD
	)
	either = work if any(work) else accident
	return {
		"pay": format_won(int(next((pay for pay in (pension[0], health[1], either[0]) if pay), 0))),
		"days": [_dots(day) for day in (pension[1], health[2], work[1], accident[1])],
		"pension_code": pension[3],
		"pension_special": pension[4],
		"pension_other": pension[6],
		"pension_first": {"1": "희망", "2": "미희망"}.get(pension[2], ""),
		"health_code": health[3],
		"health_reduction": health[4],
		"dependants": {"Y": "예", "N": "아니오"}.get(health[0], ""),
		"job_code": either[2],
		"hours": either[3],
		"contract_end": either[7],
	}


def _left(doc: Any, row: Any, card: Any) -> dict[str, Any]:
	first, last = getdate(doc.from_date), getdate(doc.to_date)
	cells = insurance_files.loss_row(card, first, last, numbers=False)
	return {
		"phone": card.phone or "",
		"days": [_dots(day) for day in (cells[5], cells[8], cells[14], cells[19])],
		"pension_code": cells[6],
		"pension_first": {"1": "희망", "2": "미희망"}.get(cells[7], ""),
		"health_code": cells[9],
		"total_pay": format_won(won(row.total_pay)),
		"months": cint(row.months) or "",
		"reason_code": cells[15],
		"reason": cells[16],
	}


def _of_year(doc: Any, row: Any, card: Any) -> dict[str, Any]:
	return {
		"joined_on": _dots(row.joined_on),
		"left_on": _dots(row.left_on),
		"premium": format_won(won(row.premium)),
		"total_pay": format_won(won(row.total_pay)),
		"employment_pay": format_won(won(row.employment_pay)),
		"months": cint(row.months) or "",
		"remarks": row.remarks or "",
	}


def _escaped(row: dict[str, Any]) -> dict[str, Any]:
	return {
		key: [escape(each) for each in value] if isinstance(value, list) else escape(value or "")
		for key, value in row.items()
	}


def _dots(day: object) -> str:
	return getdate(str(day)).strftime("%Y. %m. %d.") if day else ""


def _day(value: object) -> str:
	return getdate(value).strftime("%Y년 %m월 %d일") if value else ""
