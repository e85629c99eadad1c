"""Looking at what is spent: a use of a card when it arrives, and everything that may have changed every night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import frappe
from frappe.utils import add_days, getdate, to_timedelta

from huimang.facility.jurisdictions import covers
from huimang.monitoring import facts, findings, notices, spending
from huimang.monitoring.findings import Found
from huimang.rules import card_rules, spending_rules
from huimang.rules.card_facts import Setting

LOOKED_BACK = 62
"""Days of which uses and resolutions are looked at every night: evidence comes late, and months are summed up."""

USE, EXPENSE, GRANT = "Card Transaction", "Expense Resolution", "Subsidy Grant"


def arrived(names: Sequence[str]) -> None:
	"""Look at uses of cards that have just been recorded or linked (hook ``huimang_card_watchers``)."""
	look_at_uses(names)
	for facility in frappe.get_all(USE, {"name": ("in", names)}, pluck="facility", distinct=True):
		notices.refresh(facility)


def look_at_uses(names: Iterable[str]) -> list[str]:
	"""Look at uses of cards by every rule; returns the findings that are new."""
	rules = _rules(card_rules.CHECKS)
	told = facts.of_uses(names) if rules else {}
	return _record(USE, rules, told.values(), card_rules.check, _about_use)


def look_at_expenses(names: Iterable[str]) -> list[str]:
	"""Look at expense resolutions by every rule; returns the findings that are new."""
	rules = _rules(spending_rules.EXPENSE_CHECKS)
	told = spending.of_expenses(names) if rules else {}
	return _record(EXPENSE, rules, told.values(), spending_rules.check_expense, _about_expense)


def look_at_grants(facility: str) -> list[str]:
	"""Look at the grants of a facility by every rule; returns the findings that are new."""
	rules = _rules(spending_rules.GRANT_CHECKS)
	told = spending.of_grants(facility) if rules else {}
	return _record(GRANT, rules, told.values(), spending_rules.check_grant, _about_grant)


def look_again(facility: str) -> None:
	"""Look at all that may have changed in a facility since yesterday, and remind of explanations that are overdue."""
	since = add_days(getdate(), -LOOKED_BACK)
	uses = frappe.get_all(
		USE, {"facility": facility, "kind": "Approval", "approved_at": (">=", since)}, pluck="name"
	)
	look_at_uses(uses)
	look_at_expenses(frappe.get_all(EXPENSE, {"facility": facility, "modified": (">=", since)}, pluck="name"))
	look_at_grants(facility)
	for name in frappe.get_all(
		findings.DOCTYPE,
		{"facility": facility, "status": findings.OPEN, "explain_by": add_days(getdate(), -1)},
		pluck="name",
	):
		notices.tell_overdue(frappe.get_doc(findings.DOCTYPE, name))


def setting_of(rule: frappe._dict) -> Setting:
	"""Return the numbers of a rule as its check takes them."""
	times = {
		field: (datetime.min + to_timedelta(rule[field])).time()
		for field in ("from_time", "to_time")
		if rule[field] is not None
	}
	return Setting(
		**times,
		count=rule.count_limit or 0,
		days=rule.days_limit or 0,
		amount=int(rule.amount_limit or 0),
		words=tuple(filter(None, (word.strip() for word in (rule.words or "").splitlines()))),
	)


def _rules(kinds: Iterable[str]) -> list[frappe._dict]:
	"""Return the rules in force that look at these things."""
	return frappe.get_all(
		"Card Rule", {"enabled": 1, "check_kind": ("in", list(kinds))}, ["*"], order_by="name"
	)


def _record(doctype: str, rules: list[frappe._dict], told: Iterable[tuple], check, about) -> list[str]:
	"""Hold rows, each with its facts, against every rule that applies to them.

	:param check: (kind of check, facts, setting) -> what is found; about: row -> what a finding tells of it.
	"""
	settings = {rule.name: setting_of(rule) for rule in rules}
	return findings.record(
		Found(rule, (doctype, row.name), check(rule.check_kind, facts_of_it, settings[rule.name]), about(row))
		for row, facts_of_it in told
		for rule in rules
		if _applies(rule, row)
	)


def _applies(rule: frappe._dict, row: frappe._dict) -> bool:
	if rule.card_kind and "card_kind" in row and rule.card_kind != row.card_kind:
		return False
	if not rule.jurisdiction:
		return True
	return covers(rule.jurisdiction, frappe.get_cached_value("Facility", row.facility, "jurisdiction"))


def _about_use(row: frappe._dict) -> dict:
	return {
		"facility": row.facility,
		"corporate_card": row.corporate_card,
		"holder": row.holder,
		"employee": row.employee,
		"happened_at": row.approved_at,
		"amount": row.amount,
		"merchant": row.merchant_name,
		"expense_resolution": row.expense_resolution,
	}


def _about_expense(row: frappe._dict) -> dict:
	return {
		"facility": row.facility,
		"holder": row.writer or row.owner,
		"happened_at": row.cause_date,
		"amount": row.total_amount,
		"merchant": row.purpose,
		"expense_resolution": row.name,
	}


def _about_grant(row: frappe._dict) -> dict:
	return {
		"facility": row.facility,
		"happened_at": getdate(),
		"amount": row.total_amount,
		"merchant": row.title,
	}
