"""What helps while budget documents are being typed. Whoever calls has asked for the facility."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe.utils import nowdate

from huimang.facility.access import facilities_for
from huimang.ledger import budget, masters
from huimang.ledger.keys import EXPENSE, BudgetKey
from huimang.money import won

_PARTS = ("account_subject", "program", "fund_source")


def move_defaults(user: str, doctype: str, facility: str | None) -> dict[str, str | None]:
	"""Return what a new transfer or use of the contingency starts with: facility, open year, program, contingency.

	:param facility: the facility that the user chose; None to start with theirs, if it is one.
	"""
	if not facility:
		facilities = facilities_for(user, doctype, "create")
		if facilities is None or len(facilities) != 1:
			return {}
		facility = next(iter(facilities))
	today = nowdate()
	open_today = {
		"facility": facility,
		"accounting_unit": "Facility",
		"status": "Open",
		"start_date": ("<=", today),
		"end_date": (">=", today),
	}
	contingency = {"facility": facility, "accounting_unit": "Facility", "level": "Mok", "is_contingency": 1}
	return {
		"facility": facility,
		"accounting_year": frappe.db.get_value("Accounting Year", open_today),
		"program": _only_one("Welfare Program", {"facility": facility, "is_active": 1}),
		"contingency_subject": _only_one("Account Subject", {**contingency, "is_active": 1}),
	}


def budgeted_on(accounting_year: str, account_subject: str) -> list[dict]:
	"""Return where the expense budget has money on a subject: program and fund source, most left first."""
	return frappe.get_all(
		"Budget Balance",
		{
			"accounting_year": accounting_year,
			"side": EXPENSE,
			"account_subject": account_subject,
			"appropriated": (">", 0),
		},
		["program", "fund_source"],
		order_by="appropriated - reserved - actual desc",
	)


def rests(
	facility: str, accounting_year: str, lines: list[dict], done: bool, next_year: str | None = None
) -> list[dict | None]:
	"""Return what each line's giver and taker have: budget and left, and left once the lines above and this have moved.

	:param lines: each with `source` and `target` (account_subject, program, fund_source) and `amount`; one that is
		not filled in yet gets None. :param done: the document has taken effect: what is left is after it.
	"""
	ends = [
		[_key(facility, accounting_year, line.get(end) or {}) for end in ("source", "target")]
		for line in lines
	]
	statuses = budget.statuses({key for pair in ends for key in pair if key})
	controls = {key: _control(key) for key in statuses}
	moved: Counter[BudgetKey] = Counter()
	answer = []
	for (source, target), line in zip(ends, lines, strict=True):
		if not source or not target:
			answer.append(None)
			continue
		amount = 0 if done else won(line.get("amount"))
		moved[controls[source]] -= amount
		moved[controls[target]] += amount
		answer.append(
			{
				end: {
					"appropriated": statuses[key].appropriated,
					"left": statuses[key].left,
					"left_after": statuses[key].left + moved[controls[key]],
				}
				for end, key in (("source", source), ("target", target))
			}
		)
	return answer


def glance(changes: list[tuple[BudgetKey, int]], done: bool) -> list[dict]:
	"""Return what lines have, and will have left when their budget changes, for whoever is to decide on it.

	:param done: the changes have taken effect.
	"""
	net: Counter[BudgetKey] = Counter()
	for key, delta in changes:
		net[_control(key)] += delta
	statuses = budget.statuses(net)
	return [
		{
			"label": masters.line_label(key),
			"appropriated": statuses[key].appropriated,
			"left": statuses[key].left,
			"left_after": statuses[key].left + (0 if done else delta),
		}
		for key, delta in net.items()
	]


def _key(facility: str, accounting_year: str, end: dict) -> BudgetKey | None:
	parts = [end.get(part) for part in _PARTS]
	return BudgetKey(facility, accounting_year, EXPENSE, *parts) if all(parts) else None


def _control(key: BudgetKey) -> BudgetKey:
	return key._replace(
		account_subject=frappe.get_cached_value("Account Subject", key.account_subject, "mok")
	)


def _only_one(doctype: str, filters: dict) -> str | None:
	names = frappe.get_all(doctype, filters, pluck="name", limit=2)
	return names[0] if len(names) == 1 else None
