"""예수금: an account that is no account at a bank. It holds what was withheld and is not paid on yet, as a debt.

A payment to a person is spent in full (세출), while the bank pays out the net amount only. The difference goes from 예수금 to
the bank account by entries of side Transfer: 예수금 falls below 0, the bank account is what the bank says, and all accounts
together stay revenue less expense. Paying the tax lifts 예수금 back to 0. Its entries name no fund source: what is owed to
the tax office belongs to none.
"""

from __future__ import annotations

import frappe

from huimang.database.sql import roll_back_to
from huimang.ledger.keys import TRANSFER, Posting

PURPOSE = "Withholding"
_TITLES = {"Facility": "예수금", "Corporation": "예수금(법인회계)", "Profit Business": "예수금(수익사업회계)"}


def account_of(facility: str, accounting_unit: str) -> str | None:
	"""Return the account of a unit that holds what was withheld, if it has one yet."""
	wanted = {"facility": facility, "accounting_unit": accounting_unit, "purpose": PURPOSE, "is_active": 1}
	return frappe.db.get_value("Facility Bank Account", wanted, order_by="creation")


def open_account(facility: str, accounting_unit: str) -> str:
	"""Return that account, made if there is none: nobody has to know that it is needed."""
	if account := account_of(facility, accounting_unit):
		return account
	values = {
		"doctype": "Facility Bank Account",
		"facility": facility,
		"accounting_unit": accounting_unit,
		"account_title": _TITLES[accounting_unit],
		"purpose": PURPOSE,
	}
	frappe.db.savepoint("huimang_clearing")
	try:
		# whoever needs it may not be allowed to open accounts
		return frappe.get_doc(values).insert(ignore_permissions=True).name
	except frappe.DuplicateEntryError:
		roll_back_to("huimang_clearing")
		frappe.clear_last_message()
		return f"{facility}-{_TITLES[accounting_unit]}"


def move(clearing: str, bank_account: str, amount: int, row: str, **more: str | None) -> list[Posting]:
	"""Return the two entries by which the bank account gains `amount` and 예수금 loses it.

	:param row: what tells them apart from the other entries of their voucher.
	:param more: what the entries say besides: remarks, counterparty.
	"""
	return [
		Posting(
			side=TRANSFER,
			account_subject=None,
			program=None,
			fund_source=None,
			bank_account=account,
			amount=sign * amount,
			voucher_row=f"{row}{mark}",
			**more,
		)
		for account, sign, mark in ((bank_account, 1, "+"), (clearing, -1, "-"))
	]


def balance(clearing: str) -> int:
	"""Return what 예수금 holds over all years: below 0 is owed to the tax offices."""
	table = frappe.qb.DocType("Ledger Balance")
	query = frappe.qb.from_(table).select(frappe.query_builder.functions.Sum(table.cash_amount))
	return int(query.where(table.bank_account == clearing).run()[0][0] or 0)
