"""지출결의서, 수입결의서, 품의서, 여입·반납결의서 and 자금이체결의서 as their print formats see them: ready for paper, and escaped.

`prepare` reads what a batch of documents refers to in a fixed number of queries; composing a form from it is pure. A
print format calls `resolution_form(doc)` and lays the fields of the ResolutionForm out as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from markupsafe import Markup, escape

from huimang.money import format_won, in_words, won
from huimang.printing.approval_box import ApprovalBox, approval_boxes
from huimang.printing.form_kinds import Kind, kind_of
from huimang.printing.references import References, read_references

UNITS = {"Facility": "시설회계", "Corporation": "법인회계", "Profit Business": "수익사업회계"}
_ROWS_OF_A_FULL_SHEET = 12
_PAYEE_AMOUNTS = ("gross", "income_tax", "local_tax", "net")


@dataclass(frozen=True)
class FormLine:
	no: int
	subject: Markup
	description: Markup
	counterparty: Markup
	amount: str
	fund_source: Markup
	counter_subject: Markup


@dataclass(frozen=True)
class FormPaper:
	"""One row of evidence."""

	type: Markup
	file: Markup
	number: Markup
	issued_on: str
	sheets: str


@dataclass(frozen=True)
class FormItem:
	"""One thing that a request asks for."""

	item: Markup
	spec: Markup
	unit: Markup
	quantity: str
	unit_price: str
	amount: str


@dataclass(frozen=True)
class FormPayee:
	"""One person whom tax is withheld from."""

	no: int
	name: Markup
	income_kind: Markup
	gross: str
	income_tax: str
	local_tax: str
	net: str


@dataclass(frozen=True)
class ResolutionForm:
	facility: Markup
	logo: str
	boxes: list[ApprovalBox]
	watermark: str
	is_cancelled: bool
	title: str
	number_label: str
	number: Markup
	year: str
	unit: str
	gwan: Markup
	hang: Markup
	mok: Markup
	program: Markup
	writer: Markup
	officer_label: str
	officer: Markup
	purpose_label: str
	purpose: Markup
	account_label: str
	account: Markup
	dates: list[tuple[str, str]]
	facts: list[tuple[str, Markup]]
	has_subjects: bool
	has_counter_subject: bool
	items: list[FormItem]
	lines: list[FormLine]
	blank_height: float
	total: str
	total_in_words: str
	payees: list[FormPayee]
	payees_total: FormPayee | None
	evidence: list[FormPaper]
	evidence_note: Markup
	evidence_count: str
	note: Markup
	closing: str


def resolution_form(doc: Document) -> ResolutionForm:
	"""Return the form of a document that moves money or asks for it. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	if doc.flags.resolution_form is None:
		doc.check_permission("read")
		prepare([doc])
	return doc.flags.resolution_form


def prepare(docs: Sequence[Document]) -> None:
	"""Make the forms of ``docs`` before they are printed: the number of queries does not grow with theirs.

	The caller has checked that the user may print the documents; what they refer to is read without further checks.
	"""
	references = read_references(docs)
	for doc in docs:
		doc.flags.resolution_form = compose(doc, references)


