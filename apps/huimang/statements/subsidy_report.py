"""보조금 정산보고서 (지방보조금법 제17조): by funding and by subject, of one grant or all of a year.

What its columns are differs by granting body; these are what they have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import frappe
from frappe import _

from huimang.money import won
from huimang.rules import subsidy_settlement as settling
from huimang.statements.definition import Column, ColumnKind, Row, RowKind
from huimang.statements.subsidies import Grants, form_of, rate, statement_of
from huimang.subsidy import queries
from huimang.subsidy.grants import SETTLED
from huimang.subsidy.sums import GRANT, OWN

_REPORT_COLUMNS = (
	Column("title", "구분", 56),
	Column("granted", "예산액", 30, ColumnKind.WON),
	Column("received", "교부액", 30, ColumnKind.WON),
	Column("spent", "집행액", 30, ColumnKind.WON),
	Column("disallowed", "불인정액", 26, ColumnKind.WON),
	Column("rest", "집행잔액", 28, ColumnKind.WON),
	Column("interest", "이자발생액", 26, ColumnKind.WON),
	Column("to_return", "반납액", 28, ColumnKind.WON),
	Column("rate", "집행률(%)", 18, ColumnKind.RATE),
	Column("papers", "증빙(건)", 16, ColumnKind.CODE),
)


def report_rows(filters: Grants) -> Iterator[Row]:
	"""Yield, for each grant, what was granted, spent and goes back by funding, and what was spent by subject."""
	papers: dict[tuple[str, str], int] = defaultdict(int)
	for row in queries.spending(filters.names):
		papers[row.subsidy_grant, row.account_subject] += row.papers
	for name in filters.names:
		grant = frappe.get_cached_doc(GRANT, name)
		books = queries.books(name)
		if len(filters.grants) > 1:
			yield Row({"title": grant.title}, RowKind.SECTION)
		yield from _by_funding(grant, books)
		yield from _by_subject(grant, books, papers)


def _by_funding(grant, books: queries.Books) -> Iterator[Row]:
	settlement = _settlement(grant)
	disallowed = won(settlement.disallowed_amount) if settlement else 0
	result = settling.settle(
		queries.shares(grant, books.received),
		max(0, books.total_spent - disallowed),
		books.interest,
		own_spent=books.part(OWN),
		split_rule=grant.split_rule,
		interest_rule=grant.interest_rule,
		cut_below_ten=bool(grant.cut_below_ten),
	)
	fixed = {row.source: row for row in settlement.shares} if settlement and settlement.is_finalised else {}
	sums: dict[str, int] = defaultdict(int)
	yield Row({"title": "재원별"}, RowKind.SECTION)
	for share in queries.shares(grant, books.received):
		row = fixed.get(share.source)
		own = share.source == settling.OWN_FUNDS
		figures = {
			"granted": share.granted,
			"received": 0 if own else share.received,
			"spent": result.accepted[share.source],
			"rest": won(row.rest) if row else result.rest[share.source],
			"interest": won(row.interest) if row else result.interest[share.source],
			"to_return": won(row.return_amount) if row else result.to_return(share.source),
		}
		for key, amount in figures.items():
			sums[key] += amount
		yield Row({"title": _(share.source, "ko"), **figures, "rate": rate(figures["spent"], share.granted)})
	yield Row(
		{"title": "재원 계", **sums, "disallowed": disallowed, "rate": rate(sums["spent"], sums["granted"])},
		RowKind.SUBTOTAL,
	)


def _by_subject(grant, books: queries.Books, papers: Mapping[tuple[str, str], int]) -> Iterator[Row]:
	spent: dict[str, int] = defaultdict(int)
	for (_part, subject), amount in books.spent.items():
		spent[subject] += amount
	limits = {row.account_subject: won(row.amount) for row in grant.subjects}
	yield Row({"title": "비목별"}, RowKind.SECTION)
	for subject in sorted({*spent, *(s for s, limit in limits.items() if limit)}):
		limit, amount, count = limits.get(subject, 0), spent[subject], papers[grant.name, subject]
		yield Row(
			{
				"title": frappe.get_cached_value("Account Subject", subject, "subject_name"),
				"granted": limit or None,
				"spent": amount,
				"rest": limit - amount if limit else None,
				"rate": rate(amount, limit) if limit else None,
				"papers": str(count) if count else "",
			}
		)
	yield Row(
		{"title": "비목 계", "granted": sum(limits.values()) or None, "spent": books.total_spent},
		RowKind.TOTAL,
	)


def _settlement(grant):
	name = frappe.db.get_value("Subsidy Settlement", {"subsidy_grant": grant.name, "docstatus": 1}, "name")
	return frappe.get_doc("Subsidy Settlement", name) if name and grant.status in SETTLED else None


SUBSIDY_REPORT = statement_of(
	"subsidy_report",
	"Subsidy Settlement Report",
	form_of(
		"보조금 정산보고서",
		_REPORT_COLUMNS,
		"집행액은 불인정액을 뺀 인정집행액을 교부결정 조건대로 나눈 금액입니다.",
	),
	report_rows,
)
