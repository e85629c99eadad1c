"""A facility's old register: taken over as a whole, told row by row where it is wrong, and never twice."""

import datetime

import frappe
import house
import pytest
import sheets

from huimang.errors import FacilityAccessError
from huimang.facility import access
from huimang.migration import template, upload
from huimang.migration.asset_sheet import LAYOUT
from huimang.property import values
from huimang.property.assets_import import AssetUpload

HEADER = (
	"관리번호",
	"품명",
	"분류",
	"수량",
	"취득일자",
	"취득금액",
	"설치장소",
	"내용연수",
	"상각 시작연도",
	"상각누계액",
	"취득구분",
)
CHAIR = ("비품-1", "의자", "작업용의자", 4, "2024-03-02", 400_000, "새 사무실", None, None, None, "구입")
BUILDING = (
	"재산-1",
	"본관",
	"건물(철근콘크리트조 등)",
	1,
	"2010-05-20",
	"500,000,000",
	None,
	40,
	2026,
	195_833_333,
	"신축",
)


@pytest.fixture(scope="module")
def home(site):
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	return house.standing()


@pytest.fixture(autouse=True)
def as_accountant(home):
	frappe.set_user(home.accountant)
	yield
	house.leave(home)


def run(home, *rows, take=True):
	content = sheets.workbook(*rows, header=HEADER)
	work = upload.take_over if take else upload.examine
	return work(AssetUpload(home.facility), content)


def test_rows_become_cards_and_the_same_file_again_none(home):
	told = run(home, CHAIR, BUILDING, take=False)
	assert (told.is_clean, told.new) == (True, 2), told.faults
	assert "새 사무실" in told.notes[0]
	assert not frappe.db.exists("Facility Asset", {"facility": home.facility, "former_no": "비품-1"})
	assert run(home, CHAIR, BUILDING).taken == 2
	again = run(home, CHAIR, BUILDING)
	assert (again.known, again.new, again.taken) == (2, 0, 0)
	chairs = frappe.get_doc("Facility Asset", {"facility": home.facility, "former_no": "비품-1"})
	assert (chairs.quantity, chairs.unit_price, chairs.is_depreciable) == (4, 100_000, 0)
	assert frappe.db.get_value("Asset Place", chairs.place, "place_name") == "새 사무실"
	building = frappe.db.get_value("Facility Asset", {"facility": home.facility, "former_no": "재산-1"})
	held = values.holding_of(home.facility, building)
	assert held.book_value(datetime.date(2025, 12, 31)) == 304_166_667
	assert held.book_value(datetime.date(2026, 12, 31)) == 291_666_667


def test_every_wrong_row_is_told_and_none_is_taken(home):
	wrong = run(
		home,
		CHAIR,
		("비품-1", *CHAIR[1:]),
		("비품-2", "의자", "없는 분류", *CHAIR[3:]),
		("비품-3", "의자", "작업용의자", 0, *CHAIR[4:]),
		("비품-4", "의자", "작업용의자", 1, "언젠가", *CHAIR[5:]),
		("비품-5", "의자", "작업용의자", 1, "2999-01-01", *CHAIR[5:]),
		(*BUILDING[:8], None, 5, "신축"),
	)
	assert sorted(fault["row"] for fault in wrong.faults) == [3, 4, 5, 6, 8]
	assert wrong.taken is None
	assert not frappe.db.exists("Facility Asset", {"facility": home.facility, "former_no": "비품-1"})


def test_a_row_that_its_card_refuses_is_told_before_anything_is_taken(home):
	told = run(home, CHAIR, ("비품-5", "의자", "작업용의자", 1, "2999-01-01", *CHAIR[5:]), take=False)
	assert [fault["row"] for fault in told.faults] == [3]


def test_who_may_not_register_may_not_upload(home):
	frappe.set_user(home.head)
	with pytest.raises(FacilityAccessError):
		AssetUpload.require(home.facility)
	assert access.facilities_for(home.head, "Facility Asset", "create") == frozenset()


def test_the_template_is_a_file_that_is_read(home):
	told = upload.examine(AssetUpload(home.facility), template.build(LAYOUT))
	assert (told.sheet, told.rows, told.faults) == ("자산대장", 0, [])
