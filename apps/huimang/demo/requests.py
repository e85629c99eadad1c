"""품의 of this month, one of them resolved in part; money that came back; a transfer between accounts."""

from collections.abc import Callable
from datetime import date

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL, SETTLED
from huimang.demo import books, clock
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.resolutions import requests
from huimang.resolutions.service import settle

OPERATING, SUBSIDY = "운영비 통장", "보조금 전용계좌"
BOUGHT = {
	"purpose": "겨울철 안전용품 구입",
	"items": (("미끄럼 방지 매트", "60×90cm", "장", 6, 18_000), ("제설제", "20kg", "포", 8, 9_000)),
}
PLANNED = {
	"purpose": "연말 감사 행사 물품 구입",
	"items": (("다과 세트", "10인용", "상자", 12, 15_000),),
}


def write_requests(folder: str, facility: str, accounting_year: str, today: date) -> int:
	"""Enter what is not there yet of this month's requests, of the refund and the transfer; return how many that were."""
	first, second = today.replace(day=min(3, today.day)), today.replace(day=min(9, today.day))
	steps: tuple[tuple[date, str, str, Callable], ...] = (
		(first, "Expense Request", BOUGHT["purpose"], _bought),
		(second, "Refund Resolution", "수량 착오분 환급", _refunded),
		(second, "Fund Transfer", "보조금 자부담분 이체", _transferred),
		(second, "Expense Request", PLANNED["purpose"], _planned),
	)
	entered = 0
	for day, doctype, purpose, write in steps:
		if not frappe.db.exists(doctype, {"facility": facility, "purpose": purpose}):
			with clock.on(day):
				write(folder, facility, accounting_year)
			entered += 1
	return entered


def _bought(folder: str, facility: str, accounting_year: str) -> None:
	"""Approved, and the first part of it paid."""
	request = _request(folder, facility, accounting_year, BOUGHT)
	_approve(folder, request)
	with acting_as(person(folder, "Accountant")):
		doc = requests.resolution_of(request.name)
		doc.update({"bank_account": _account(facility, OPERATING), "payment_method": "Bank Transfer"})
		doc.purpose = f"{BOUGHT['purpose']}(1차)"
		doc.evidence_waiver_reason = "세금계산서는 납품이 끝난 뒤 한 장으로 받음"
		doc.lines[0].update(
			{"amount": 108_000, "counter_subject": _subject(facility, "Revenue", "법인전입금")}
		)
		doc.insert()
	_approve(folder, doc)
	_settle(folder, doc)


def _planned(folder: str, facility: str, accounting_year: str) -> None:
	"""Waits for the first approver."""
	doc = _request(folder, facility, accounting_year, PLANNED)
	with acting_as(doc.owner):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def _refunded(folder: str, facility: str, accounting_year: str) -> None:
	"""A part of what was paid for the first request has come back (여입)."""
	paid = frappe.get_doc(
		"Expense Resolution", {"facility": facility, "purpose": f"{BOUGHT['purpose']}(1차)"}
	)
	line = {"original_row": paid.lines[0].name, "amount": 18_000, "description": "매트 1장"}
	values = {"refund_type": "Expense Refund", "original": paid.name, "purpose": "수량 착오분 환급"}
	doc = _write(folder, {"doctype": "Refund Resolution", "facility": facility, **values, "lines": [line]})
	_approve(folder, doc)
	_settle(folder, doc, "Office Director")


def _transferred(folder: str, facility: str, accounting_year: str) -> None:
	"""The facility's own share goes into the account that the subsidy is spent from."""
	accounts = {"from_account": _account(facility, OPERATING), "to_account": _account(facility, SUBSIDY)}
	fund = books.named("Fund Source", facility, "fund_source_name", "자부담")
	doc = _write(
		folder,
		{
			"doctype": "Fund Transfer",
			"facility": facility,
			"accounting_year": accounting_year,
			"purpose": "보조금 자부담분 이체",
			**accounts,
			"lines": [{"fund_source": fund, "amount": 300_000, "description": "자부담"}],
		},
	)
	_approve(folder, doc)
	_settle(folder, doc)


def _request(folder: str, facility: str, accounting_year: str, wanted: dict):
	columns = ("item", "spec", "unit", "quantity", "unit_price")
	items = [dict(zip(columns, row, strict=True)) for row in wanted["items"]]
	line = {
		"account_subject": _subject(facility, "Expense", "수용비 및 수수료"),
		"program": books.named("Welfare Program", facility, "program_name", "공통(운영)"),
		"fund_source": books.named("Fund Source", facility, "fund_source_name", "법인전입금"),
		"amount": sum(row["quantity"] * row["unit_price"] for row in items),
	}
	values = {"facility": facility, "accounting_year": accounting_year, "purpose": wanted["purpose"]}
	return _write(folder, {"doctype": "Expense Request", **values, "items": items, "lines": [line]})


def _write(folder: str, values: dict):
	with acting_as(person(folder, "Accountant")):
		return frappe.get_doc(values).insert()


def _approve(folder: str, doc) -> None:
	with acting_as(doc.owner):
		stage = approval.move_to(doc.doctype, doc.name, IN_APPROVAL).stage
	for role in ("Office Director", "Facility Head"):
		if stage != APPROVED:
			with acting_as(person(folder, role)):
				stage = approval.decide(doc.doctype, doc.name, "Approve").stage


def _settle(folder: str, doc, role: str = "Accountant") -> None:
	with acting_as(person(folder, role)):
		assert settle(doc.doctype, doc.name).stage == SETTLED


def _account(facility: str, title: str) -> str:
	return books.named("Facility Bank Account", facility, "account_title", title)


def _subject(facility: str, side: str, name: str) -> str:
	return books.subject(facility, side, name)
