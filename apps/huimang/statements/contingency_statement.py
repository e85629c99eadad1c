"""예비비사용조서 (제14조, 제20조제1항제3호; C4 · T5; 별지 제7호): what the contingency was given to, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import frappe

from huimang.money import format_won, won
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books


def form(books: Books) -> Form:
	statutory = books.statutory_form("contingency_statement")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("day", "사용일자", 20, ColumnKind.DATE),
			Column("amount", "금액", 26, ColumnKind.WON),
			Column("reason", "사유", 42),
			Column("remarks", "사용내역", 52),
			Column("note", "비고", 42),
		),
		signers=books.signers,
		note="비고에는 예비비를 배정받은 목과 금액을 적습니다. 지출은 그 목의 지출결의로 합니다.",
	)


def heading(books: Books) -> Heading:
	"""Return the heading with what the contingency was, before it was given away, and what is left of it."""
	left, used = _standing(books)
	return Heading(
		books.facility_name,
		books.period(),
		(("예비비 예산액", f"{format_won(left + used)}원"), ("잔액", f"{format_won(left)}원")),
	)


def _standing(books: Books) -> tuple[int, int]:
	"""Return what is left of the year's contingency and what was given of it, in won."""
	rows = frappe.db.sql(
		"""SELECT
			(SELECT SUM(balance.appropriated) FROM `tabBudget Balance` balance
			JOIN `tabAccount Subject` subject ON subject.name = balance.mok AND subject.is_contingency = 1
			WHERE balance.accounting_year = %(year)s AND balance.is_control = 1),
			(SELECT SUM(total_amount) FROM `tabContingency Use` WHERE accounting_year = %(year)s AND docstatus = 1)""",
		{"year": books.accounting_year},
	)
	return won(rows[0][0]), won(rows[0][1])


def rows(books: Books) -> Iterator[Row]:
	"""Yield the year's uses in force, each with the 목 that it gave to."""
	lines = frappe.db.sql(
		"""SELECT doc.name, doc.use_date, doc.use_no, doc.total_amount, doc.reason, doc.usage, line.amount,
			subject.subject_name
		FROM `tabContingency Use` doc
		JOIN `tabContingency Use Line` line ON line.parent = doc.name AND line.parenttype = 'Contingency Use'
		JOIN `tabAccount Subject` subject ON subject.name = line.to_subject
		WHERE doc.accounting_year = %s AND doc.docstatus = 1
		ORDER BY doc.use_date, doc.use_no, line.idx""",
		books.accounting_year,
		as_dict=True,
	)
	return table(lines)


def table(lines: Iterable[Any]) -> Iterator[Row]:
	"""Yield the rows of the form: one a document, with a line for each further 목, and their sum. Pure."""
	total = count = 0
	for name, group in groupby(lines, key=lambda line: line.name):
		first, *others = group
		total += won(first.total_amount)
		count += 1
		values = {
			"day": first.use_date,
			"amount": won(first.total_amount),
			"reason": first.reason,
			"remarks": first.usage,
			"note": _given(first),
		}
		yield Row(values, link=("Contingency Use", name))
		for line in others:
			yield Row({"note": _given(line)}, rule="")
	if count:
		yield Row({"reason": "합계", "amount": total}, RowKind.TOTAL)


def _given(line: Any) -> str:
	return f"{line.subject_name} {format_won(won(line.amount))}원"


CONTINGENCY_STATEMENT = Statement(
	name="contingency_statement",
	report="Contingency Use Statement",
	doctype="Contingency Use",
	parse=read_books,
	form=form,
	heading=heading,
	rows=rows,
)
