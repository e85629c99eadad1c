"""Lists of an audit pack on statutory-looking pages: its index, the approval steps, the ledger's verification, and the books."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import frappe
from frappe import _

from huimang.audit.shelf import Shelf
from huimang.ledger.verify import verify_committed
from huimang.printing import pdf
from huimang.printing.binding import Binder
from huimang.rules.identifiers import mask_numbers_in
from huimang.statements import engine, paper
from huimang.statements.definition import Column, ColumnKind, Drawn, Form, Heading, Row, RowKind

BOOKS = ("cash_book", "general_ledger", "monthly_totals", "budget_execution", "bank_balances")
"""Statements that come with the resolutions, in their order."""

_ROWS_AT_ONCE = 1_500
"""Rows that are on pages in memory at once."""

_INDEX = Form(
	"결의서 색인",
	(
		Column("no", "번호", 11, ColumnKind.CODE),
		Column("day", "출납일", 20, ColumnKind.DATE),
		Column("kind", "종류", 22, ColumnKind.CODE),
		Column("number", "결의서번호", 24, ColumnKind.CODE),
		Column("purpose", "원인 및 용도", 58),
		Column("amount", "금액", 25, ColumnKind.WON),
		Column("evidence", "증빙", 11, ColumnKind.CODE),
		Column("page", "쪽", 14, ColumnKind.CODE),
		Column("note", "비고", 26),
	),
	(),
)
_STEPS = Form(
	"결재 경과",
	(
		Column("document", "문서", 44),
		Column("at", "일시", 34, ColumnKind.CODE),
		Column("decision", "처리", 22, ColumnKind.CODE),
		Column("who", "처리한 사람", 44),
		Column("comment", "의견", 60),
	),
	(),
	unit="",
)
_VERIFICATION = Form(
	"원장 검증 결과",
	(Column("what", "항목", 44), Column("result", "결과", 138)),
	(),
	note="모든 분개의 해시 사슬, 월별 잔액, 예산 잔액을 원본과 다시 맞추어 본 결과입니다.",
	unit="",
)
Rows = Callable[[], Iterable[Row]]


def index_rows(documents: Iterable[dict[str, Any]], first_page: int) -> Iterator[Row]:
	"""Yield the rows of the index.

	:param documents: records of documents, with the pages that they have before them in ``page``.
	:param first_page: number of the page at which the first of them stands.
	"""
	count = total = 0
	for count, document in enumerate(documents, 1):
		total += document["amount"]
		notes = ["취소"] if document["is_cancelled"] else []
		if not document["evidence"] and document["doctype"] == "Expense Resolution":
			missing = "증빙 면제" if document.get("is_exempt") else "증빙 없음"
			notes.append(f"{missing}: {document['remark']}" if document["remark"] else missing)
		yield Row(
			{
				"no": str(count),
				"day": date.fromisoformat(document["day"]),
				"kind": _(document["doctype"], "ko"),
				"number": document["number"],
				"purpose": document["purpose"],
				"amount": document["amount"],
				"evidence": str(document["evidence"]) if document["evidence"] else "-",
				"page": str(first_page + document["page"]),
				"note": " · ".join(notes),
			}
		)
	yield Row({"purpose": f"합계 {count:,}건", "amount": total}, RowKind.TOTAL)


def step_rows(records: Iterable[dict[str, Any]]) -> Iterator[Row]:
	"""Yield the approval steps that portions have noted."""
	return (Row(step) for record in records for step in record["steps"])


def verification(facility: str) -> tuple[list[Row], bool]:
	"""Return what the verification of the ledger found, and whether all is well."""
	head = frappe.db.get_value("Ledger Head", facility, ["last_no", "last_hash"], as_dict=True)
	rows = [
		Row({"what": "검증한 분개", "result": f"{head.last_no if head else 0:,}건"}),
		Row({"what": "마지막 분개의 해시", "result": head.last_hash if head else ""}),
	]
	findings = verify_committed(facility)
	rows += [
		Row({"what": f"다른 점 {number}", "result": each.message}) for number, each in enumerate(findings, 1)
	]
	if not findings:
		rows.append(
			Row({"what": "결과", "result": "이상 없음 — 모든 분개와 잔액, 예산이 기장된 그대로입니다."})
		)
	return rows, not findings


def index_pages(heading: Heading, rows: Rows) -> int:
	"""Return how many pages the index takes."""
	return sum(len(paper.lay_out(drawn).pages) for drawn in _slices(_INDEX, heading, rows()))


def write_index(shelf: Shelf, heading: Heading, rows: Rows) -> int:
	"""Write the index; return its pages."""
	return _write(shelf, "index", _INDEX, heading, rows)


def write_steps(shelf: Shelf, heading: Heading, rows: Rows) -> int:
	"""Write the approval steps; return the pages."""
	return _write(shelf, "steps", _STEPS, heading, rows)


def write_verification(shelf: Shelf, heading: Heading, rows: list[Row]) -> int:
	"""Write what the verification found; return the pages."""
	return _write(shelf, "verification", _VERIFICATION, heading, lambda: rows)


def write_book(shelf: Shelf, name: str, statement: str, filters: dict[str, Any]) -> dict[str, Any]:
	"""Write a statement a portion of pages at a time, and return its record.

	Raises FacilityAccessError where whoever makes the pack may not print it.
	"""
	drawn = engine.draw(statement, filters, "print")
	laid = paper.lay_out(
		replace(drawn, rows=[row._replace(values=_masked(row.values)) for row in drawn.rows])
	)
	return {"title": drawn.form.title, "pages": _bind(shelf, name, [laid.sheets()], drawn.form.title)}


def _masked(values: Mapping[str, Any]) -> dict[str, Any]:
	return {key: mask_numbers_in(value) if isinstance(value, str) else value for key, value in values.items()}


def _write(shelf: Shelf, name: str, form: Form, heading: Heading, rows: Rows) -> int:
	count = sum(len(paper.lay_out(drawn).pages) for drawn in _slices(form, heading, rows()))

	def sheets() -> Iterator[Iterable[str]]:
		before = 0
		for drawn in _slices(form, heading, rows()):
			laid = paper.lay_out(drawn)
			yield laid.sheets(before, count)
			before += len(laid.pages)

	return _bind(shelf, name, sheets(), form.title)


def _slices(form: Form, heading: Heading, rows: Iterable[Row]) -> Iterator[Drawn]:
	rows = iter(rows)
	while part := list(islice(rows, _ROWS_AT_ONCE)):
		yield Drawn(form, heading, part)


def _bind(shelf: Shelf, name: str, parts: Iterable[Iterable[str]], title: str) -> int:
	binder, scratch = Binder(shelf.pdf(name), title), shelf.scratch(f"{name}-sheets")
	for sheets in parts:
		for sheet in sheets:
			scratch.write_bytes(pdf.render([sheet], title=title))
			binder.add(scratch)
			gc.collect()
	binder.finish()
	scratch.unlink(missing_ok=True)
	return binder.pages


def filters_of(pack: Any, statement: str) -> dict[str, Any]:
	"""Return the filters with which a statement comes into a pack: its months, and what of the selection the statement knows."""
	first, last = pack.from_date.month, pack.to_date.month
	filters = {"facility": pack.facility, "accounting_year": pack.accounting_year, "month": last}
	filters |= {"from_month": first, "to_month": last}
	narrowed: Sequence[str] = {
		"cash_book": ("bank_account",),
		"general_ledger": ("program", "fund_source"),
		"budget_execution": ("program", "fund_source"),
	}.get(statement, ())
	return filters | {field: pack.get(field) for field in narrowed if pack.get(field)}
