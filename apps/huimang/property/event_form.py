"""The decision on what happens to assets, on paper: 불용 · 매각 · 폐기 · 망실 · 관리전환 결의서 (제41조)."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from markupsafe import Markup, escape

from huimang.approval.stages import APPROVED, CANCELLED
from huimang.money import format_won
from huimang.printing.approval_box import ApprovalBox
from huimang.printing.references import boxes_of
from huimang.property import values
from huimang.rules import assets as law

_DEEDS = {
	law.CONDEMNATION: "불용",
	law.SALE: "매각",
	law.SCRAPPING: "폐기",
	law.LOSS: "망실 처리",
	law.HANDOVER: "관리전환",
	law.LENDING: "대여",
	law.CAPITAL_SPENDING: "자본적 지출",
}
_WITH_AMOUNT = {law.SALE: "매각금액", law.CAPITAL_SPENDING: "지출금액", law.REPAIR: "수리비"}


@dataclass(frozen=True)
class EventForm:
	"""An event as its print format sees it: every text ready for paper, and escaped."""

	title: str
	facility: Markup
	number: Markup
	boxes: list[ApprovalBox]
	watermark: str
	is_cancelled: bool
	facts: list[tuple[str, Markup]]
	amount_label: str
	lines: list[tuple[Markup, ...]]
	cost: str
	book_value: str
	amount: str
	closing: str
	day: str


def event_form(doc: Document) -> EventForm:
	"""Return the form of an Asset Event. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	doc.check_permission("read")
	names = [line.asset for line in doc.lines]
	fields = ("spec", "address", "quantity_left")
	held = {each.card.name: each for each in values.holdings(doc.facility, names=names, fields=fields)}
	is_property = any(each.card.asset_group in law.PROPERTY for each in held.values())
	what, deed = "재산" if is_property else "물품", _DEEDS.get(doc.kind)
	day, label = getdate(doc.event_date), _WITH_AMOUNT.get(doc.kind, "")
	costs = [each.schedule.cost for each in held.values()]
	facility = frappe.get_cached_value("Facility", doc.facility, "facility_name")
	return EventForm(
		title=f"{what} {deed} 결의서" if deed else f"{what} {_(doc.kind, 'ko')} 기록",
		facility=escape(facility),
		number=escape(f"제{doc.event_no}호" if doc.event_no else "(결재 완료 때 부여)"),
		boxes=boxes_of(doc),
		watermark="" if doc.stage == APPROVED else "취소" if doc.stage == CANCELLED else "결재 전",
		is_cancelled=doc.stage == CANCELLED,
		facts=_facts(doc),
		amount_label=label,
		lines=[
			_line(doc.facility, number, line, held[line.asset]) for number, line in enumerate(doc.lines, 1)
		],
		cost=format_won(sum(costs)),
		book_value=format_won(int(doc.total_book_value or 0)),
		amount=format_won(int(doc.total_amount or 0)),
		closing=f"위와 같이 {what}의 {deed}{_object(deed)} 결의합니다." if deed else "위와 같이 기록합니다.",
		day=f"{day.year}년 {day.month}월 {day.day}일",
	)


def _facts(doc: Document) -> list[tuple[str, Markup]]:
	place = doc.to_place and frappe.get_cached_value("Asset Place", doc.to_place, "place_name")
	facts = (
		("사유", doc.reason),
		("추가 소명", doc.explanation),
		("책임·변상", doc.liability),
		("상대방", doc.other_party),
		("옮길 곳", " · ".join(filter(None, (place, doc.to_department, doc.to_used_by)))),
		("개량 내용", _(doc.improvement, "ko") if doc.improvement else ""),
		("승인·허가 번호", doc.permit_no),
		("붙임", _papers(doc)),
	)
	return [(label, escape(value)) for label, value in facts if value]


def _papers(doc: Document) -> str:
	attached = (("증빙 서류", doc.paper), ("사진", doc.photo), ("저장매체 삭제 확인서", doc.wipe_proof))
	return ", ".join(name for name, url in attached if url)


def _object(deed: str) -> str:
	"""Return the particle that marks a word as an object: after a final consonant it is another."""
	return "을" if (ord(deed[-1]) - ord("가")) % 28 else "를"


def _line(facility: str, number: int, line: Document, held: values.Holding) -> tuple[Markup, ...]:
	card = held.card
	texts = (
		*(str(number), card.name.removeprefix(f"{facility}-")),
		" ".join(filter(None, (card.asset_name, card.address or card.spec))),
		*(f"{card.acquired_on:%Y-%m-%d}", str(line.quantity), format_won(held.schedule.cost)),
		*(format_won(int(line.book_value or 0)), format_won(int(line.amount or 0))),
	)
	return tuple(map(escape, texts))
