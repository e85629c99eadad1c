"""The figures that a facility publishes of a year's gifts: sums and uses, never who gave (제41조의6제2항; D9, D12).

Nothing that somebody typed about a donor goes in here: no names, no particulars of entries, no counterparties.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import frappe

from huimang.money import won
from huimang.statements import donation_books as report
from huimang.statements.donation_rows import DONOR_TYPES
from huimang.statements.filters import Books, read_books
from huimang.statements.subjects import titles

MOST_ITEMS = 12
"""Kinds of goods that are named; the rest is summed up."""


def draw(facility: str, accounting_year: str) -> dict:
	"""Return what is published of a year: plain values, ready to be kept as JSON."""
	books = read_books({"facility": facility, "accounting_year": accounting_year})
	total, carried = report.sums(books), report.carried_moks(books)
	given = [entry for entry in report.entries(books, "Revenue") if entry.mok not in carried]
	used = report.entries(books, "Expense")
	return {
		"facility": books.facility_name,
		"year": books.year,
		"period": books.period(),
		"carried": total.carried,
		"received": total.received,
		"used": total.used,
		"left": total.left,
		"gifts": len([entry for entry in given if entry.amount > 0]),
		"months": _months(books, given, used),
		"designations": _designations(books, given),
		"givers": _givers(given),
		"uses": _uses(used),
		"goods": _goods(books),
		"goods_used": _goods_used(books),
	}


def _months(books: Books, given: Iterable[report.Taken], used: Iterable[report.Taken]) -> list[dict]:
	received, spent = Counter(), Counter()
	for entry in given:
		received[entry.day.month] += entry.amount
	for entry in used:
		spent[entry.day.month] += entry.amount
	return [{"month": month, "received": received[month], "used": spent[month]} for month in books.months]


def _designations(books: Books, given: Iterable[report.Taken]) -> list[dict]:
	kinds, sums = report.funds(books), Counter()
	for entry in given:
		sums["비지정후원금" if kinds[entry.fund].startswith("Un") else "지정후원금"] += entry.amount
	return [{"label": label, "amount": sums[label]} for label in ("지정후원금", "비지정후원금")]


def _givers(given: Iterable[report.Taken]) -> list[dict]:
	sums, counts = Counter(), Counter()
	for entry in given:
		label = DONOR_TYPES.get(entry.donor_type or "", "기타")
		sums[label] += entry.amount
		counts[label] += entry.amount > 0
	return [
		{"label": label, "amount": amount, "count": counts[label]} for label, amount in sums.most_common()
	]


def _uses(used: Iterable[report.Taken]) -> list[dict]:
	"""Return what was spent by program and subject, the largest first."""
	used = list(used)
	programs = titles("Welfare Program", "program_name", {entry.program for entry in used})
	subjects = titles("Account Subject", "subject_name", {entry.mok for entry in used})
	sums: dict[tuple[str, str], int] = defaultdict(int)
	for entry in used:
		sums[programs.get(entry.program, ""), subjects.get(entry.mok, "")] += entry.amount
	ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
	return [
		{"program": program, "subject": subject, "amount": amount} for (program, subject), amount in ordered
	]


def _goods(books: Books) -> list[dict]:
	"""Return what goods were given, by their names and units; small ones together."""
	rows = frappe.db.sql(
		"""SELECT item.item_name, item.unit, SUM(item.quantity), SUM(item.fair_value)
		FROM `tabDonation` gift JOIN `tabDonation Item` item ON item.parent = gift.name AND item.parenttype = 'Donation'
		WHERE gift.facility = %s AND gift.donated_on BETWEEN %s AND %s AND gift.donation_kind = 'Goods'
			AND gift.status IN ('In Stock', 'Used')
		GROUP BY item.item_name, item.unit ORDER BY SUM(item.fair_value) DESC, item.item_name""",
		(books.facility, books.first, books.last),
	)
	named = [
		{"item": item, "quantity": f"{float(quantity):,g}{unit or ''}", "amount": won(value)}
		for item, unit, quantity, value in rows[:MOST_ITEMS]
	]
	if rest := rows[MOST_ITEMS:]:
		amount = sum(won(row[3]) for row in rest)
		named.append({"item": f"그 밖의 물품 {len(rest)}종", "quantity": "", "amount": amount})
	return named


def _goods_used(books: Books) -> int:
	rows = frappe.db.sql(
		"SELECT SUM(amount) FROM `tabDonated Goods Use` WHERE facility = %s AND used_on BETWEEN %s AND %s",
		(books.facility, books.first, books.last),
	)
	return won(rows[0][0] or 0)
