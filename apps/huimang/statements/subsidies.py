"""Papers of subsidies (지방보조금법 제17조): 보조금 교부현황, 정산보고서, 집행명세서 and 이자명세서, of one grant or all of a year.

What the columns of 정산보고서 are differs by granting body; these are what they have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from huimang.money import won
from huimang.rules import subsidy as rules
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_link
from huimang.subsidy import charges, queries
from huimang.subsidy.grants import SETTLED
from huimang.subsidy.sums import GRANT, INTEREST, OWN

_LAW = {
	rules.LOCAL: "「지방자치단체 보조금 관리에 관한 법률」",
	rules.NATIONAL: "「보조금 관리에 관한 법률」",
}


@dataclass(frozen=True)
class Grants:
	"""The grants of a year's books, or one of them."""

	books: Books
	grants: Sequence[Any]

	@property
	def facility(self) -> str:
		return self.books.facility

	@property
	def names(self) -> list[str]:
		return [grant.name for grant in self.grants]


def parse(filters: Mapping[str, Any]) -> Grants:
	"""Read the filters: a year's books, and one grant, where one is chosen."""
	books = read_books(filters)
	chosen = read_link(filters, "subsidy_grant", GRANT)
	wanted = {"facility": books.facility, "docstatus": 1, "status": ("not in", ("Applied", "Refused"))}
	wanted |= {"name": chosen} if chosen else {"accounting_year": books.accounting_year}
	return Grants(books, frappe.get_all(GRANT, wanted, ["*"], order_by="grant_no"))


def heading(filters: Grants) -> Heading:
	"""Return the heading; that of a single grant names it, with its period and its decision."""
	books = filters.books
	if len(filters.grants) != 1:
		return Heading(books.facility_name, books.period())
	grant = filters.grants[0]
	period = f"{grant.start_date:%Y. %m. %d.} ~ {grant.end_date:%Y. %m. %d.}"
	details = [("사업명", grant.title)]
	if grant.external_project_code:
		details.append(("사업번호", grant.external_project_code))
	if grant.decision_no:
		details.append(("교부결정", f"{grant.decision_no} ({grant.decided_on:%Y. %m. %d.})"))
	return Heading(books.facility_name, period, details)


def _form(title: str, columns: Sequence[Column], note: str = ""):
	def form(filters: Grants) -> Form:
		laws = {grant.law for grant in filters.grants}
		basis = f"{_LAW[laws.pop()]} 관련" if len(laws) == 1 else ""
		return Form(
			title=title,
			columns=columns,
			signers=filters.books.signers,
			legal_basis=basis,
			landscape=True,
			note=note,
		)

	return form


# ---- 교부현황 -------------------------------------------------------------------------------------------------------

_STATUS_COLUMNS = (
	Column("title", "사업명", 52),
	Column("giver", "보조기관", 30),
	Column("period", "사업기간", 34, ColumnKind.CODE),
	Column("total", "총사업비", 25, ColumnKind.WON),
	Column("subsidy", "보조금", 25, ColumnKind.WON, group="교부결정액"),
	Column("own", "자부담", 22, ColumnKind.WON, group="교부결정액"),
	Column("received", "교부액", 25, ColumnKind.WON),
	Column("reserved", "결재중", 22, ColumnKind.WON),
	Column("spent", "집행액", 25, ColumnKind.WON),
	Column("left", "집행잔액", 25, ColumnKind.WON),
	Column("rate", "집행률(%)", 18, ColumnKind.RATE),
	Column("status", "상태", 18, ColumnKind.CODE),
)


def status_rows(filters: Grants) -> Iterator[Row]:
	"""Yield a row for each grant, and their sums."""
	givers = _titles(grant.granting_body for grant in filters.grants)
	sums: dict[str, int] = defaultdict(int)
	for grant in filters.grants:
		figures = {
			"total": won(grant.total_amount),
			"subsidy": won(grant.subsidy_amount),
			"own": won(grant.own_amount),
			"received": won(grant.received_amount),
			"reserved": won(grant.reserved_amount),
			"spent": won(grant.spent_amount),
			"left": won(grant.left_amount),
		}
		for key, amount in figures.items():
			sums[key] += amount
		yield Row(
			{
				"title": grant.title,
				"giver": givers.get(grant.granting_body),
				"period": f"{grant.start_date:%y.%m.%d}~{grant.end_date:%y.%m.%d}",
				**figures,
				"rate": _rate(figures["spent"], figures["total"]),
				"status": _(grant.status, "ko"),
			},
			link=(GRANT, grant.name),
		)
	yield Row({"title": "합계", **sums, "rate": _rate(sums["spent"], sums["total"])}, RowKind.TOTAL)


