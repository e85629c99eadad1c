"""재직증명서 · 경력증명서 (근로기준법 제39조): what was certified stays as it was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate
from markupsafe import Markup, escape

from huimang.ledger.numbering import next_number
from huimang.personnel import people
from huimang.rules import identifiers, service_record

EMPLOYMENT, CAREER = "Employment", "Career"
_KOREAN = {
	"Registered": "입사",
	"Hire": "채용",
	"Promotion": "승진",
	"Step Increase": "승급",
	"Transfer": "전보",
	"Leave of Absence": "휴직",
	"Reinstatement": "복직",
	"Retirement": "퇴직",
}
_EMPLOYMENT_TYPES = {"Permanent": "정규직", "Fixed-term": "계약직", "Part-time": "단시간", "Daily": "일용"}


@dataclass(frozen=True)
class CertificateForm:
	"""A certificate as its print format sees it: every text ready for paper, and escaped."""

	title: str
	number: str
	person: list[tuple[str, Markup]]
	service: list[tuple[str, Markup]]
	history: list[tuple[str, Markup]]
	purpose: Markup
	submitted_to: Markup
	sentence: str
	issued_on: str
	corporation: Markup
	facility: Markup
	head: Markup
	contact: Markup


def issue(doc: Document) -> None:
	"""Write into a new certificate what is to be certified as of today, and number it.

	Who has not been hired gets none, and who has left no certificate of employment (재직).
	"""
	card = frappe.get_doc(people.EMPLOYEE, doc.employee)
	today = getdate()
	entries = [entry for entry in people.record_of(card) if entry.effective_on <= today]
	spans = service_record.employed(entries)
	if not spans:
		frappe.throw(_("{0} has not been hired yet.").format(card.full_name))
	first, last = spans[-1]
	if last and doc.kind == EMPLOYMENT:
		frappe.throw(_("{0} has left. Please issue a certificate of career.").format(card.full_name))
	terms = entries[-1].terms
	doc.update(
		{
			"full_name": card.full_name,
			"birth_date": card.birth_date,
			"address": card.address,
			"department": terms.department,
			"position": terms.position,
			"job_type": terms.job_type,
			"employment_type": _EMPLOYMENT_TYPES.get(terms.employment_type, ""),
			"from_date": first,
			"to_date": last,
			"served": _served(spans, today),
			"history": "\n".join(_history(entries)) if doc.kind == CAREER else None,
			"issued_on": today,
			"issued_by": frappe.session.user,
		}
	)
	year = str(today.year)
	doc.certificate_no = f"{year}-{next_number(doc.facility, year, doc.doctype):04d}"


def certificate_form(doc: Document) -> CertificateForm:
	"""Return the form of an Employment Certificate. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	facility = frappe.get_cached_doc("Facility", doc.facility)
	corporation = facility.corporation and frappe.get_cached_value(
		"Corporation", facility.corporation, "corporation_name"
	)
	certifies = (
		"재직하고 있음" if doc.kind == EMPLOYMENT else "근무하였음" if doc.to_date else "근무하고 있음"
	)
	phone = facility.phone and identifiers.show_phone(facility.phone)
	until = _day(doc.to_date) if doc.to_date else "현재"
	return CertificateForm(
		title="재직증명서" if doc.kind == EMPLOYMENT else "경력증명서",
		number=f"제 {doc.certificate_no} 호",
		person=_texts(("성명", doc.full_name), ("생년월일", _day(doc.birth_date)), ("주소", doc.address)),
		service=_texts(
			("소속", " ".join(filter(None, (facility.facility_name, doc.department)))),
			("직위", doc.position),
			("직종", doc.job_type),
			("고용형태", doc.employment_type),
			("근무기간", f"{_day(doc.from_date)} ~ {until} ({doc.served})"),
		),
		history=[
			(day, escape(text))
			for day, _sep, text in (line.partition("\t") for line in (doc.history or "").splitlines())
		],
		purpose=escape(doc.purpose),
		submitted_to=escape(doc.submitted_to or ""),
		sentence=f"위와 같이 {certifies}을 증명합니다.",
		issued_on=_day(doc.issued_on),
		corporation=escape(corporation or ""),
		facility=escape(facility.facility_name),
		head=escape(facility.representative_name or ""),
		contact=escape(" · ".join(filter(None, (facility.address, phone and f"전화 {phone}")))),
	)


def _texts(*rows: tuple[str, str | None]) -> list[tuple[str, Markup]]:
	return [(label, escape(value)) for label, value in rows if value]


def _history(entries: list[service_record.Entry]) -> list[str]:
	"""Return a line for each entry, its day and what happened, parted by a tabulator."""
	lines = []
	for entry in entries:
		left = entry.standing == service_record.LEFT
		day = entry.effective_on - service_record.ONE_DAY if left else entry.effective_on
		what = "퇴직" if left else _KOREAN[entry.kind]
		terms = entry.terms
		shown = [terms.department, terms.position, terms.job_type]
		lines.append(f"{_day(day)}\t{what}" + ("" if left else f"  {' · '.join(filter(None, shown))}"))
	return lines


def _served(spans: list[tuple[date, date | None]], today: date) -> str:
	first, last = spans[-1]
	years, months, days = service_record.length(first, last or today)
	parts = [f"{n}{unit}" for n, unit in ((years, "년"), (months, "개월"), (days, "일")) if n]
	return " ".join(parts)


def _day(day: date | str | None) -> str:
	return formatdate(day, "yyyy년 M월 d일") if day else ""