def compose(doc: Any, refs: References) -> ResolutionForm:
	"""Return the form of ``doc``, a document or a mapping with its fields, from what it refers to. Pure."""
	kind = kind_of(doc)
	lines = [_line(number, line, refs) for number, line in enumerate(doc.lines, 1)]
	papers = [_paper(row) for row in doc.evidence or ()]
	withholdings = doc.get("withholdings") or ()
	payees = [_payee(number, row, refs) for number, row in enumerate(withholdings, 1)]
	items = [_item(row) for row in doc.get("items") or ()]
	total = sum(won(line.amount) for line in doc.lines) if doc.lines else won(doc.get("amount") or 0)
	number = doc.get(kind.number_field)
	facility = refs.facilities.get(doc.facility, {})
	return ResolutionForm(
		facility=escape(facility.get("facility_name") or ""),
		logo=facility.get("logo_data") or "",
		boxes=approval_boxes(
			refs.approval_lines[(doc.facility, doc.doctype)], refs.steps.get((doc.doctype, doc.name), ())
		),
		watermark=_watermark(doc),
		is_cancelled=doc.stage == "Cancelled",
		title=kind.title,
		number_label=kind.number_label,
		number=escape(f"제{number}호" if number else "(결재 완료 때 부여)"),
		year=_year(refs.years.get(doc.accounting_year)),
		unit=UNITS.get(doc.accounting_unit, ""),
		gwan=_path(doc.lines, "gwan", refs),
		hang=_path(doc.lines, "hang", refs),
		mok=_path(doc.lines, "mok", refs),
		program=_summed_up(refs.programs.get(line.get("program")) for line in doc.lines),
		writer=escape("" if doc.get("taken_over") else _person(doc.writer, doc.facility, refs)),
		officer_label=kind.officer_label,
		officer=escape(_officer(doc, kind, refs)),
		purpose_label=kind.purpose_label,
		purpose=escape(doc.purpose or ""),
		account_label=kind.account_label,
		account=_account(doc.get("bank_account"), refs, doc.get("payment_method")),
		dates=_dates(doc, kind),
		facts=_facts(doc, refs),
		has_subjects=kind.has_subjects,
		has_counter_subject=kind.has_counter_subject,
		items=items,
		lines=lines,
		blank_height=7.4
		* max(_ROWS_OF_A_FULL_SHEET - len(lines) - len(papers) - len(payees) - len(items), 0),
		total=format_won(total),
		total_in_words=in_words(total),
		payees=payees,
		payees_total=_payees_total(withholdings) if payees else None,
		evidence=papers,
		evidence_note=_evidence_note(doc, papers),
		evidence_count=f"{len(papers)}건 {sum(max(row.sheets or 1, 1) for row in doc.evidence or ())}매"
		if papers
		else "없음",
		note=escape(doc.note or ""),
		closing=kind.closing,
	)


def _watermark(doc: Any) -> str:
	elsewhere = "이전 자료" if doc.get("taken_over") else ""
	return {"Draft": "결재 전", "In Approval": "결재 전", "Cancelled": "취소"}.get(doc.stage, elsewhere)


def _year(year: int | None) -> str:
	return f"{year}년도" if year else ""


def _line(number: int, line: Any, refs: References) -> FormLine:
	return FormLine(
		no=number,
		subject=escape(_subject(line.get("account_subject"), refs)),
		description=escape(line.description or ""),
		counterparty=escape(refs.counterparties.get(line.get("counterparty")) or ""),
		amount=format_won(won(line.amount)),
		fund_source=escape(refs.fund_sources.get(line.fund_source) or ""),
		counter_subject=escape(_subject(line.get("counter_subject"), refs)),
	)


def _payee(number: int, row: Any, refs: References) -> FormPayee:
	return FormPayee(
		no=number,
		name=escape(refs.counterparties.get(row.payee) or ""),
		income_kind=escape(_(row.income_kind, "ko")),
		**{field: format_won(won(row.get(field))) for field in _PAYEE_AMOUNTS},
	)


def _payees_total(rows: Sequence[Any]) -> FormPayee:
	sums = {field: format_won(sum(won(row.get(field)) for row in rows)) for field in _PAYEE_AMOUNTS}
	return FormPayee(no=len(rows), name=Markup(), income_kind=Markup(), **sums)


def _subject(name: str | None, refs: References) -> str:
	"""Return a subject's name; a 세목 shows its 목 before it."""
	subject = refs.subjects.get(name)
	if not subject:
		return ""
	mok = refs.subjects.get(subject["mok"])
	if mok and mok is not subject:
		return f"{mok['subject_name']} ({subject['subject_name']})"
	return subject["subject_name"]


def _path(lines: Iterable[Any], level: str, refs: References) -> Markup:
	subjects = (refs.subjects.get(line.get("account_subject")) for line in lines)
	ancestors = (refs.subjects.get(subject[level]) for subject in subjects if subject)
	return _summed_up(ancestor["subject_name"] for ancestor in ancestors if ancestor)


def _summed_up(names: Iterable[str | None]) -> Markup:
	"""Return the first of ``names`` and how many others there are: 사무비 외 2건."""
	distinct = list(dict.fromkeys(name for name in names if name))
	if not distinct:
		return Markup()
	more = f" 외 {len(distinct) - 1}건" if len(distinct) > 1 else ""
	return escape(distinct[0] + more)


