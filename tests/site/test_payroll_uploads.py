"""A facility begins in the middle of a year: pay and leave of before come by Excel, and so do the entries of a month."""

from __future__ import annotations

import base64
from datetime import date

import frappe
import payroll_house as house_of
import pytest
import sheets
from factory import acting_as

from huimang.migration import api as uploads
from huimang.personnel import entitlements


def _people(house) -> None:
	house.kim, house.lee = (house_of.employ(house, name) for name in ("김하나", "이두리"))


@pytest.fixture(scope="module")
def house(site):
	with house_of.standing(_people) as house:
		yield house


@pytest.fixture(autouse=True)
def clean_slate(house):
	with house_of.from_the_start(house):
		yield


def upload(house, kind: str, method, header: list[str], *rows: tuple) -> dict:
	content = base64.b64encode(sheets.workbook(*rows, header=header)).decode()
	with acting_as(house.users["hr"]):
		return method(kind, house.facility, content)


PAY = ["사번", "성명", "귀속연도", "귀속월", "지급일", "지급총액", "비과세", "소득세", "국민연금"]


def test_pay_of_before_comes_by_excel_all_of_it_or_nothing(house):
	rows = [
		(None, "김하나", 2026, month, f"2026-{month:02d}-25", "3,000,000", 200_000, 74_350, 133_000)
		for month in (1, 2)
	]
	bad = upload(
		house, "opening_pay", uploads.take, PAY, *rows, (None, "없는사람", 2026, 13, None, 1, 0, 0, 0)
	)
	assert not bad["is_clean"] and not frappe.db.count("Opening Pay", {"facility": house.facility})
	assert {fault["row"] for fault in bad["faults"]} == {4}
	wrong = upload(house, "opening_pay", uploads.check, PAY, (None, "김하나", 2026, 3, None, 100, 200, 0, 0))
	assert [fault["row"] for fault in wrong["faults"]] == [2]
	assert upload(house, "opening_pay", uploads.take, PAY, *rows)["taken"] == 2
	january = frappe.get_doc("Opening Pay", {"employee": house.kim, "month": 1})
	assert (int(january.taxable), int(january.pension), str(january.pay_day)) == (
		2_800_000,
		133_000,
		"2026-01-25",
	)
	again = upload(house, "opening_pay", uploads.check, PAY, *rows)
	assert (again["new"], again["changed"], again["known"]) == (0, 0, 2)


def test_entries_of_a_month_come_by_excel_and_are_paid(house):
	header = ["사번", "성명", "연도", "월", "급여항목", "시간", "금액"]
	rows = [
		(None, "김하나", 2026, 7, "시간외근무수당", 10, None),
		(None, "이두리", 2026, 7, "기타 공제", None, 30_000),
	]
	bad = upload(
		house, "payroll_entries", uploads.check, header, (None, "김하나", 2026, 7, "없는수당", 1, None)
	)
	assert bad["faults"][0]["column"] == "급여항목"
	assert upload(house, "payroll_entries", uploads.take, header, *rows)["taken"] == 2
	slip = house_of.slip_of(house_of.run(house), house.kim)
	assert {line.title: int(line.amount) for line in slip.lines}["시간외근무수당"] == 206_685


def test_leave_that_is_left_is_what_the_list_says(house):
	"""Since 2020: 18 days arise on 2026-01-01. 김 brings 9.5 of them, 이 20, which are two more than the law gives."""
	header = ["성명", "기준일", "남은 일수"]
	day = date(2026, 5, 31)
	rows = [("김하나", str(day), 9.5), ("이두리", str(day), 20)]
	checked = upload(house, "leave_left", uploads.check, header, *rows)
	assert checked["is_clean"] and not frappe.db.exists("Leave Entitlement", {"employee": house.kim})
	for _again in range(2):
		upload(house, "leave_left", uploads.take, header, *rows)
		kind = f"{house.facility}-ANNUAL"
		reckoned = entitlements.reckon([house.kim, house.lee], kind)
		left = [float(reckoned[person].left_on(day)) / 8 for person in (house.kim, house.lee)]
		assert left == [9.5, 20]
	# what was brought along stays when the rule is reckoned again at night
	entitlements.grant_facility(house.facility, date(2026, 6, 1))
	assert float(entitlements.reckon([house.kim], kind)[house.kim].left_on(day)) / 8 == 9.5
	refused = upload(house, "leave_left", uploads.check, header, ("김하나", str(day), -1))
	assert not refused["is_clean"]
