"""원천징수이행상황신고서 and 지방소득세 특별징수 as their print format sees them: every text ready for paper, and escaped."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import getdate
from markupsafe import Markup, escape

from huimang.money import format_won, in_words, won
from huimang.rules import identifiers, withholding_return
from huimang.tax import return_sheet


@dataclass(frozen=True)
class FormRow:
	group: str
	span: int
	label: str
	code: str
	figures: list[str]
	is_strong: bool


@dataclass(frozen=True)
class WithholdingForm:
	watermark: str
	is_cancelled: bool
	reference: Markup
	kind: str
	attributed: str
	paid_in: str
	agent: list[tuple[str, Markup]]
	tax_office: Markup
	government: Markup
	rows: list[FormRow]
	refund: list[tuple[str, str]]
	local_head: tuple[str, ...]
	local_rows: list[list[str]]
	accounts: list[tuple[Markup, str, str, str]]
	income_tax: str
	local_tax: str
	total: str
	total_in_words: str
	due_on: str
	written_on: str
	facility: Markup
	head: Markup


def withholding_form(doc: Document) -> WithholdingForm:
	"""Return the form of a Withholding Return. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	facility = frappe.get_cached_doc("Facility", doc.facility)
	first, last = getdate(doc.period_start), getdate(doc.period_end)
	months = f"{last.year}년 {last.month}월"
	if first.month != last.month:
		months = f"{last.year}년 {first.month}월 ~ {last.month}월"
	return WithholdingForm(
		watermark={"Draft": "결재 전", "In Approval": "결재 전", "Cancelled": "취소"}.get(doc.stage, ""),
		is_cancelled=doc.stage == "Cancelled",
		reference=escape(
			" · ".join(filter(None, (f"제{doc.resolution_no}호" if doc.resolution_no else "", doc.purpose)))
		),
		kind="매월" if first.month == last.month else "반기",
		attributed=months,
		paid_in=months,
		agent=[
			("법인명(상호)", escape(facility.facility_name or "")),
			("대표자(성명)", escape(facility.representative_name or "")),
			("사업자등록번호(고유번호)", escape(identifiers.show_business_no(facility.unique_no or ""))),
			("사업장 소재지", escape(facility.address or "")),
			("전화번호", escape(identifiers.show_phone(facility.phone or ""))),
		],
		tax_office=escape(facility.tax_office or ""),
		government=escape(facility.jurisdiction or ""),
		rows=_rows(doc),
		refund=list(
			zip(return_sheet.REFUND_HEAD, map(format_won, return_sheet.refund_row(doc)), strict=True)
		),
		local_head=return_sheet.LOCAL_HEAD,
		local_rows=[[_figure(value) for value in row] for row in return_sheet.local_rows(doc)],
		accounts=_accounts(doc),
		income_tax=format_won(won(doc.income_tax_total)),
		local_tax=format_won(won(doc.local_tax_total)),
		total=format_won(won(doc.total_amount)),
		total_in_words=in_words(won(doc.total_amount)),
		due_on=_written(doc.due_on),
		written_on=_written(doc.approval_date or doc.proposal_date),
		facility=escape(facility.facility_name or ""),
		head=escape(facility.representative_name or ""),
	)


def _rows(doc: Document) -> list[FormRow]:
	"""Return all rows of the form; the first of a group bears its name over as many rows as it has."""
	form = withholding_return.form()
	sizes: dict[str, int] = {}
	for row in form:
		sizes[row.group] = sizes.get(row.group, 0) + 1
	seen: set[str] = set()
	rows = []
	for row, values in zip(form, return_sheet.return_rows(doc), strict=True):
		span = sizes[row.group] if row.group and row.group not in seen else 0
		seen.add(row.group)
		strong = row.code == withholding_return.TOTAL or (row.is_subtotal and bool(row.group))
		rows.append(
			FormRow(row.group, span, row.label, row.code, [_figure(value) for value in values[2:]], strong)
		)
	return rows


def _accounts(doc: Document) -> list[tuple[Markup, str, str, str]]:
	"""Return what each bank account pays."""
	names = [row.bank_account for row in doc.payments]
	titles = dict(
		frappe.get_all(
			"Facility Bank Account", {"name": ("in", names)}, ["name", "account_title"], as_list=True
		)
	)
	accounts = []
	for row in doc.payments:
		income_tax, local_tax = won(row.income_tax), won(row.local_tax)
		title = escape(titles.get(row.bank_account) or "")
		accounts.append((title, *map(format_won, (income_tax, local_tax, income_tax + local_tax))))
	return accounts


def _figure(value: object) -> str:
	return "" if value is None else format_won(value) if isinstance(value, int) else str(value)


def _written(value: object) -> str:
	return getdate(value).strftime("%Y년 %m월 %d일") if value else ""
