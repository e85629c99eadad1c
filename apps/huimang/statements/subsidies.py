"""Papers of subsidies (지방보조금법 제17조): 보조금 교부현황, 집행명세서 and 이자명세서, of one grant or all of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from huimang.money import won
from huimang.rules import subsidy as rules
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_link
from huimang.subsidy import charges, queries
from huimang.subsidy.sums import GRANT, INTEREST

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


def form_of(title: str, columns: Sequence[Column], note: str = "") -> Callable[[Grants], Form]:
	"""Return what draws the form of a paper: its title and columns, and the law of the grants that it is of."""

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
				"rate": rate(figures["spent"], figures["total"]),
				"status": _(grant.status, "ko"),
			},
			link=(GRANT, grant.name),
		)
	yield Row({"title": "합계", **sums, "rate": rate(sums["spent"], sums["total"])}, RowKind.TOTAL)


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


def rate(part: int, whole: int) -> float:
	"""Return a part in per cent of the whole."""
	return 100 * part / whole if whole else 0.0


def _titles(names) -> dict[str, str]:
	wanted = sorted({name for name in names if name}) or [""]
	rows = frappe.get_all("Counterparty", {"name": ("in", wanted)}, ["name", "counterparty_name"])
	return {row.name: row.counterparty_name for row in rows}


def statement_of(name: str, report: str, form, rows) -> Statement:
	"""Return a statement about grants."""
	return Statement(name, report, GRANT, parse, form, heading, rows)


SUBSIDY_STATUS = statement_of(
	"subsidy_status", "Subsidy Status", form_of("보조금 교부 및 집행 현황", _STATUS_COLUMNS), status_rows
)
SUBSIDY_EXECUTION = statement_of(
	"subsidy_execution",
	"Subsidy Execution Details",
	form_of("보조금 집행명세서", _EXECUTION_COLUMNS),
	execution_rows,
)
SUBSIDY_INTEREST = statement_of(
	"subsidy_interest",
	"Subsidy Interest Details",
	form_of("보조금 이자명세서", _INTEREST_COLUMNS),
	interest_rows,
)
