"""재물조사표 and 재물조사 결과보고: what should be there, what was found, and what is decided about the rest (제40조의2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_fullname, getdate

from huimang.money import won
from huimang.property.sheet_lines import ITEM, SHEET
from huimang.rules import inspection as rules
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import read_link

_BASIS = "재무·회계 규칙 제40조의2 (재물조사)"
_SIGNERS = ("담당", "사무국장", "시설장")
_COLUMNS = (
	Column("no", "연번", 9, ColumnKind.CODE),
	Column("asset_no", "관리번호", 37, ColumnKind.CODE),
	Column("asset_name", "품명", 32),
	Column("spec", "규격", 22),
	Column("acquired_on", "취득일", 19, ColumnKind.DATE),
	Column("cost", "취득금액", 20, ColumnKind.WON, carry=Carry.SUM),
	Column("life", "내용연수", 13, ColumnKind.CODE),
	Column("used_by", "사용자", 15),
	Column("book", "장부", 10, ColumnKind.WON, group="수량", carry=Carry.SUM),
	Column("counted", "실사", 10, ColumnKind.WON, group="수량", carry=Carry.SUM),
	Column("difference", "과부족", 11, ColumnKind.WON, group="수량", carry=Carry.SUM),
	Column("state", "상태", 15, ColumnKind.CODE),
	Column("label", "라벨", 10, ColumnKind.CODE),
	Column("decision", "조치의견", 36),
	Column("checked", "조사일", 19, ColumnKind.DATE),
)
_SUMS = (
	Column("category", "분류", 30),
	Column("book", "수량", 16, ColumnKind.WON, group="장부"),
	Column("book_cost", "금액", 28, ColumnKind.WON, group="장부"),
	Column("counted", "수량", 16, ColumnKind.WON, group="실사"),
	Column("counted_cost", "금액", 28, ColumnKind.WON, group="실사"),
	Column("difference", "수량", 16, ColumnKind.WON, group="과부족"),
	Column("difference_cost", "금액", 26, ColumnKind.WON, group="과부족"),
	Column("condemned", "수량", 16, ColumnKind.WON, group="불용 대상"),
	Column("condemned_cost", "금액", 26, ColumnKind.WON, group="불용 대상"),
	Column("reason", "사유·조치", 62),
)
_NO_PLACE = "장소 미지정"


@dataclass(frozen=True)
class SheetFilters:
	"""One count, or what of it belongs to one place."""

	sheet: Any
	facility_name: str
	lines: Sequence[Any]
	places: Mapping[str, str]


def parse(filters: Mapping[str, Any]) -> SheetFilters:
	name = read_link(filters, "inspection", SHEET) or _last(filters["facility"])
	place = read_link(filters, "place", "Asset Place")
	sheet = frappe.get_doc(SHEET, name) if name else _none(filters["facility"])
	where = {"inspection": name} | ({"place": place} if place else {})
	lines = frappe.get_all(ITEM, where, ["*"], order_by="asset_no, name") if name else []
	places = frappe.get_all("Asset Place", {"facility": sheet.facility}, ["name", "place_name"], as_list=True)
	facility = frappe.db.get_value("Facility", sheet.facility, "facility_name")
	return SheetFilters(sheet, facility, lines, dict(places))


def _last(facility: str) -> str | None:
	"""Return the last count of a facility: what a report without a choice is about."""
	return frappe.db.get_value(SHEET, {"facility": facility}, order_by="base_date desc, creation desc")


def _none(facility: str) -> Any:
	"""Return what stands in the place of a count where there is none yet: the form, and nothing in it."""
	return frappe.new_doc(SHEET, facility=facility, base_date=getdate(), title=_("There is no count yet."))


def form(filters: SheetFilters) -> Form:
	return Form("재물조사표", _COLUMNS, _SIGNERS, legal_basis=_BASIS, landscape=True)


def result_form(filters: SheetFilters) -> Form:
	note = f"총평: {filters.sheet.opinion}" if filters.sheet.opinion else ""
	return Form("재물조사 결과보고", _SUMS, _SIGNERS, legal_basis=_BASIS, landscape=True, note=note)


def heading(filters: SheetFilters) -> Heading:
	sheet = filters.sheet
	details = [("조사", sheet.title)]
	for label, user in (("조사자", sheet.inspector), ("확인자", sheet.verifier)):
		details.append((label, get_fullname(user) if user else "          "))
	return Heading(filters.facility_name, f"기준일 {sheet.base_date:%Y. %m. %d.}", details)


def rows(filters: SheetFilters) -> Iterator[Row]:
	"""Yield the lines by the place where they should be, and their sums. What is not counted yet stays blank, to be filled in by hand."""
	groups: dict[str, list] = defaultdict(list)
	for line in filters.lines:
		groups[line.place if line.asset else line.found_place].append(line)
	number = 0
	for place in sorted(groups, key=lambda place: (not place, filters.places.get(place, ""))):
		yield Row({"asset_no": f"【{filters.places.get(place, _NO_PLACE)}】"}, RowKind.SECTION)
		for line in groups[place]:
			number += 1
			yield Row({"no": str(number), **_line(line, filters)}, link=(ITEM, line.name))
	yield Row({"asset_no": f"합계 {number}건", **_quantities(filters.lines)}, RowKind.TOTAL)


def result_rows(filters: SheetFilters) -> Iterator[Row]:
	"""Yield the sums of each category, with what was found in it, and the sum of all."""
	groups: dict[str, list] = defaultdict(list)
	for line in filters.lines:
		groups[line.category or "미등재"].append(line)
	for category in sorted(groups):
		yield Row({"category": category, **_sums(groups[category]), "reason": _reasons(groups[category])})
	yield Row({"category": "합계", **_sums(filters.lines)}, RowKind.TOTAL)


def _line(line: Any, filters: SheetFilters) -> dict[str, Any]:
	values = {
		"asset_no": line.asset_no or "(없음)",
		"asset_name": line.asset_name,
		"spec": line.spec,
		"acquired_on": line.acquired_on,
		"cost": won(line.cost) if line.asset else None,
		"life": f"{line.useful_life_years}년" if line.useful_life_years else "",
		"used_by": line.used_by,
		"book": cint(line.book_quantity),
	}
	if not line.is_checked:
		return values
	told = [_(line.decision, "ko") if line.decision else "", line.reason, line.remarks]
	if line.finding == rules.ELSEWHERE:
		told.insert(0, f"→ {filters.places.get(line.found_place, '')}")
	if line.disposed_since:
		told.append(f"기준일 후 처분 {line.disposed_since}")
	return {
		**values,
		"counted": cint(line.counted),
		"difference": cint(line.difference),
		"state": _(line.finding if line.finding == rules.UNREGISTERED else line.condition or "", "ko"),
		"label": _(line.label_state or "", "ko"),
		"decision": " ".join(filter(None, told)),
		"checked": getdate(line.checked_at),
	}


def _quantities(lines: Iterable[Any]) -> dict[str, int]:
	lines = list(lines)
	return {
		"cost": sum(won(line.cost) for line in lines),
		"book": sum(cint(line.book_quantity) for line in lines),
		"counted": sum(cint(line.counted) for line in lines if line.is_checked),
		"difference": sum(cint(line.difference) for line in lines if line.is_checked),
	}


def _sums(lines: Iterable[Any]) -> dict[str, int]:
	"""Return quantities and what they cost; a part of a lot costs its share, cut off below one won."""
	lines = list(lines)
	condemned = [line for line in lines if line.is_checked and line.condition == rules.TO_BE_CONDEMNED]
	sums = {key: value for key, value in _quantities(lines).items() if key != "cost"}
	return {
		**sums,
		"book_cost": sum(_share(line, line.book_quantity) for line in lines),
		"counted_cost": sum(_share(line, line.counted) for line in lines if line.is_checked),
		"difference_cost": sum(
			_share(line, line.counted) - _share(line, line.book_quantity - line.disposed_since)
			for line in lines
			if line.is_checked
		),
		"condemned": sum(cint(line.counted) for line in condemned),
		"condemned_cost": sum(_share(line, line.counted) for line in condemned),
	}


def _share(line: Any, quantity: int) -> int:
	return won(line.cost) * cint(quantity) // line.original_quantity if line.original_quantity else 0


def _reasons(lines: Iterable[Any]) -> str:
	"""Return what was found in words: how many of each finding, and the reasons that were given."""
	found: dict[str, int] = defaultdict(int)
	reasons: dict[str, None] = {}
	for line in lines:
		if line.is_checked and line.finding != rules.AGREED:
			found[_(line.finding, "ko")] += 1
			if line.reason:
				reasons[line.reason] = None
	return " · ".join([*(f"{name} {count}건" for name, count in found.items()), *reasons])


INSPECTION_SHEET = Statement(
	name="inspection_sheet",
	report="Asset Inspection Sheet",
	doctype=SHEET,
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
INSPECTION_RESULT = Statement(
	name="inspection_result",
	report="Asset Inspection Result",
	doctype=SHEET,
	parse=parse,
	form=result_form,
	heading=heading,
	rows=result_rows,
)