# ---- 정산보고서 -----------------------------------------------------------------------------------------------------

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
	result = rules.settle(
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
		own = share.source == rules.OWN_FUNDS
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
		yield Row({"title": _(share.source, "ko"), **figures, "rate": _rate(figures["spent"], share.granted)})
	yield Row(
		{"title": "재원 계", **sums, "disallowed": disallowed, "rate": _rate(sums["spent"], sums["granted"])},
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
				"rate": _rate(amount, limit) if limit else None,
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


# ---- 집행명세서 -----------------------------------------------------------------------------------------------------

_EXECUTION_COLUMNS = (
	Column("number", "연번", 11, ColumnKind.CODE),
	Column("day", "집행일", 21, ColumnKind.DATE),
	Column("subject", "비목", 34),
	Column("remarks", "적요", 40),
	Column("party", "거래처", 32),
	Column("business_no", "사업자번호", 25, ColumnKind.CODE),
	Column("amount", "지출액", 26, ColumnKind.WON, carry=Carry.SUM),
	Column("method", "결제수단", 27, ColumnKind.CODE),
	Column("resolution", "결의번호", 21, ColumnKind.CODE),
	Column("evidence", "증빙", 24, ColumnKind.CODE),
	Column("subsidy", "보조금", 25, ColumnKind.WON, group="재원 배분", carry=Carry.SUM),
	Column("own", "자부담", 22, ColumnKind.WON, group="재원 배분", carry=Carry.SUM),
)


def execution_rows(filters: Grants) -> Iterator[Row]:
	"""Yield every expense of the grants by day, and their sums."""
	rows = queries.spending(filters.names)
	for number, row in enumerate(rows, 1):
		yield Row(
			{
				"number": str(number),
				"day": row.posting_date,
				"subject": frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"),
				"remarks": row.remarks,
				"party": row.counterparty_name,
				"business_no": row.business_no,
				"amount": row.amount,
				"method": _(row.payment_method, "ko") if row.payment_method else "",
				"resolution": row.voucher_label,
				"evidence": _(row.evidence_type, "ko") if row.evidence_type else "",
				"subsidy": row.subsidy,
				"own": row.own,
			},
			link=(row.voucher_type, row.voucher_no),
		)
	sums = {key: sum(row[key] for row in rows) for key in ("amount", "subsidy", "own")}
	yield Row({"remarks": "합계", **sums}, RowKind.TOTAL)


# ---- 이자명세서 -----------------------------------------------------------------------------------------------------

_INTEREST_COLUMNS = (
	Column("grant", "사업명", 60),
	Column("account", "계좌", 50),
	Column("day", "이자발생일", 26, ColumnKind.DATE),
	Column("remarks", "적요", 60),
	Column("amount", "금액", 32, ColumnKind.WON, carry=Carry.SUM),
	Column("resolution", "결의번호", 26, ColumnKind.CODE),
	Column("use", "처리", 26, ColumnKind.CODE),
)


def interest_rows(filters: Grants) -> Iterator[Row]:
	"""Yield the interest of the grants by day, and its sum."""
	known = {grant.name: grant for grant in filters.grants}
	total = 0
	for row in queries.entries(filters.names):
		if charges.part_of(row.side, row) != INTEREST:
			continue
		total += int(row.amount)
		grant = known[row.subsidy_grant]
		yield Row(
			{
				"grant": grant.title,
				"account": " ".join(filter(None, (row.bank_name, row.account_title))),
				"day": row.posting_date,
				"remarks": row.remarks,
				"amount": int(row.amount),
				"resolution": row.voucher_label,
				"use": "반납 완료" if grant.status == "Repaid" else "반납 예정",
			},
			link=(row.voucher_type, row.voucher_no),
		)
	yield Row({"grant": "합계", "amount": total}, RowKind.TOTAL)


def _rate(part: int, whole: int) -> float:
	return 100 * part / whole if whole else 0.0


def _titles(names) -> dict[str, str]:
	wanted = sorted({name for name in names if name}) or [""]
	rows = frappe.get_all("Counterparty", {"name": ("in", wanted)}, ["name", "counterparty_name"])
	return {row.name: row.counterparty_name for row in rows}


def _statement(name: str, report: str, form, rows) -> Statement:
	return Statement(name, report, GRANT, parse, form, heading, rows)


SUBSIDY_STATUS = _statement(
	"subsidy_status", "Subsidy Status", _form("보조금 교부 및 집행 현황", _STATUS_COLUMNS), status_rows
)
SUBSIDY_REPORT = _statement(
	"subsidy_report",
	"Subsidy Settlement Report",
	_form(
		"보조금 정산보고서",
		_REPORT_COLUMNS,
		"집행액은 불인정액을 뺀 인정집행액을 교부결정 조건대로 나눈 금액입니다.",
	),
	report_rows,
)
SUBSIDY_EXECUTION = _statement(
	"subsidy_execution",
	"Subsidy Execution Details",
	_form("보조금 집행명세서", _EXECUTION_COLUMNS),
	execution_rows,
)
SUBSIDY_INTEREST = _statement(
	"subsidy_interest",
	"Subsidy Interest Details",
	_form("보조금 이자명세서", _INTEREST_COLUMNS),
	interest_rows,
)
SUBSIDIES = (SUBSIDY_STATUS, SUBSIDY_REPORT, SUBSIDY_EXECUTION, SUBSIDY_INTEREST)
