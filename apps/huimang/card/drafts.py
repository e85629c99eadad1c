"""Drafts of expense resolutions from uses of cards: each use is in one, once; a resolution may hold several of one card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.stages import DRAFT
from huimang.card import links, notices, receipts
from huimang.money import won
from huimang.resolutions import assist
from huimang.resolutions.kinds import EXPENSE
from huimang.rules import identifiers
from huimang.rules.cards import APPROVAL
from huimang.rules.errors import RuleViolation
from huimang.subsidy.assist import likely_grant

_USE = "Card Transaction"
_PLACE = ("account_subject", "program", "fund_source", "counter_subject", "subsidy_grant")
_DEFAULTS = {field: f"default_{field.removeprefix('account_')}" for field in _PLACE[:4]} | {
	"subsidy_grant": "subsidy_grant"
}


class Undecided(frappe.ValidationError):
	"""Nothing tells on which line of the budget a use is to be booked."""


class Account(NamedTuple):
	"""What a card says about the resolution of its uses."""

	bank_account: str
	payment_method: str
	accounting_year: str
	proposal_date: date


def draft(names: Iterable[str], chosen: Mapping[str, str] | None = None) -> str:
	"""Write one draft of a resolution for uses of one card, and return its name.

	:param chosen: account_subject, program, fund_source, counter_subject or subsidy_grant of all its lines, where they are
		to be others than last time at the same shop, or than the card's own.
	Raises ValidationError where a use is not to be booked (any more), Undecided where it is unclear on which line.
	"""
	card, uses = _lock(names)
	account = _account(card, uses)
	lines = [{**_line(card, use, account, chosen or {}), "amount": won(use.net_amount)} for use in uses]
	doc = frappe.get_doc(
		{
			"doctype": EXPENSE.doctype,
			"facility": card.facility,
			"accounting_year": account.accounting_year,
			"purpose": _purpose(card, uses),
			"cause_date": max(getdate(use.approved_at) for use in uses),
			"proposal_date": account.proposal_date,
			"payment_method": account.payment_method,
			"bank_account": account.bank_account,
			"lines": lines,
			"evidence": [receipts.evidence_row(use) for use in uses],
		}
	).insert()
	for use, line in zip(uses, doc.lines, strict=True):
		links.tie(use.name, doc.name, line.name)
	links.count(doc.name)
	receipts.share(doc, uses)
	return doc.name


def follow_cancellation(name: str, net: int) -> None:
	"""Take what was cancelled out of the draft that a use is in; a resolution that is asked for stays, and people are told."""
	use = frappe.db.get_value(
		_USE, name, ["name", "expense_resolution", "resolution_row", "facility"], as_dict=True
	)
	if not use.expense_resolution:
		return
	doc = frappe.get_doc(EXPENSE.doctype, use.expense_resolution, for_update=True)
	row = next((row for row in doc.lines if row.name == use.resolution_row), None)
	if doc.stage != DRAFT or not row:
		message = _(
			"Cancelled after the resolution: please return or cancel it, or book the refund.", lang="ko"
		)
		frappe.db.set_value(_USE, name, "attention", message)
		notices.tell_of_cancellation(use.facility, name, doc.purpose)
		return
	if net:
		row.amount = net
	else:
		doc.remove(row)
		doc.evidence = [paper for paper in doc.evidence if paper.card_transaction != name]
		links.untie(name)
	if not doc.lines:
		frappe.delete_doc(EXPENSE.doctype, doc.name, ignore_permissions=True, force=True)
		return
	doc.flags.ignore_permissions = True
	doc.save()
	links.count(doc.name)


def place_of(card, use: Mapping) -> dict[str, str | None]:
	"""Return on which line of the budget a use most likely belongs: as last time at the same shop, else as its card says."""
	last = _last_place(use)
	own = {field: card.get(default) for field, default in _DEFAULTS.items()}
	return last or own


def _lock(names: Iterable[str]) -> tuple:
	"""Return the card and its uses, locked in the order that all keep, and fit to be booked."""
	wanted = tuple(sorted(set(names)))
	found = frappe.db.sql(
		"SELECT DISTINCT corporate_card FROM `tabCard Transaction` WHERE name IN %s", (wanted or ("",),)
	)
	if len(found) != 1 or not found[0][0]:
		frappe.throw(_("Please choose uses of one registered card."))
	frappe.db.sql("SELECT name FROM `tabCorporate Card` WHERE name = %s FOR UPDATE", found[0][0])
	uses = frappe.db.sql(
		"SELECT * FROM `tabCard Transaction` WHERE name IN %s ORDER BY approved_at, name FOR UPDATE",
		(wanted,),
		as_dict=True,
	)
	for use in uses:
		require_free(use)
	return frappe.get_doc("Corporate Card", found[0][0]), uses


def require_free(use: Mapping) -> None:
	"""Refuse a use that is no approval, was cancelled (C4), or belongs to a resolution already."""
	label = f"{use['merchant_name'] or ''} {use['approval_no']}".strip()
	if use["kind"] != APPROVAL or not won(use["net_amount"] or 0):
		frappe.throw(_("{0} was cancelled, so there is nothing to pay.").format(label))
	if use["expense_resolution"]:
		frappe.throw(_("{0} belongs to a resolution already.").format(label))
	if use["excluded_reason"]:
		frappe.throw(
			_("{0} is marked as needing no resolution. Please take the mark off first.").format(label)
		)


def _account(card, uses: list) -> Account:
	bank = frappe.get_cached_doc("Facility Bank Account", card.bank_account)
	day = max(getdate(use.approved_at) for use in uses)
	years = frappe.get_all(
		"Accounting Year",
		{
			"facility": card.facility,
			"accounting_unit": bank.accounting_unit,
			"status": "Open",
			"start_date": ("<=", day),
			"end_date": (">=", day),
		},
		["name", "end_date"],
	)
	if not years:
		frappe.throw(_("The books of {0} are not open.").format(day.year))
	method = "Dedicated Card" if bank.is_dedicated_card_account else "Card"
	return Account(bank.name, method, years[0].name, min(getdate(), getdate(years[0].end_date)))


def _line(card, use: Mapping, account: Account, chosen: Mapping) -> dict:
	values = place_of(card, use)
	if chosen.get("account_subject") and chosen["account_subject"] != values["account_subject"]:
		values = dict.fromkeys(_PLACE)
	values |= {field: chosen[field] for field in _PLACE if chosen.get(field)}
	subject = values["account_subject"]
	if subject and not all(values[field] for field in ("program", "fund_source", "counter_subject")):
		likely = assist.suggest_line(EXPENSE, card.facility, account.accounting_year, subject)
		values = {field: values[field] or likely.get(field) for field in _PLACE}
	if missing := [field for field in ("account_subject", "program", "fund_source") if not values[field]]:
		raise Undecided(_("Please choose: {0}.").format(", ".join(_(_LABELS[field]) for field in missing)))
	if frappe.get_cached_value("Fund Source", values["fund_source"], "kind") != "Subsidy":
		values["subsidy_grant"] = chosen.get("subsidy_grant")
	elif not chosen.get("subsidy_grant"):
		found = likely_grant(
			*(EXPENSE.doctype, card.facility, values["account_subject"], values["program"]),
			*(values["fund_source"], use["approved_at"]),
		)
		values["subsidy_grant"] = found or card.subsidy_grant
	return {
		**values,
		"counterparty": _counterparty(use),
		"description": use["memo"] or use["merchant_name"] or _("Card use"),
	}


_LABELS = {"account_subject": "Account Subject", "program": "Program", "fund_source": "Fund Source"}


def _last_place(use: Mapping) -> dict | None:
	"""Return where the last use of the card at the same shop was booked, if all of that can still be booked on."""
	table, line = frappe.qb.DocType(_USE), frappe.qb.DocType("Expense Resolution Line")
	query = (
		frappe.qb.from_(table)
		.join(line)
		.on((line.name == table.resolution_row) & (line.parent == table.expense_resolution))
		.select(*(line[field] for field in _PLACE))
		.where((table.corporate_card == use["corporate_card"]) & (line.docstatus < 2))
		.where(table.name != use["name"])
		.orderby(table.approved_at, order=frappe.qb.desc)
		.limit(1)
	)
	if use["merchant_no"]:
		query = query.where(table.merchant_no == use["merchant_no"])
	elif use["merchant_name"]:
		query = query.where(table.merchant_name == use["merchant_name"])
	else:
		return None
	rows = query.run(as_dict=True)
	masters = zip(("Account Subject", "Welfare Program", "Fund Source"), _PLACE, strict=False)
	if rows and all(frappe.get_cached_value(kind, rows[0][field], "is_active") for kind, field in masters):
		return dict(rows[0])
	return None


def _counterparty(use: Mapping) -> str | None:
	"""Return the shop among the facility's counterparties, entered there if its number is sound."""
	try:
		number = identifiers.show_business_no(identifiers.read_business_no(use["merchant_no"] or ""))
	except RuleViolation:
		return None
	wanted = {"facility": use["facility"], "business_no": number}
	if there := frappe.db.get_value("Counterparty", wanted):
		return there
	values = {**wanted, "kind": "Business", "counterparty_name": use["merchant_name"] or number}
	doc = frappe.get_doc({"doctype": "Counterparty", **values})
	return doc.insert(ignore_permissions=True).name


def _purpose(card, uses: list) -> str:
	first = uses[0].memo or uses[0].merchant_name or _("Card use")
	first = first.splitlines()[0][:120]
	if len(uses) == 1:
		return f"{first} ({card.card_title})"
	return _("{0} and {1} more ({2})").format(first, len(uses) - 1, card.card_title)