def _person(user: str | None, facility: str, refs: References) -> str:
	member = refs.members.get((facility, user))
	position = member["position_title"] if member else ""
	return " ".join(filter(None, (position, refs.users.get(user) or user)))


def _officer(doc: Any, kind: Kind, refs: References) -> str:
	"""Return who moved the money; before that, who is appointed to (제22조)."""
	if not kind.officer_flag or doc.get("taken_over"):
		return ""
	moved_by = doc.get(kind.money_moved_by)
	if moved_by:
		return refs.users.get(moved_by) or moved_by
	day = _day(doc.get(kind.money_moved_on)) or _day(doc.proposal_date) or date.today()
	officers = (
		refs.users.get(user) or user
		for (facility, user), member in refs.members.items()
		if facility == doc.facility and member[kind.officer_flag] and _serves_on(member, day)
	)
	return next(officers, "")


def _serves_on(member: Mapping[str, Any], day: date) -> bool:
	start, end = _day(member["from_date"]), _day(member["to_date"])
	return bool(member["enabled"]) and (start is None or start <= day) and (end is None or day <= end)


def _account(name: str | None, refs: References, method: str | None = None) -> Markup:
	account = refs.bank_accounts.get(name)
	named = ""
	if account:
		# The number is stored masked, a star for each digit: paper has no room for them all.
		number = re.sub(r"\*+", "****", account["account_number"] or "")
		bank = " ".join(filter(None, (account["bank_name"], number)))
		named = f"{account['account_title']} ({bank})" if bank else account["account_title"]
	return escape(" · ".join(filter(None, (_(method, "ko") if method else "", named))))


def _dates(doc: Any, kind: Kind) -> list[tuple[str, str]]:
	return [(label, _written(doc.get(fieldname))) for label, fieldname in kind.dates]


def _facts(doc: Any, refs: References) -> list[tuple[str, Markup]]:
	"""Return what only one kind of document has: where a transfer goes, what a refund takes back from, what is asked for."""
	facts = []
	if doc.get("taken_over"):
		number = f"종전 결의번호 {doc.former_no} · " if doc.get("former_no") else ""
		facts.append(("이전 자료", escape(f"{number}이전 시스템에서 결재·집행하고 옮긴 자료")))
	if doc.get("request_type"):
		facts.append(("품의종류", escape(_(doc.request_type, "ko"))))
	if number := refs.requests.get(doc.get("expense_request")):
		facts.append(("품의번호", escape(f"제{number}호")))
	if doc.get("original_no"):
		facts.append(("원본 결의서", escape(f"{_(doc.original_doctype, 'ko')} 제{doc.original_no}호")))
	if doc.get("from_account"):
		facts.append(("보내는 통장", _account(doc.from_account, refs)))
		facts.append(("받는 통장", _account(doc.to_account, refs)))
	return facts


def _item(row: Any) -> FormItem:
	return FormItem(
		item=escape(row.item or ""),
		spec=escape(row.spec or ""),
		unit=escape(row.unit or ""),
		quantity=f"{row.quantity or 0:,g}",
		unit_price=format_won(won(row.unit_price or 0)),
		amount=format_won(won(row.amount or 0)),
	)


def _paper(row: Any) -> FormPaper:
	return FormPaper(
		type=escape(_(row.evidence_type, "ko")),
		file=escape((row.attachment or "").rsplit("/", 1)[-1]),
		number=escape(row.document_no or ""),
		issued_on=_written(row.issued_on),
		sheets=str(max(row.sheets or 1, 1)),
	)


def _evidence_note(doc: Any, papers: list[FormPaper]) -> Markup:
	reason = doc.get("evidence_waiver_reason")
	if reason:
		return escape(f"증빙이 없는 사유: {reason}")
	return Markup("증빙서류 합계" if papers else "첨부한 증빙서류가 없습니다.")


def _day(value: Any) -> date | None:
	return getdate(value) if value else None


def _written(value: Any) -> str:
	day = _day(value)
	return day.strftime("%Y. %m. %d.") if day else ""
