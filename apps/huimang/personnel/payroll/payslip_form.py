"""급여명세서 as its print format sees it: what 근로기준법 시행령 제27조의2 asks for, ready for paper, and escaped."""

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
from huimang.personnel.payroll.inputs import DEDUCTION, EARNING


@dataclass(frozen=True)
class FormAmount:
	title: Markup
	amount: str
	note: Markup


@dataclass(frozen=True)
class FormReckoning:
	"""How one line came about: of each step what it finds, what went in, the calculation, and the article that says so."""

	title: Markup
	steps: list[tuple[Markup, Markup, Markup, Markup]]


@dataclass(frozen=True)
class PayslipForm:
	title: str
	watermark: str
	is_cancelled: bool
	facility: Markup
	person: list[tuple[str, Markup]]
	earnings: list[FormAmount]
	deductions: list[FormAmount]
	rows: list[tuple[FormAmount | None, FormAmount | None]]
	gross: str
	deducted: str
	net: str
	net_in_words: str
	facts: list[tuple[str, Markup]]
	reckonings: list[FormReckoning]
	closing: str


def payslip_form(doc: Document) -> PayslipForm:
	"""Return the form of a payslip. Called by print formats.

	Raises PermissionError where the user may not read the payslip: a template can be handed any.
	"""
	doc.check_permission("read")
	earnings = [_amount(line) for line in doc.lines if line.kind == EARNING]
	deductions = [_amount(line) for line in doc.lines if line.kind == DEDUCTION and won(line.amount)]
	longest = max(len(earnings), len(deductions))
	padded = [(side + [None] * longest)[:longest] for side in (earnings, deductions)]
	facility = frappe.get_cached_value("Facility", doc.facility, "facility_name")
	return PayslipForm(
		title=f"{cint(doc.year)}년 {cint(doc.month)}월 급여명세서",
		watermark={"Ready": "확정 전", "Error": "확정 전", "Cancelled": "취소"}.get(doc.status, ""),
		is_cancelled=doc.status == "Cancelled",
		facility=escape(facility or ""),
		person=[
			("성명", escape(doc.employee_name or "")),
			("생년월일", escape(_day(doc.birth_date))),
			("사원번호", escape(doc.employee_no or "")),
			("부서", escape(doc.department or "")),
			("직위 / 직종", escape(" / ".join(filter(None, (doc.position, doc.job_type))))),
			("급·호봉", escape(doc.grade_step or "")),
			("입사일", escape(_day(doc.hired_on))),
			("지급일", escape(_day(doc.pay_day))),
		],
		earnings=earnings,
		deductions=deductions,
		rows=list(zip(*padded, strict=True)),
		gross=format_won(won(doc.gross)),
		deducted=format_won(won(doc.deducted)),
		net=format_won(won(doc.net)),
		net_in_words=in_words(won(doc.net)),
		facts=_facts(doc),
		reckonings=[
			form for line in doc.lines if line.kind in (EARNING, DEDUCTION) and (form := _reckoning(line))
		],
		closing="「근로기준법」 제48조제2항에 따라 위와 같이 임금명세서를 드립니다.",
	)


def _facts(doc: Document) -> list[tuple[str, Markup]]:
	facts = [
		("재직일수", f"{cint(doc.days)}일"),
		("주 소정근로시간", f"{float(doc.weekly_hours or 0):g}시간"),
		("통상시급", f"{doc.ordinary_hourly or 0}원"),
		*((line.title, f"{float(line.hours):g}시간") for line in doc.lines if line.hours),
		("비과세", f"{format_won(won(doc.tax_free))}원"),
		("과세급여", f"{format_won(won(doc.taxable))}원"),
		("공제대상가족", f"{cint(doc.dependants)}명(8~20세 자녀 {cint(doc.children)}명)"),
	]
	return [(label, escape(value)) for label, value in facts]


def _amount(line: Any) -> FormAmount:
	note = f"비과세 {format_won(won(line.tax_free))}" if won(line.tax_free) else ""
	return FormAmount(escape(_(line.title, "ko")), format_won(won(line.amount)), escape(note))


def _reckoning(line: Any) -> FormReckoning | None:
	steps = [
		(
			escape(_(step["label"], "ko")),
			escape(_told_inputs(step)),
			escape(step["formula"]),
			escape(step["article"]),
		)
		for step in json.loads(line.steps or "[]")
	]
	return FormReckoning(escape(_(line.title, "ko")), steps) if steps and won(line.amount) else None


def _told_inputs(step: dict[str, Any]) -> str:
	return " · ".join(f"{_(label, 'ko')} {value}" for label, value in step["inputs"])


def _day(value: object) -> str:
	return getdate(value).strftime("%Y. %m. %d.") if value else ""
