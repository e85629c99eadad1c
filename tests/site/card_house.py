"""A house with cards: one that subsidies are spent with, one of the facility's own money, one of donations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import frappe
import house as houses

from huimang.card import transactions
from huimang.rules import cards as rules
from huimang.rules.cards import Use

NUMBERS = {"subsidy": "9410-1234-5678-1234", "own": "5327-5000-1111-2222", "donation": "4094-1000-0000-3333"}
SHOP = "999-86-01004"
USE = Use(
	card_number=rules.mask(NUMBERS["subsidy"]),
	approved_at=datetime(2026, 11, 20, 12, 30),
	approval_no="30012345",
	amount=20_000,
	merchant_name="희망문구",
	merchant_no=SHOP,
	merchant_category="문구",
)
_KINDS = {"subsidy": "Dedicated Subsidy Card", "own": "Corporate Card", "donation": "Donation Card"}


def build(tag: str | None = None, **kw) -> houses.House:
	"""A house whose subsidy account is that of the dedicated card, with its cards in `home.cards`."""
	home = houses.build(tag=tag, **kw)
	frappe.db.set_value("Facility Bank Account", home.bank, "is_dedicated_card_account", 1)
	home.cards = {
		"subsidy": card(home, "subsidy", home.bank, **line_of(home)),
		"own": card(home, "own", home.operating_bank),
		"donation": card(home, "donation", home.donation_bank),
	}
	return home


def card(home, kind: str, account: str, **kw) -> str:
	values = {
		"doctype": "Corporate Card",
		"facility": home.facility,
		"card_title": f"{_KINDS[kind]} 1",
		"card_kind": _KINDS[kind],
		"card_company": "신한카드",
		"card_number": NUMBERS[kind],
		"holder": home.colleague,
		"bank_account": account,
		"payment_day": 14,
		"period_ends_on": 31,
		**kw,
	}
	return frappe.get_doc(values).insert().name


def line_of(home) -> dict:
	return {
		"default_subject": home.supplies,
		"default_program": home.program,
		"default_fund_source": home.subsidy,
		"default_counter_subject": home.grant,
	}


def use(**kw) -> Use:
	"""A use of the subsidy card that nothing speaks against."""
	return replace(USE, **kw)


def cancellation(**kw) -> Use:
	return use(kind="Cancellation", **kw)


def record(home, told: Use | None = None, **kw):
	"""Record a use as if it had been sent, and return its record."""
	return frappe.get_doc(
		"Card Transaction", transactions.record(home.facility, told or use(**kw), "Webhook").name
	)


def standing(name: str) -> str:
	return frappe.db.get_value("Card Transaction", name, "status")


def resolution_of(name: str):
	linked = frappe.db.get_value("Card Transaction", name, "expense_resolution")
	return frappe.get_doc("Expense Resolution", linked) if linked else None


def people(tag: str) -> tuple[str, ...]:
	return tuple(f"{part}-{tag}@example.com" for part in ("accountant", "colleague", "director", "head"))
