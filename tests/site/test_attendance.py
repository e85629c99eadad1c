"""Working time: schedules and rosters, attendance by entry, Excel and check-in, overtime within 52 hours.

시설 (A)                                    사랑 (B)
  head@  Facility Head                        other@ HR Manager
  hr@    HR Manager
  kim@   Facility Staff, 김직원
  lee@   Facility Staff, 이직원
"""

import base64
from datetime import date, datetime
from unittest.mock import patch

import factory
import frappe
import pytest
import sheets
from house import once

from huimang.approval import service
from huimang.errors import FacilityAccessError
from huimang.migration import api as uploads
from huimang.personnel import attendance, overtime, schedules, work_api

HEAD, HR, KIM, LEE, OTHER = (f"{name}@work.test" for name in ("head", "hr", "kim", "lee", "other"))
MONDAY, SATURDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29)


def make():
	a, b = factory.make_facility(), factory.make_facility()
	for user, role in (
		(HEAD, "Facility Head"),
		(HR, "HR Manager"),
		(KIM, "Facility Staff"),
		(LEE, "Facility Staff"),
	):
		factory.make_user(user, a, [role])
	factory.make_user(OTHER, b, ["HR Manager"])
	return frappe._dict(a=a, b=b, kim=employee(a, "김직원", KIM), lee=employee(a, "이직원", LEE))


built, clean_slate, house = once(make, (HEAD, HR, KIM, LEE, OTHER))


def employee(facility: str, name: str, user: str | None, **kw) -> str:
	values = {"doctype": "Facility Employee", "facility": facility, "full_name": name, "user": user}
	return frappe.get_doc({**values, "hired_on": "2024-03-01", "weekly_hours": 40, **kw}).insert().name


def shifts(house, **kw):
	"""A schedule of day and night shifts with both people."""
	row = {"break_minutes": 60}
	return frappe.get_doc(
		{
			"doctype": "Work Schedule",
			"facility": house.a,
			"schedule_name": "요양 교대",
			"kind": "Shifts",
			"shifts": [
				{**row, "shift_name": "주간", "start_time": "09:00:00", "end_time": "18:00:00"},
				{**row, "shift_name": "야간", "start_time": "21:00:00", "end_time": "06:00:00"},
			],
			"members": [
				{"employee": house.kim, "from_date": MONDAY},
				{"employee": house.lee, "from_date": MONDAY},
			],
			**kw,
		}
	).insert()


def ask_overtime(house, day: date, start: str, end: str, **kw):
	values = {"doctype": "Overtime Request", "work_date": day, "start_time": start, "end_time": end}
	with factory.acting_as(KIM):
		return frappe.get_doc({**values, "reason": "행사 준비", **kw}).insert()


def request(doc):
	with factory.acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def upload(house, method, *rows: tuple) -> dict:
	header = ("사번", "성명", "근무일", "구분", "출근", "퇴근")
	content = base64.b64encode(sheets.workbook(*rows, header=header)).decode()
	with factory.acting_as(HR):
		return method("attendance", house.a, content)


# ---- what is planned


def test_without_a_schedule_the_office_week_holds(house):
	plan = schedules.plan_of(house.kim, MONDAY, SUNDAY)
	assert [planned.hours for planned in plan.values()] == [8, 8, 8, 8, 8, 0, 0]
	assert [day for day, planned in plan.items() if planned.is_holiday] == [SUNDAY]


def test_the_roster_goes_before_the_schedule(house):
	"""Each begins one place later in the turn; what is on the roster already stays."""
	doc = shifts(house)
	with factory.acting_as(HR):
		assert work_api.plan_roster(doc.name, str(MONDAY), str(SUNDAY), "주간, 야간, 휴") == 14
		assert work_api.plan_roster(doc.name, str(MONDAY), str(SUNDAY), "주간") == 0
	assert [planned.hours for planned in schedules.plan_of(house.kim, MONDAY, SUNDAY).values()] == [
		8,
		8,
		0,
		8,
		8,
		0,
		8,
	]
	assert [planned.hours for planned in schedules.plan_of(house.lee, MONDAY, SUNDAY).values()] == [
		8,
		0,
		8,
		8,
		0,
		8,
		8,
	]
	with factory.acting_as(KIM):
		events = work_api.roster_calendar(str(MONDAY), str(SUNDAY))
		assert len(events) == 7 and all(event["title"].startswith("김직원") for event in events)
		with pytest.raises(frappe.PermissionError):
			work_api.plan_roster(doc.name, str(MONDAY), str(SUNDAY), "주간")


