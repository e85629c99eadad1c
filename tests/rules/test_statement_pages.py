"""Where the pages of a statement break, and what is carried over them. No site is needed."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.statements.cells import written
from huimang.statements.definition import Carry, Column, ColumnKind, Row, RowKind
from huimang.statements.pages import MOST_LINES, paginate, tree_column
from huimang.statements.text import width_of, wrap

COLUMNS = (
	Column("day", "연월일", 20, ColumnKind.DATE),
	Column("remarks", "적요", 60),
	Column("income", "수입금액", 30, ColumnKind.WON, carry=Carry.SUM),
	Column("expense", "지출금액", 30, ColumnKind.WON, carry=Carry.SUM),
	Column("balance", "차인잔액", 30, ColumnKind.WON, carry=Carry.LAST),
)
TREE = (
	Column("gwan", "관", 30, level=0),
	Column("hang", "항", 30, level=1),
	Column("mok", "목", 30, level=2),
	Column("budget", "예산현액", 30, ColumnKind.WON),
)
ROOMS = [20, 20, 30, 30, 30]


def book(amounts, every=None):
	"""Rows of a cash book: an entry for each amount (receipts positive), a 월계 after ``every`` entries."""
	balance = 0
	yield Row({"remarks": "전월이월", "balance": 0}, RowKind.OPENING)
	for i, amount in enumerate(amounts, 1):
		balance += amount
		side = "income" if amount > 0 else "expense"
		yield Row({"day": date(2026, 1, 2), "remarks": f"{i}번", side: abs(amount), "balance": balance})
		if every and not i % every:
			yield Row({"remarks": "월계", "balance": balance}, RowKind.SUBTOTAL)


def texts(page, key):
	index = [column.key for column in COLUMNS].index(key)
	return [" ".join(filter(None, drawn.cells[index])) for drawn in page.rows]


def test_one_page_carries_nothing():
	pages = paginate(book([1] * 5), COLUMNS, ROOMS, 20, 25, carries=True)
	assert len(pages) == 1
	assert "다음쪽으로" not in texts(pages[0], "remarks")


def test_a_page_closes_with_what_the_next_one_opens_with():
	pages = paginate(book([100, -30] * 20), COLUMNS, ROOMS, 10, 12, carries=True)
	assert len(pages) > 3
	for page, following in pairwise(pages):
		assert texts(page, "remarks")[-1] == "다음쪽으로"
		assert texts(following, "remarks")[0] == "전쪽이월"
		for key in ("income", "expense", "balance"):
			assert texts(page, key)[-1] == texts(following, key)[0]


def test_sums_are_carried_from_the_last_monthly_total_on():
	"""3 entries and a 월계, then 6 entries: a page of 9 lines ends within the second month."""
	rows = [*book([100] * 3, every=3), *list(book([7] * 6))[1:]]
	first, second = paginate(rows, COLUMNS, ROOMS, 9, 30, carries=True)
	assert texts(first, "remarks") == [
		"전월이월",
		"1번",
		"2번",
		"3번",
		"월계",
		"1번",
		"2번",
		"3번",
		"다음쪽으로",
	]
	assert texts(first, "income")[-1] == "21"
	assert texts(second, "income")[0] == "21"


@given(
	st.lists(st.integers(-(10**9), 10**9).filter(bool), max_size=120), st.integers(6, 30), st.integers(1, 9)
)
def test_no_entry_is_lost_and_no_page_overflows(amounts, room, every):
	rows = list(book(amounts, every))
	pages = paginate(rows, COLUMNS, ROOMS, room - 2, room, carries=True)
	put = [drawn.row for page in pages for drawn in page.rows]
	assert [row for row in put if row in rows] == rows
	assert len(put) == len(rows) + 2 * (len(pages) - 1)
	for number, page in enumerate(pages):
		assert page.height == sum(drawn.height for drawn in page.rows) <= (room if number else room - 2)


def test_the_names_above_are_repeated_on_a_new_page():
	rows = [
		Row({"gwan": "사무비", "budget": 3}, level=0),
		Row({"hang": "인건비", "budget": 3}, level=1),
		Row({"mok": "급여", "budget": 1}, level=2),
		Row({"mok": "각종 수당", "budget": 2}, level=2),
	]
	first, second = paginate(rows, TREE, [20] * 4, 3, 3, carries=False)
	assert [drawn.cells[0] for drawn in first.rows] == [["사무비"], [""], [""]]
	assert [cell[0] for cell in second.rows[0].cells] == ["사무비", "인건비", "각종 수당", "2"]
	assert tree_column(TREE, second.rows[0].row) == 2


def test_rows_outside_a_tree_are_ruled_from_the_left():
	assert tree_column(TREE, Row({"gwan": "세입 합계"}, RowKind.TOTAL)) == 0


@pytest.mark.parametrize(
	("value", "kind", "text"),
	[
		(None, ColumnKind.WON, ""),
		(0, ColumnKind.WON, "0"),
		(-1_234_567, ColumnKind.WON, "△1,234,567"),
		(12.5, ColumnKind.RATE, "12.5"),
		(1234.0, ColumnKind.RATE, "1,234.0"),
		(date(2026, 3, 2), ColumnKind.DATE, "2026-03-02"),
		("복사용지", ColumnKind.TEXT, "복사용지"),
	],
)
def test_values_as_forms_write_them(value, kind, text):
	assert written(value, kind) == text


def test_text_breaks_at_blanks_and_ends_with_an_ellipsis_when_it_must():
	assert wrap("경로식당 식재료 구입", 9, 3) == ["경로식당 식재료", "구입"]
	assert wrap("가" * 100, 9, 2)[-1].endswith("…")
	assert wrap("", 9, 3) == [""]


@given(st.text(max_size=200), st.floats(2, 40))
def test_no_line_is_wider_than_its_column(text, room):
	lines = wrap(text, room, MOST_LINES)
	assert 1 <= len(lines) <= MOST_LINES
	assert all(width_of(line) <= room + 1e-9 or len(line) <= 2 for line in lines)


@given(st.text(max_size=100), st.floats(2, 40))
def test_text_that_has_room_is_whole(text, room):
	lines = wrap(text, room, 1_000)
	assert "".join("".join(lines).split()) == "".join(text.split())
