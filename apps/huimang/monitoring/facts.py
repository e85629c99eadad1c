"""What is known of uses of cards: read in a fixed number of queries, for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import frappe
from frappe.utils import getdate

from huimang.approval.stages import CANCELLED as STAGE_CANCELLED
from huimang.money import won
from huimang.rules.card_facts import Around, Card, Charged, Facts, Period, Use
from huimang.rules.days import last_day
from huimang.tax.queries import holidays

BEFORE = timedelta(days=31)
_EXCLUDED = "Excluded"
_FOR_SUBSIDY = "Dedicated Subsidy Card"


def of_uses(names: Iterable[str]) -> dict[str, tuple[frappe._dict, Facts]]:
	"""Return the approvals among some uses, and those of the same cards that come later in their months, with their facts.

	A cancellation stands for the approval that it takes back. What comes later is told with them, for a use that is
	recorded late changes what the later ones come to.
	"""
	named = _approvals(names)
	if not named:
		return {}
	first, last = min(row.approved_at for row in named), max(row.approved_at for row in named)
	around = _uses_of({row.corporate_card for row in named if row.corporate_card}, first, last)
	told = {row.name: row for row in named}
	for card, rows in around.items():
		since = min(row.approved_at for row in named if row.corporate_card == card)
		told |= {row.name: row for row in rows if row.approved_at >= since}
	return _with_facts(told, around)


def _approvals(names: Iterable[str]) -> list[frappe._dict]:
	names = tuple(set(names)) or ("",)
	use = frappe.qb.DocType("Card Transaction")
	originals = (
		frappe.qb.from_(use).select(use.original).where(use.name.isin(names) & use.original.isnotnull())
	)
	return (
		_columns(use)
		.where((use.name.isin(names) | use.name.isin(originals)) & (use.kind == "Approval"))
		.run(as_dict=True)
	)


def _uses_of(cards: set[str], first: datetime, last: datetime) -> dict[str, list[frappe._dict]]:
	"""Return the approvals of cards from a month before the first use to the end of the month of the last one."""
	if not cards:
		return {}
	use = frappe.qb.DocType("Card Transaction")
	begin = min(first.date() - BEFORE, first.date().replace(day=1))
	end = datetime.combine(last_day(last.date()), datetime.max.time())
	rows = (
		_columns(use)
		.where(use.corporate_card.isin(sorted(cards)) & (use.kind == "Approval"))
		.where((use.approved_at >= begin) & (use.approved_at <= end))
		.orderby(use.approved_at)
		.orderby(use.name)
	).run(as_dict=True)
	found = defaultdict(list)
	for row in rows:
		found[row.corporate_card].append(row)
	return found


def _columns(use):
	return frappe.qb.from_(use).select(
		*(use.name, use.facility, use.corporate_card, use.holder, use.employee, use.approved_at, use.amount),
		*(use.cancelled_amount, use.merchant_name, use.merchant_no, use.merchant_category, use.status),
		*(use.receipt, use.expense_resolution, use.resolution_row),
	)


def _with_facts(
	told: dict[str, frappe._dict], around: dict[str, list[frappe._dict]]
) -> dict[str, tuple[frappe._dict, Facts]]:
	cards, kinds = _cards({row.corporate_card for row in told.values() if row.corporate_card})
	periods = _periods(cards)
	charged = _charged({row.expense_resolution for row in told.values() if row.expense_resolution})
	papers = _with_papers(charged)
	uses = {row.name: _use(row) for rows in around.values() for row in rows}
	others = {card: Around(uses[row.name] for row in rows) for card, rows in around.items()}
	today, off = getdate(), holidays()
	found = {}
	for row in told.values():
		row.card_kind = kinds.get(row.corporate_card)
		lines = _lines_of(row, charged)
		is_charged = row.status == _EXCLUDED or row.expense_resolution in charged
		found[row.name] = (
			row,
			Facts(
				use=uses.get(row.name) or _use(row),
				card=cards.get(row.corporate_card) or Card(),
				today=today,
				others=others.get(row.corporate_card, ()),
				days_off=off,
				lines=[
					Charged(line.account_subject, line.mok, line.subject_name, line.is_subsidy)
					for line in lines
				]
				if row.corporate_card
				else (),
				periods=[
					Period(line.title, line.start_date, line.end_date) for line in lines if line.subsidy_grant
				]
				or ([] if lines else periods.get(row.corporate_card, [])),
				is_charged=is_charged,
				has_receipt=row.status == _EXCLUDED or bool(row.receipt) or row.expense_resolution in papers,
			),
		)
	return found


def _use(row: frappe._dict) -> Use:
	return Use(
		name=row.name,
		at=row.approved_at,
		amount=won(row.amount or 0),
		cancelled=won(row.cancelled_amount or 0),
		merchant=row.merchant_name or "",
		merchant_no=row.merchant_no or "",
		trade=row.merchant_category or "",
	)


def _cards(names: set[str]) -> tuple[dict[str, Card], dict[str, str]]:
	"""Return what is agreed about cards, and the kind of each."""
	if not names:
		return {}, {}
	subjects = defaultdict(list)
	for row in frappe.get_all(
		"Corporate Card Subject", {"parent": ("in", sorted(names))}, ["parent", "account_subject"]
	):
		subjects[row.parent].append(row.account_subject)
	rows = frappe.get_all(
		"Corporate Card",
		{"name": ("in", sorted(names))},
		["name", "card_kind", "limit_per_use", "limit_per_day", "limit_per_month"],
	)
	cards = {
		row.name: Card(
			is_for_subsidy=row.card_kind == _FOR_SUBSIDY,
			limit_per_use=won(row.limit_per_use or 0),
			limit_per_day=won(row.limit_per_day or 0),
			limit_per_month=won(row.limit_per_month or 0),
			subjects=subjects[row.name],
		)
		for row in rows
	}
	return cards, {row.name: row.card_kind for row in rows}


def _periods(cards: Iterable[str]) -> dict[str, list[Period]]:
	"""Return the period of the grant that a card is for, which counts until its uses are charged."""
	card, grant = frappe.qb.DocType("Corporate Card"), frappe.qb.DocType("Subsidy Grant")
	rows = (
		frappe.qb.from_(card)
		.join(grant)
		.on(grant.name == card.subsidy_grant)
		.select(card.name, grant.title, grant.start_date, grant.end_date)
		.where(card.name.isin(sorted(cards) or [""]))
	).run()
	return {name: [Period(*period)] for name, *period in rows}


def _charged(resolutions: set[str]) -> dict[str, list[frappe._dict]]:
	"""Return the lines of resolutions that are not cancelled, by resolution."""
	found = defaultdict(list)
	if not resolutions:
		return found
	doc, line = frappe.qb.DocType("Expense Resolution"), frappe.qb.DocType("Expense Resolution Line")
	subject, fund = frappe.qb.DocType("Account Subject"), frappe.qb.DocType("Fund Source")
	grant = frappe.qb.DocType("Subsidy Grant")
	rows = (
		frappe.qb.from_(line)
		.join(doc)
		.on(doc.name == line.parent)
		.left_join(subject)
		.on(subject.name == line.account_subject)
		.left_join(fund)
		.on(fund.name == line.fund_source)
		.left_join(grant)
		.on(grant.name == line.subsidy_grant)
		.select(line.parent, line.name, line.account_subject, line.subsidy_grant)
		.select(subject.mok, subject.subject_name, fund.kind, grant.title, grant.start_date, grant.end_date)
		.where(line.parent.isin(sorted(resolutions)) & (doc.stage != STAGE_CANCELLED))
		.orderby(line.idx)
	).run(as_dict=True)
	for row in rows:
		row.is_subsidy = row.kind == "Subsidy"
		found[row.parent].append(row)
	return found


def _lines_of(row: frappe._dict, charged: dict[str, list[frappe._dict]]) -> list[frappe._dict]:
	lines = charged.get(row.expense_resolution, [])
	own = [line for line in lines if line.name == row.resolution_row]
	return own or lines


def _with_papers(charged: dict[str, list]) -> set[str]:
	"""Return those of the resolutions to which evidence is attached."""
	return set(
		frappe.get_all(
			"Resolution Evidence",
			{"parent": ("in", sorted(charged) or [""]), "attachment": ("is", "set")},
			pluck="parent",
			distinct=True,
		)
	)
