"""보조금 교부신청서: a grant as it is applied for, for the granting body (보조금법 제16조, 지방보조금법 제7조).

The laws ask for its contents and leave the form to each giver; where one has a form of its own, an operator copies this print format.
"""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from markupsafe import Markup, escape

from huimang.approval.stages import APPROVED, CANCELLED
from huimang.money import format_won, in_words, won
from huimang.printing.approval_box import ApprovalBox
from huimang.printing.references import boxes_of
from huimang.rules import identifiers
from huimang.rules import subsidy as rules

_LAWS = {
	rules.LOCAL: "「지방자치단체 보조금 관리에 관한 법률」 제7조",
	rules.NATIONAL: "「보조금 관리에 관한 법률」 제16조",
}


@dataclass(frozen=True)
class ApplicationForm:
	"""An application as its print format sees it: every text ready for paper, and escaped."""

	facility: Markup
	boxes: list[ApprovalBox]
	watermark: str
	is_cancelled: bool
	applicant: list[tuple[str, Markup]]
	project: list[tuple[str, Markup]]
	shares: list[tuple[Markup, ...]]
	total: str
	subjects: list[tuple[Markup, ...]]
	conditions: list[Markup]
	law: str
	day: str
	representative: Markup
	addressee: Markup


def application_form(doc: Document) -> ApplicationForm:
	"""Return the form of a Subsidy Grant. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	facility = frappe.get_cached_doc("Facility", doc.facility)
	applied = next((row for row in doc.steps if row.step == "Applied"), None)
	day = getdate(applied.done_on if applied else None)
	giver = doc.granting_body and frappe.db.get_value("Counterparty", doc.granting_body, "counterparty_name")
	return ApplicationForm(
		facility=escape(facility.facility_name),
		boxes=boxes_of(doc),
		watermark="" if doc.stage == APPROVED else "취소" if doc.stage == CANCELLED else "결재 전",
		is_cancelled=doc.stage == CANCELLED,
		applicant=_applicant(facility),
		project=_project(doc),
		shares=[_share(row, doc) for row in doc.shares],
		total=format_won(won(doc.total_amount or 0)),
		subjects=[_subject(number, row) for number, row in enumerate(doc.subjects, 1)],
		conditions=[escape(row.condition or "") for row in doc.conditions],
		law=_LAWS.get(doc.law, ""),
		day=f"{day.year}년 {day.month}월 {day.day}일",
		representative=escape(facility.representative_name or ""),
		addressee=escape(giver or ""),
	)


def _applicant(facility: Document) -> list[tuple[str, Markup]]:
	above = facility.corporation and frappe.db.get_value(
		"Corporation", facility.corporation, "corporation_name"
	)
	facts = (
		("기관명", " ".join(filter(None, (above, facility.facility_name)))),
		("대표자", facility.representative_name),
		("고유번호", identifiers.show_business_no(facility.unique_no or "")),
		("전화", identifiers.show_phone(facility.phone or "")),
		("주소", facility.address),
	)
	return [(label, escape(value or "")) for label, value in facts]


def _project(doc: Document) -> list[tuple[str, Markup]]:
	first, last = getdate(doc.start_date), getdate(doc.end_date)
	account = doc.bank_account and frappe.db.get_value(
		"Facility Bank Account",
		doc.bank_account,
		["bank_name", "account_number", "account_title"],
		as_dict=True,
	)
	bank = " ".join(filter(None, (account.bank_name, account.account_number))) if account else ""
	facts = (
		("사업명", doc.title),
		("사업번호", doc.external_project_code),
		("사업 목적·내용", doc.purpose),
		("사업 기간", f"{first:%Y. %m. %d.} ~ {last:%Y. %m. %d.}"),
		(
			"교부 신청액",
			f"{in_words(won(doc.subsidy_amount or 0))} (₩{format_won(won(doc.subsidy_amount or 0))})",
		),
		("입금 계좌", bank or (account.account_title if account else "")),
	)
	return [(label, escape(value)) for label, value in facts if value]


def _share(row: Document, doc: Document) -> tuple[Markup, ...]:
	amount = won(row.amount or 0)
	whole = won(doc.total_amount or 0)
	part = f"{100 * amount / whole:.2f}%" if whole else ""
	return tuple(map(escape, (_(row.source, "ko"), format_won(amount), part, row.note or "")))


def _subject(number: int, row: Document) -> tuple[Markup, ...]:
	subject = frappe.get_cached_value(
		"Account Subject", row.account_subject, ["subject_name", "path_label"], as_dict=True
	)
	limit = won(row.amount or 0)
	texts = (
		*(str(number), subject.path_label if subject else "", subject.subject_name if subject else ""),
		*(format_won(limit) if limit else "한도 없음", row.note or ""),
	)
	return tuple(map(escape, texts))