def test_nobody_works_by_two_schedules_at_once(house):
	shifts(house)
	with pytest.raises(frappe.ValidationError, match="다른 근무형태"):
		shifts(house, schedule_name="둘째")


def test_queries_for_a_plan_do_not_grow_with_people(house):
	people = {employee(house.a, f"직원{number}", None): 40.0 for number in range(8)}
	counts = []
	schedules.plan(house.a, people, MONDAY, SUNDAY)
	for group in (dict(list(people.items())[:2]), people):
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			schedules.plan(house.a, group, MONDAY, SUNDAY)
			counts.append(sql.call_count)
	assert counts[0] == counts[1]


# ---- attendance


def test_checking_in_and_out_is_ones_own_and_happens_once(house):
	with factory.acting_as(KIM):
		with patch.object(attendance, "now_datetime", return_value=datetime(2026, 11, 23, 9, 12)):
			assert work_api.check_in()["check_in"] == "09:12"
		with patch.object(attendance, "now_datetime", return_value=datetime(2026, 11, 23, 10, 0)):
			assert work_api.check_in()["check_in"] == "09:12"
		with patch.object(attendance, "now_datetime", return_value=datetime(2026, 11, 23, 18, 5)):
			assert work_api.check_out()["check_out"] == "18:05"
	doc = frappe.get_doc("Attendance Record", {"employee": house.kim})
	assert (doc.status, doc.source, round(doc.worked_hours, 2)) == ("Late", "Check-in", 7.88)
	for user, sees in ((KIM, True), (HR, True), (LEE, False), (OTHER, False)):
		with factory.acting_as(user):
			assert (doc.name in frappe.get_list("Attendance Record", pluck="name")) == sees
	with factory.acting_as(KIM), pytest.raises(frappe.PermissionError):
		doc.check_in = datetime(2026, 11, 23, 8, 0)
		doc.save()


def test_a_night_shift_is_left_on_the_next_morning(house):
	duty = {"doctype": "Duty Roster", "facility": house.a, "employee": house.kim, "duty_date": MONDAY}
	times = {"shift": "야간", "start_time": "21:00:00", "end_time": "06:00:00", "break_minutes": 60}
	frappe.get_doc({**duty, **times}).insert()
	with factory.acting_as(KIM):
		with patch.object(attendance, "now_datetime", return_value=datetime(2026, 11, 23, 20, 55)):
			work_api.check_in()
		with patch.object(attendance, "now_datetime", return_value=datetime(2026, 11, 24, 6, 0)):
			work_api.check_out()
	doc = frappe.get_doc("Attendance Record", {"employee": house.kim})
	assert (doc.work_date, doc.status) == (MONDAY, "Present")


def test_checking_out_without_having_come_is_refused(house):
	with factory.acting_as(LEE), pytest.raises(frappe.ValidationError, match="출근 기록이 없습니다"):
		work_api.check_out()


def test_a_workbook_is_taken_over_whole_or_not_at_all(house):
	number = frappe.db.get_value("Facility Employee", house.kim, "employee_no")
	good = (number, "김직원", "2026-11-23", "", "09:00", "18:00")
	bad = upload(
		house,
		uploads.take,
		good,
		("", "없는사람", "2026-11-23"),
		("", "이직원", "2026-11-32"),
		(number, "이직원", "2026-11-24"),
	)
	assert [(fault["row"], fault["column"]) for fault in bad["faults"]] == [
		(3, "성명"),
		(4, "근무일"),
		(5, "성명"),
	]
	assert bad["taken"] is None and not frappe.db.count("Attendance Record", {"facility": house.a})
	rows = (good, ("", "이직원", "2026-11-23", "결근", "", ""))
	told = upload(house, uploads.check, *rows)
	assert (told["is_clean"], told["new"]) == (True, 2)
	assert not frappe.db.count("Attendance Record", {"facility": house.a})
	assert upload(house, uploads.take, *rows)["taken"] == 2
	again = upload(house, uploads.check, *rows)
	assert (again["new"], again["changed"], again["known"]) == (0, 0, 2)
	assert frappe.db.get_value("Attendance Record", {"employee": house.kim}, ["worked_hours", "source"]) == (
		8,
		"Excel",
	)
	later = upload(house, uploads.take, (*good[:5], "19:00"))
	assert (later["changed"], later["taken"]) == (1, 1)
	assert frappe.db.get_value("Attendance Record", {"employee": house.kim}, "worked_hours") == 9


