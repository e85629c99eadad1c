"""소모품수불부: what came in, went out and is left of each item in some months, or the movements of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe

from huimang.property import stock
from huimang.rules.stock import Movement, Valued, replay
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice, read_link, read_period

_KINDS = {"Purchased": "구입 물품", "Donated": "후원 물품"}
_MOVES = {stock.RECEIPT: "입고", stock.ISSUE: "출고", stock.COUNT: "조정", stock.DISPOSAL: "폐기"}
_SIDES = (
	("before", "전월이월"),
	("in", "입고"),
	("out", "출고·폐기"),
	("adjusted", "조정"),
	("left", "재고"),
)
_SUMMARY = (
	Column("item_no", "품목코드", 17, ColumnKind.CODE),
	Column("title", "품명", 36),
	Column("spec", "규격", 24),
	Column("unit", "단위", 11, ColumnKind.CODE),
	*(
		column
		for key, label in _SIDES
		for column in (
			Column(f"{key}_quantity", "수량", 15, ColumnKind.CODE, group=label),
			Column(f"{key}_amount", "금액", 20, ColumnKind.WON, group=label, carry=Carry.SUM),
		)
	),
	Column("minimum", "적정재고", 14, ColumnKind.CODE),
)
_DETAIL = (
	Column("day", "연월일", 20, ColumnKind.DATE),
	Column("kind", "구분", 13, ColumnKind.CODE),
	Column("remarks", "적요(용도)", 62),
	Column("receiver", "출고부서·수령자", 34),
	Column("in_quantity", "수량", 16, ColumnKind.CODE, group="입고"),
	Column("in_amount", "금액", 23, ColumnKind.WON, group="입고"),
	Column("out_quantity", "수량", 16, ColumnKind.CODE, group="출고"),
	Column("out_amount", "금액", 23, ColumnKind.WON, group="출고"),
	Column("left_quantity", "수량", 16, ColumnKind.CODE, group="재고"),
	Column("left_amount", "금액", 23, ColumnKind.WON, group="재고"),
)


@dataclass(frozen=True)
class LedgerFilters:
	"""Whole months of a year, of purchased or of donated goods, of all items or of one."""

	books: Books
	months: tuple[int, ...]
	kind: str
	items: Sequence[Any]
	single: bool

	@property
	def first(self) -> date:
		return self.books.bounds(self.months[0])[0]

	@property
	def last(self) -> date:
		return self.books.bounds(self.months[-1])[1]


def parse(filters: Mapping[str, Any]) -> LedgerFilters:
	books = read_books(filters)
	months = read_period(filters, books)
	kind = read_choice(filters, "stock_kind", tuple(_KINDS), "Purchased")
	single = read_link(filters, "consumable", stock.ITEM)
	where = {"name": single} if single else {"facility": books.facility, "stock_kind": kind}
	items = frappe.get_all(stock.ITEM, where, ["*"], order_by="category, item_name, spec, name")
	if single:
		kind = items[0].stock_kind
	return LedgerFilters(books, months, kind, items, bool(single))


def form(filters: LedgerFilters) -> Form:
	return Form(
		title="소모품수불부" if filters.kind == "Purchased" else "후원물품수불부",
		columns=_DETAIL if filters.single else _SUMMARY,
		signers=("물품출납원", "물품관리자", filters.books.head),
		legal_basis="재무·회계 규칙 제40조 (출납명령) · 제40조의2 (재물조사)",
		landscape=True,
	)


def heading(filters: LedgerFilters) -> Heading:
	if not filters.single:
		return Heading(
			filters.books.facility_name,
			filters.books.period_of(filters.months),
			(("구분", _KINDS[filters.kind]),),
		)
	item = filters.items[0]
	details = (("품명", " ".join(filter(None, (item.item_name, item.spec)))), ("단위", item.unit))
	return Heading(filters.books.facility_name, filters.books.period_of(filters.months), details)


def rows(filters: LedgerFilters) -> Iterator[Row]:
	"""Yield a line for each item that has or had something, and their sum; or the movements of the one that was chosen."""
	moved = _movements(filters)
	if filters.single:
		item = filters.items[0]
		return detail(list(_valued(moved[item.name], item.valuation)), filters.first, filters.last)
	return summary(filters.items, moved, filters.first, filters.last)


def summary(items: Iterable[Any], moved: Mapping[str, list], first: date, last: date) -> Iterator[Row]:
	"""Yield the sums of items between two days. Pure."""
	total: dict[str, int] = defaultdict(int)
	for item in items:
		figures = _figures(list(_valued(moved.get(item.name, []), item.valuation)), first, last)
		if not any(quantity or amount for quantity, amount in figures.values()):
			continue
		values: dict[str, Any] = {
			"item_no": item.item_no,
			"title": item.item_name,
			"spec": item.spec,
			"unit": item.unit,
			"minimum": stock.shown(item.minimum_stock) if item.minimum_stock else "",
		}
		for key, (quantity, amount) in figures.items():
			values[f"{key}_quantity"] = _quantity(quantity)
			values[f"{key}_amount"] = amount if quantity or amount or key == "left" else None
			total[f"{key}_amount"] += amount
		yield Row(values, link=(stock.ITEM, item.name))
	yield Row(
		{"title": "합계", **{f"{key}_amount": total[f"{key}_amount"] for key, _label in _SIDES}},
		RowKind.TOTAL,
	)


def detail(valued: Sequence[tuple[Any, Valued]], first: date, last: date) -> Iterator[Row]:
	"""Yield the movements of an item between two days, each month closed by its sums. Pure."""
	before = [row for _head, row in valued if row.movement.day < first]
	stock_before, value_before = (before[-1].stock, before[-1].value) if before else (Decimal(0), 0)
	yield Row(
		{"remarks": "전월이월", "left_quantity": _quantity(stock_before) or "0", "left_amount": value_before},
		RowKind.OPENING,
	)
	sums: dict[str, Any] = {}
	month = None
	for head, row in valued:
		if not first <= row.movement.day <= last:
			continue
		if month and row.movement.day.month != month:
			yield _month_row(month, sums)
			sums = {}
		month = row.movement.day.month
		side = "in" if row.movement.change >= 0 else "out"
		sums[f"{side}_quantity"] = sums.get(f"{side}_quantity", Decimal(0)) + abs(row.movement.change)
		sums[f"{side}_amount"] = sums.get(f"{side}_amount", 0) + abs(row.amount)
		values = {
			"day": row.movement.day,
			"kind": _MOVES[head.movement_type],
			"remarks": " · ".join(filter(None, (head.purpose, head.remarks))),
			"receiver": " ".join(filter(None, (head.department, head.receiver))),
			f"{side}_quantity": _quantity(abs(row.movement.change)),
			f"{side}_amount": abs(row.amount),
			"left_quantity": _quantity(row.stock) or "0",
			"left_amount": row.value,
		}
		yield Row(values, link=(stock.MOVEMENT, head.name))
	if month:
		yield _month_row(month, sums)


def _month_row(month: int, sums: Mapping[str, Any]) -> Row:
	values = {key: _quantity(value) if key.endswith("quantity") else value for key, value in sums.items()}
	return Row({"remarks": f"{month}월 월계", **values}, RowKind.SUBTOTAL)


def _figures(valued: Sequence[tuple[Any, Valued]], first: date, last: date) -> dict[str, tuple[Decimal, int]]:
	sums = {key: (Decimal(0), 0) for key, _label in _SIDES}

	def add(key: str, quantity: Decimal, amount: int) -> None:
		sums[key] = sums[key][0] + quantity, sums[key][1] + amount

	for head, row in valued:
		if row.movement.day > last:
			continue
		change, amount = row.movement.change, row.amount
		add("left", change, amount)
		if row.movement.day < first:
			add("before", change, amount)
		elif head.movement_type == stock.COUNT:
			add("adjusted", change, amount)
		elif head.movement_type == stock.RECEIPT:
			add("in", change, amount)
		else:
			add("out", -change, -amount)
	return sums


def _valued(rows: Sequence[Any], method: str) -> Iterator[tuple[Any, Valued]]:
	"""Yield movements with their values; the order is that of `rules.stock.in_order`, which keeps equals as they come."""
	rows = sorted(rows, key=lambda row: (row.movement_date, stock.exact(row.change_of_stock) < 0))
	moves = [
		Movement(
			row.movement_date,
			stock.exact(row.change_of_stock),
			int(row.amount or 0) if row.movement_type == stock.RECEIPT else None,
		)
		for row in rows
	]
	return zip(rows, replay(moves, method), strict=True)


def _movements(filters: LedgerFilters) -> dict[str, list]:
	line, head = frappe.qb.DocType(stock.LINE), frappe.qb.DocType(stock.MOVEMENT)
	query = (
		frappe.qb.from_(line)
		.join(head)
		.on(head.name == line.parent)
		.select(
			line.consumable,
			line.change_of_stock,
			line.amount,
			line.remarks,
			head.name,
			head.movement_date,
			head.movement_type,
			head.purpose,
			head.department,
			head.receiver,
		)
		.where((head.facility == filters.books.facility) & (head.docstatus == 1))
		.where(head.movement_date <= filters.last)
		.orderby(head.movement_date)
		.orderby(head.creation)
		.orderby(line.idx)
	)
	if filters.single:
		query = query.where(line.consumable == filters.items[0].name)
	moved: dict[str, list] = defaultdict(list)
	for row in query.run(as_dict=True):
		moved[row.consumable].append(row)
	return moved


def _quantity(quantity: Decimal) -> str:
	return stock.shown(quantity).replace("-", "△") if quantity else ""


CONSUMABLE_LEDGER = Statement(
	name="consumable_ledger",
	report="Consumable Ledger",
	doctype=stock.ITEM,
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
