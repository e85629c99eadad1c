"""Which resolutions go into an audit pack: those with entries in the ledger that the selection names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import frappe

from huimang.money import won
from huimang.subsidy.sums import GRANT

EXPENSE_REQUEST = "Expense Request"
KINDS = {
	"Income Resolution": "incomes",
	"Expense Resolution": "expenses",
	"Refund Resolution": "refunds",
	"Fund Transfer": "transfers",
}
"""Documents that a pack holds, in its order, and the field by which each is asked for."""

_PLAIN = ("program", "fund_source", "bank_account", "counterparty")
_AT_ONCE = 1_000


class Chosen(NamedTuple):
	"""A document of a pack.

	Attributes:
		day: on which its money moved.
		request: the 품의 that is printed behind it; each one once.
	"""

	doctype: str
	name: str
	number: str
	day: str
	purpose: str
	amount: int
	is_cancelled: bool
	request: str | None = None


def kinds(pack: Any) -> list[str]:
	"""Return the DocTypes that a pack asks for."""
	return [doctype for doctype, field in KINDS.items() if pack.get(field)]


def choose(pack: Any) -> list[Chosen]:
	"""Return the documents of a pack: by kind, and within it in the order of the ledger."""
	found = defaultdict(list)
	for doctype, name, day in _vouchers(pack):
		found[doctype].append((name, day))
	requests: set[str] = set()
	return [
		chosen
		for doctype in kinds(pack)
		for chosen in _described(doctype, found[doctype], requests)
		if _has_amount(pack, chosen.amount)
	]


def in_words(pack: Any) -> list[tuple[str, str]]:
	"""Return what narrows a pack, as pairs of label and value for its cover."""
	names = (
		("계정과목", "Account Subject", "account_subject", "path_label"),
		("사업", "Welfare Program", "program", "program_name"),
		("자금원천", "Fund Source", "fund_source", "fund_source_name"),
		("보조금", GRANT, "subsidy_grant", "title"),
		("통장", "Facility Bank Account", "bank_account", "account_title"),
		("거래처", "Counterparty", "counterparty", "counterparty_name"),
	)
	words = [
		(label, frappe.db.get_value(doctype, pack.get(field), title) or "")
		for label, doctype, field, title in names
		if pack.get(field)
	]
	least, most = won(pack.get("minimum_amount") or 0), won(pack.get("maximum_amount") or 0)
	if least or most:
		words.append(("금액", f"{least:,}원 이상" + (f" {most:,}원 이하" if most else "")))
	return words


def _vouchers(pack: Any) -> Sequence[tuple[str, str, date]]:
	conditions = [
		"facility = %s",
		"accounting_year = %s",
		"posting_date BETWEEN %s AND %s",
		"voucher_type IN %s",
	]
	values: list = [pack.facility, pack.accounting_year, pack.from_date, pack.to_date, tuple(kinds(pack))]
	for field in _PLAIN:
		if pack.get(field):
			conditions.append(f"{field} = %s")
			values.append(pack.get(field))
	if pack.get("account_subject"):
		conditions.append(
			"account_subject IN (SELECT name FROM `tabAccount Subject` WHERE %s IN (name, gwan, hang, mok))"
		)
		values.append(pack.account_subject)
	if pack.get("subsidy_grant"):
		conditions.append("reference_doctype = %s AND reference_name = %s")
		values += [GRANT, pack.subsidy_grant]
	return frappe.db.sql(
		f"""SELECT voucher_type, voucher_no, MIN(posting_date) FROM `tabLedger Entry`
		WHERE {" AND ".join(conditions)}
		GROUP BY voucher_type, voucher_no ORDER BY MIN(posting_date), MIN(entry_no)""",
		values,
	)


def _described(doctype: str, found: Sequence[tuple[str, date]], requests: set[str]) -> Iterator[Chosen]:
	total = "total_amount" if frappe.get_meta(doctype).has_field("total_amount") else "amount"
	fields = ["name", "resolution_no", "purpose", "stage", total]
	if doctype == "Expense Resolution":
		fields.append("expense_request")
	for start in range(0, len(found), _AT_ONCE):
		part = found[start : start + _AT_ONCE]
		names = [name for name, _day in part]
		rows = {row.name: row for row in frappe.get_all(doctype, {"name": ("in", names)}, fields)}
		for name, day in part:
			row = rows[name]
			request = row.get("expense_request")
			yield Chosen(
				*(
					doctype,
					name,
					row.resolution_no or "",
					str(day),
					row.purpose or "",
					won(row.get(total) or 0),
				),
				row.stage == "Cancelled",
				request if request not in requests else None,
			)
			requests.add(request)


def _has_amount(pack: Any, amount: int) -> bool:
	most = won(pack.get("maximum_amount") or 0)
	return amount >= won(pack.get("minimum_amount") or 0) and (not most or amount <= most)