def test_what_the_record_itself_refuses_is_told_with_its_row(house):
	"""A day is tried out before it is taken: 15 hours of break leave no work."""
	told = upload(house, uploads.check, ("", "김직원", "2026-11-23", "", "09:00", "18:00"))
	assert told["is_clean"]
	with patch("huimang.personnel.attendance.check", side_effect=frappe.ValidationError("안 됩니다")):
		told = upload(house, uploads.check, ("", "김직원", "2026-11-23"), ("", "이직원", "2026-11-23"))
	assert [(fault["row"], fault["reason"]) for fault in told["faults"]] == [
		(2, "안 됩니다"),
		(3, "안 됩니다"),
	]
	assert not frappe.local.message_log


def test_attendance_is_uploaded_by_those_who_keep_it(house):
	for user in (KIM, OTHER):
		with factory.acting_as(user), pytest.raises(FacilityAccessError):
			uploads.check("attendance", house.a, "")
		with factory.acting_as(user), pytest.raises(FacilityAccessError):
			uploads.template("attendance", house.a)


# ---- overtime


def test_overtime_is_asked_for_approved_and_counted_by_kind(house):
	"""제56조: an hour of overtime at night is both; on a Sunday, beyond 8 hours apart."""
	late = factory.approve(ask_overtime(house, MONDAY, "18:00:00", "23:30:00", break_minutes=30))
	assert (late.overtime_hours, late.night_hours, late.holiday_hours) == (5, 1.5, 0)
	hours = overtime.of_month(house.a, 2026, 11)[house.kim]
	assert (hours.overtime, hours.night) == (5, 1.5)
	sunday = factory.approve(ask_overtime(house, date(2026, 11, 8), "09:00:00", "20:00:00", break_minutes=60))
	assert (sunday.overtime_hours, sunday.holiday_hours, sunday.holiday_beyond_hours) == (0, 8, 2)
	with factory.acting_as(HEAD):
		service.move_to(sunday.doctype, sunday.name, "Cancelled", "취소")
	assert overtime.of_month(house.a, 2026, 11)[house.kim].holiday == 0


@pytest.mark.parametrize(("end", "passes"), [("21:00:00", True), ("21:30:00", False)])
def test_a_week_ends_at_52_hours(house, end, passes):
	"""40 by contract and 9 on Saturday leave 3 (제53조①)."""
	request(ask_overtime(house, SATURDAY, "09:00:00", "19:00:00", break_minutes=60))
	doc = ask_overtime(house, MONDAY, "18:00:00", end)
	if passes:
		assert request(doc).week_hours == 52
	else:
		with pytest.raises(frappe.ValidationError, match="52시간"):
			request(doc)


def test_overtime_lies_outside_the_contract_and_has_its_break(house):
	with pytest.raises(frappe.ValidationError, match="소정근로시간"):
		request(ask_overtime(house, MONDAY, "17:00:00", "19:00:00"))
	with pytest.raises(frappe.ValidationError, match="30분"):
		request(ask_overtime(house, MONDAY, "18:00:00", "22:00:00"))
	request(ask_overtime(house, MONDAY, "18:00:00", "20:00:00"))
	with pytest.raises(frappe.ValidationError, match="이미"):
		request(ask_overtime(house, MONDAY, "19:00:00", "21:00:00"))


def test_overtime_made_up_for_by_leave_gives_it_with_its_premium(house):
	"""제57조: two hours of overtime are three hours of leave, and are not paid again."""
	doc = factory.approve(ask_overtime(house, MONDAY, "18:00:00", "20:00:00", compensated_by="In Leave"))
	rows = frappe.get_all(
		"Leave Entitlement", {"employee": house.kim, "reason": doc.name}, ["hours", "leave_kind"]
	)
	assert [(row.hours, row.leave_kind) for row in rows] == [(3, f"{house.a}-COMPENSATORY")]
	assert overtime.of_month(house.a, 2026, 11) == {}


def test_a_request_is_ones_own(house):
	doc = request(ask_overtime(house, MONDAY, "18:00:00", "20:00:00"))
	for user, sees in ((KIM, True), (HR, True), (HEAD, True), (LEE, False), (OTHER, False)):
		with factory.acting_as(user):
			assert (doc.name in frappe.get_list("Overtime Request", pluck="name")) == sees
