"""재산대장 (제24조제1항제4호, 별지 제27호), as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from frappe import _

from huimang.property.values import Holding
from huimang.rules import assets as law
from huimang.statements.asset_registers import DOCTYPE, RegisterFilters, heading, link_of, parse, read
from huimang.statements.definition import Column, ColumnKind, Form, Row, RowKind, Statement

_GROUPS = tuple(group for group in law.GROUPS if group in law.PROPERTY)


def form(filters: RegisterFilters) -> Form:
	statutory = filters.books.statutory_form("property_register")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("group_name", "재산 구분", 28),
			Column("title", "소재지", 50),
			Column("use", "지목·구조", 26),
			Column("area", "면적·수량", 22, ColumnKind.CODE),
			Column("day", "취득일", 20, ColumnKind.DATE),
			Column("how", "취득 사유", 18, ColumnKind.CODE),
			Column("cost", "취득가액", 30, ColumnKind.WON),
			Column("registered", "등기일", 20, ColumnKind.DATE),
			Column("gone", "처분일·사유", 32),
			Column("note", "비고", 28),
		),
		signers=("담당", "사무국장", filters.books.head),
		landscape=True,
	)


def rows(filters: RegisterFilters) -> Iterator[Row]:
	"""Yield the property of each kind, what was disposed of with the day of it, and what is there in all."""
	held, _names = read(filters, _GROUPS)
	total = 0
	for group, cards in groupby(sorted(held, key=lambda each: _GROUPS.index(each.card.asset_group)), _group):
		subtotal = 0
		for each in cards:
			subtotal += each.cost(filters.day)
			yield _property_row(each, filters.day)
		total += subtotal
		yield Row({"group_name": f"{_(group, 'ko')} 계", "cost": subtotal}, RowKind.SUBTOTAL)
	yield Row({"group_name": "합계", "cost": total}, RowKind.TOTAL)


def _group(held: Holding) -> str:
	return held.card.asset_group


def _property_row(held: Holding, day: date) -> Row:
	card = held.card
	gone = [removal for removal in held.removals if removal.event.on <= day]
	kinds = (_(card.asset_group, "ko"), _(card.property_class, "ko") if card.property_class else None)
	told = [f"{each.event.on:%Y-%m-%d} {_(each.event.kind, 'ko')}" for each in gone]
	return Row(
		{
			"group_name": " · ".join(filter(None, kinds)),
			"title": " ".join(dict.fromkeys(filter(None, (card.address, card.asset_name)))),
			"use": card.land_use,
			"area": f"{card.area:,.2f}㎡" if card.area else f"{card.quantity:,}{card.unit or ''}",
			"day": card.acquired_on,
			"how": _(card.acquisition_type, "ko"),
			"cost": held.cost(day) if not gone else held.schedule.cost,
			"registered": card.registered_on,
			"gone": ", ".join(told),
			"note": card.note,
		},
		link=link_of(held),
	)


PROPERTY_REGISTER = Statement("property_register", "Property Register", DOCTYPE, parse, form, heading, rows)
