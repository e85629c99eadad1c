"""지출결의서 and 수입결의서 as their print formats see them: every text ready for paper, and escaped.

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
from huimang.printing.references import References, read_references

UNITS = {"Facility": "시설회계", "Corporation": "법인회계", "Profit Business": "수익사업회계"}
_ROWS_OF_A_FULL_SHEET = 12
_PAYEE_AMOUNTS = ("gross", "income_tax", "local_tax", "net")


@dataclass(frozen=True)
class Kind:
	"""What tells the two resolutions apart on paper."""

	officer_label: str
	officer_flag: str
	money_moved_by: str
	money_moved_on: str
	purpose_label: str
	account_label: str
	closing: str
	has_counter_subject: bool


KINDS = {
	"Expense Resolution": Kind(
		"지출원",
		"is_disbursing_officer",
		"payer",
		"payment_date",
		"원인 및 용도",
		"지급방법",
		"위와 같이 지출을 결의합니다.",
		True,
	),
	"Income Resolution": Kind(
		"수입원",
		"is_revenue_officer",
		"receiver",
		"receipt_date",
		"수입 내용",
		"입금통장",
		"위와 같이 수입을 결의합니다.",
		False,
	),
}


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
	has_counter_subject: bool
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
	"""Return the form of an Expense Resolution or Income Resolution. Called by print formats.

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
	kind = KINDS[doc.doctype]
	lines = [_line(number, line, refs) for number, line in enumerate(doc.lines, 1)]
	papers = [_paper(row) for row in doc.evidence or ()]
	withholdings = doc.get("withholdings") or ()
	payees = [_payee(number, row, refs) for number, row in enumerate(withholdings, 1)]
	total = sum(won(line.amount) for line in doc.lines)
	facility = refs.facilities.get(doc.facility, {})
	return ResolutionForm(
		facility=escape(facility.get("facility_name") or ""),
		logo=facility.get("logo_data") or "",
		boxes=approval_boxes(
			refs.approval_lines[(doc.facility, doc.doctype)], refs.steps.get((doc.doctype, doc.name), ())
		),
		watermark=_watermark(doc.stage),
		is_cancelled=doc.stage == "Cancelled",
		number=escape(f"제{doc.resolution_no}호" if doc.resolution_no else "(결재 완료 때 부여)"),
		year=_year(refs.years.get(doc.accounting_year)),
		unit=UNITS.get(doc.accounting_unit, ""),
		gwan=_path(doc.lines, "gwan", refs),
		hang=_path(doc.lines, "hang", refs),
		mok=_path(doc.lines, "mok", refs),
		program=_summed_up(refs.programs.get(line.program) for line in doc.lines),
		writer=escape(_person(doc.writer, doc.facility, refs)),
		officer_label=kind.officer_label,
		officer=escape(_officer(doc, kind, refs)),
		purpose_label=kind.purpose_label,
		purpose=escape(doc.purpose or ""),
		account_label=kind.account_label,
		account=_account(doc, refs),
		dates=_dates(doc, kind),
		has_counter_subject=kind.has_counter_subject,
		lines=lines,
		blank_height=7.4 * max(_ROWS_OF_A_FULL_SHEET - len(lines) - len(papers) - len(payees), 0),
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


def _watermark(stage: str) -> str:
	return {"Draft": "결재 전", "In Approval": "결재 전", "Cancelled": "취소"}.get(stage, "")


def _year(year: int | None) -> str:
	return f"{year}년도" if year else ""


def _line(number: int, line: Any, refs: References) -> FormLine:
	return FormLine(
		no=number,
		subject=escape(_subject(line.account_subject, refs)),
		description=escape(line.description or ""),
		counterparty=escape(refs.counterparties.get(line.counterparty) or ""),
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
	subjects = (refs.subjects.get(line.account_subject) for line in lines)
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


def _account(doc: Any, refs: References) -> Markup:
	account = refs.bank_accounts.get(doc.bank_account)
	method = doc.get("payment_method")
	named = ""
	if account:
		# The number is stored masked, a star for each digit: paper has no room for them all.
		number = re.sub(r"\*+", "****", account["account_number"] or "")
		bank = " ".join(filter(None, (account["bank_name"], number)))
		named = f"{account['account_title']} ({bank})" if bank else account["account_title"]
	return escape(" · ".join(filter(None, (_(method, "ko") if method else "", named))))


def _dates(doc: Any, kind: Kind) -> list[tuple[str, str]]:
	fields = {
		"원인행위일자": "cause_date",
		"발의일자": "proposal_date",
		"결재일자": "approval_date",
		"출납일자": kind.money_moved_on,
		"등기일자": "registration_date",
	}
	return [(label, _written(doc.get(fieldname))) for label, fieldname in fields.items()]


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
