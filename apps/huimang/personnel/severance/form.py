"""퇴직금 정산서 and 퇴직소득원천징수영수증 as their print format sees them: every text ready for paper, and escaped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate
from markupsafe import Markup, escape

from huimang.money import format_won, in_words, won
from huimang.rules import identifiers

_REASONS = {
	"Voluntary": "자발적 퇴직",
	"Retirement Age": "정년퇴직",
	"Redundancy": "정리해고",
	"Executive": "임원퇴직",
	"Interim Settlement": "중간정산",
	"Other": "기타",
}


@dataclass(frozen=True)
class SeveranceForm:
	watermark: str
	is_cancelled: bool
	person: list[tuple[str, Markup]]
	wages: list[tuple[str, str, str, Markup]]
	sums: list[tuple[str, str]]
	days: str
	steps: list[tuple[Markup, Markup, str, Markup]]
	result: list[tuple[str, str]]
	net_in_words: str
	agent: list[tuple[str, Markup]]
	earner: list[tuple[str, Markup]]
	reasons: list[tuple[str, bool]]
	service: list[tuple[str, str]]
	tax_base: list[tuple[str, str]]
	tax: list[tuple[str, str]]
	deferral: list[tuple[str, Markup]]
	payment: list[tuple[str, str, str, str]]
	written_on: str
	facility: Markup
	head: Markup
	tax_office: Markup


def severance_form(doc: Document) -> SeveranceForm:
	"""Return the form of a Severance Settlement. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	facility = frappe.get_cached_doc("Facility", doc.facility)
	card = frappe.db.get_value(
		"Facility Employee",
		doc.employee,
		["employee_no", "position", "department", "birth_date", "resident_no", "address", "nationality"],
		as_dict=True,
	)
	steps = json.loads(doc.steps or "[]")
	figures = {step["label"]: step for step in steps}
	total, name = won(doc.total_amount), doc.employee_name or ""
	term = f"{_short(doc.hired_on)} ~ {_short(doc.left_on)}"
	return SeveranceForm(
		watermark={"Draft": "결재 전", "In Approval": "결재 전", "Cancelled": "취소"}.get(doc.stage, ""),
		is_cancelled=doc.stage == "Cancelled",
		person=_texts(
			("성명", name),
			("생년월일", _day(card.birth_date)),
			("사원번호", card.employee_no),
			("부서 / 직위", " / ".join(filter(None, (card.department, card.position)))),
			("재직기간", term),
			("재직일수", f"{cint(doc.service_days):,}일"),
			("퇴직사유", _REASONS.get(doc.reason, "")),
			("지급기한", _day(doc.pay_by)),
		),
		wages=[
			(
				f"{_short(row.first)} ~ {_short(row.last)}",
				f"{cint(row.days)}일",
				format_won(won(row.amount)),
				escape(row.source or "직접 입력"),
			)
			for row in doc.wages
		],
		sums=[
			("3개월 임금총액", format_won(won(doc.last_months))),
			("상여금·연차수당 등(1년)", format_won(won(doc.yearly))),
			("산정에서 빼는 임금", format_won(won(doc.excluded))),
			("1일 통상임금", format_won(won(doc.daily_ordinary))),
			("1일 평균임금", doc.average_daily or "0"),
		],
		days=f"{sum(cint(row.days) for row in doc.wages)}일",
		steps=[
			(
				escape(_(step["label"], "ko")),
				escape(step["formula"]),
				str(step["amount"]),
				escape(step["article"]),
			)
			for step in steps
		],
		result=[
			("퇴직금", format_won(won(doc.severance_pay))),
			("추가 퇴직금", format_won(won(doc.additional_pay))),
			("퇴직급여 계", format_won(total)),
			("퇴직소득세", format_won(won(doc.income_tax))),
			("지방소득세", format_won(won(doc.local_tax))),
			("차감지급액", format_won(won(doc.net))),
		],
		net_in_words=in_words(won(doc.net)),
		agent=_texts(
			("사업자등록번호(고유번호)", identifiers.show_business_no(facility.unique_no or "")),
			("법인명(상호)", facility.facility_name),
			("대표자(성명)", facility.representative_name),
			("소재지(주소)", facility.address),
		),
		earner=_texts(("성명", name), ("주민등록번호", card.resident_no), ("주소", card.address)),
		reasons=[(label, reason == doc.reason) for reason, label in _REASONS.items()],
		service=[
			("입사일", _short(doc.hired_on)),
			("기산일", _short(doc.hired_on)),
			("퇴사일", _short(doc.left_on)),
			("지급일", _paid_on(doc)),
			("근속월수", str(_months(doc))),
			("제외월수", str(cint(doc.excluded_service_days) // 30)),
			("근속연수", str(cint(doc.service_years))),
		],
		tax_base=_tax_base(figures, total),
		tax=[
			("산출세액", _amount(figures, "Tax on severance pay")),
			("기납부(또는 기과세이연)세액", "0"),
			("신고대상세액", _amount(figures, "Tax on severance pay")),
		],
		deferral=_texts(
			("연금계좌취급자", doc.pension_institution if cint(doc.to_pension_account) else ""),
			("계좌입금금액", format_won(won(doc.transferred))),
			("이연 퇴직소득세", format_won(won(doc.deferred_tax))),
		),
		payment=_payment(doc, figures),
		written_on=_day(doc.modified),
		facility=escape(facility.facility_name or ""),
		head=escape(facility.representative_name or ""),
		tax_office=escape(facility.tax_office or "관할 세무서장"),
	)


def _tax_base(figures: dict[str, Any], total: int) -> list[tuple[str, str]]:
	"""Return the lines from the severance pay to the tax base, as the steps of the reckoning have them."""
	converted, base = figures.get("Converted pay"), figures.get("Tax base")
	inputs = dict(converted["inputs"]) if converted else {}
	deduction = dict(base["inputs"]) if base else {}
	return [
		("퇴직소득", format_won(total)),
		("근속연수공제", str(inputs.get("Deduction for service", "0"))),
		("환산급여", _whole(converted)),
		("환산급여별 공제", str(deduction.get("Deduction of converted pay", "0")).partition(".")[0]),
		("퇴직소득과세표준", str(base["amount"]) if base else "0"),
	]


def _payment(doc: Document, figures: dict[str, Any]) -> list[tuple[str, str, str, str]]:
	"""Return 납부명세: what the tax is, what is left to the account, what is withheld; income tax and local tax."""
	tax, deferred = _plain(figures, "Tax on severance pay"), won(doc.deferred_tax)
	rows = (
		("신고대상세액", tax, tax // 100 * 10),
		("이연 퇴직소득세", deferred, deferred // 100 * 10),
		("차감 원천징수세액", won(doc.income_tax), won(doc.local_tax)),
	)
	return [(label, *map(format_won, (income, local, income + local))) for label, income, local in rows]


def _paid_on(doc: Document) -> str:
	paid = {"severance_settlement": doc.name, "stage": "Settled"}
	return _short(frappe.db.get_value("Expense Resolution", paid, "payment_date"))


def _months(doc: Document) -> int:
	"""Return 근속월수: a part of a month counts as one."""
	first, last = getdate(doc.hired_on), getdate(doc.left_on)
	months = (last.year - first.year) * 12 + last.month - first.month
	return months + (last.day >= first.day)


def _amount(figures: dict[str, Any], label: str) -> str:
	return str(figures[label]["amount"]) if label in figures else "0"


def _plain(figures: dict[str, Any], label: str) -> int:
	return int(float(_amount(figures, label).replace(",", "")))


def _whole(step: dict[str, Any] | None) -> str:
	"""Return what a step comes to in whole won, as the form has it."""
	return str(step["amount"]).partition(".")[0] if step else "0"


def _texts(*rows: tuple[str, object]) -> list[tuple[str, Markup]]:
	return [(label, escape(value or "")) for label, value in rows]


def _short(value: object) -> str:
	return getdate(value).strftime("%Y-%m-%d") if value else ""


def _day(value: object) -> str:
	return getdate(value).strftime("%Y년 %m월 %d일") if value else ""
