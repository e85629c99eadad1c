"""Leave (근로기준법 제60조): it arises by the rule, is applied for, approved and used up; each sees their own.

행복 (A)                                   사랑 (B)
  head@  Facility Head                       other@ HR Manager
  hr@    HR Manager
  clerk@ Accountant
  kim@   Facility Staff, 김직원 since 2024-03-01
  lee@   Facility Staff, 이직원 since 2026-09-15
"""

from datetime import date

import factory
import frappe
import pytest
from house import once

from huimang.approval import inbox, service
from huimang.errors import FacilityAccessError
from huimang.facility import access
from huimang.personnel import entitlements, leave_kinds, work_api, work_queries

HEAD, HR, CLERK, KIM, LEE, OTHER = (
	f"{name}@leave.test" for name in ("head", "hr", "clerk", "kim", "lee", "other")
)
TODAY = date(2026, 11, 20)


def make():
	a, b = factory.make_facility(), factory.make_facility()
	for user, role in ((HEAD, "Facility Head"), (HR, "HR Manager"), (CLERK, "Accountant")):
		factory.make_user(user, a, [role])
	for user in (KIM, LEE):
		factory.make_user(user, a, ["Facility Staff"])
	factory.make_user(OTHER, b, ["HR Manager"])
	kim = employee(a, "김직원", KIM, "2024-03-01")
	lee = employee(a, "이직원", LEE, "2026-09-15")
	leave_kinds.ensure(a)
	entitlements.grant_facility(a, TODAY)
	return frappe._dict(a=a, b=b, kim=kim, lee=lee, annual=f"{a}-ANNUAL")


built, clean_slate, house = once(make, (HEAD, HR, CLERK, KIM, LEE, OTHER))


def employee(facility: str, name: str, user: str | None, hired_on: str, **kw) -> str:
	values = {"doctype": "Facility Employee", "facility": facility, "full_name": name, "user": user}
	return frappe.get_doc({**values, "hired_on": hired_on, "weekly_hours": 40, **kw}).insert().name


def apply_for(house, user: str, first: str, last: str | None = None, **kw):
	"""A draft request of the person with this login."""
	person = {KIM: house.kim, LEE: house.lee}[user]
	values = {"doctype": "Leave Request", "facility": house.a, "employee": person, "leave_kind": house.annual}
	with factory.acting_as(user):
		return frappe.get_doc({**values, "from_date": first, "to_date": last or first, **kw}).insert()


def request(doc):
	with factory.acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def left(house, person: str, on: date = TODAY) -> float:
	return float(entitlements.reckon([person], house.annual)[person].left_on(on))


# ---- what arises


def test_leave_arises_by_the_rule_and_once(house):
	"""15 days after a year of work, a day for each month of the first (제60조①·②)."""
	rows = frappe.get_all("Leave Entitlement", {"employee": house.lee}, ["days", "hours", "article"])
	assert [(row.days, row.hours) for row in rows] == [(1, 8), (1, 8)]
	assert left(house, house.kim) == 15 * 8
	assert entitlements.grant_facility(house.a, TODAY) == 0


def test_an_absence_takes_the_day_of_its_month_away(house):
	record = {"doctype": "Attendance Record", "facility": house.a, "employee": house.lee, "status": "Absent"}
	frappe.get_doc({**record, "work_date": "2026-10-20"}).insert()
	entitlements.grant_facility(house.a, TODAY)
	assert left(house, house.lee) == 8
	assert entitlements.grant_facility(house.a, TODAY) == 0


def test_hours_corrected_by_hand_need_a_reason_and_stay(house):
	doc = frappe.get_doc("Leave Entitlement", {"employee": house.kim})
	doc.hours = 100
	with factory.acting_as(HR):
		with pytest.raises(frappe.ValidationError, match="사유"):
			doc.save()
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.update({"hours": 100, "reason": "입사 전 사용분 반영"})
		doc.save()
	entitlements.grant_facility(house.a, TODAY)
	assert left(house, house.kim) == 100


def test_part_time_leave_is_in_proportion(house):
	part = employee(house.a, "박단시간", None, "2025-03-01", weekly_hours=20, employment_type="Part-time")
	entitlements.grant_facility(house.a, TODAY)
	assert left(house, part) == 60


def test_what_is_left_is_carried_over_once(house):
	doc = frappe.get_doc("Leave Entitlement", {"employee": house.kim})
	with factory.acting_as(HR):
		name = work_api.carry_over(doc.name, "2028-02-28", "노사 합의")
		assert left(house, house.kim) == 0
		assert left(house, house.kim, date(2027, 6, 1)) == 120
		with pytest.raises(frappe.ValidationError):
			work_api.carry_over(doc.name, "2028-02-28", "다시")
	assert frappe.db.get_value("Leave Entitlement", doc.name, "carried_to") == name


# ---- applying


def test_days_off_and_public_holidays_take_no_leave(house):
	"""2026-12-25 is a public holiday, 26 and 27 a weekend."""
	doc = apply_for(house, KIM, "2026-12-24", "2026-12-28")
	assert [str(row.leave_date) for row in doc.leave_days] == ["2026-12-24", "2026-12-28"]
	assert (doc.days, doc.hours) == (2, 16)
	with pytest.raises(frappe.ValidationError, match="근무일이 없습니다"):
		apply_for(house, KIM, "2026-12-25", "2026-12-27")


def test_halves_and_hours_take_their_share(house):
	assert apply_for(house, KIM, "2026-12-01", unit="Morning").hours == 4
	doc = apply_for(house, KIM, "2026-12-02", unit="Hours", from_time="14:00:00", to_time="16:00:00")
	assert (doc.hours, doc.days) == (2, 0.25)


def test_the_balance_is_shown_while_applying_and_used_up_on_approval(house):
	with factory.acting_as(KIM):
		told = work_api.leave_glance(
			house.a, house.kim, house.annual, from_date="2026-12-01", to_date="2026-12-03", unit="Full Days"
		)
	assert [figure["text"] for figure in told["figures"]][:2] == ["15일", "3일"]
	doc = factory.approve(apply_for(house, KIM, "2026-12-01", "2026-12-03"))
	assert doc.stage == "Approved"
	assert left(house, house.kim) == 12 * 8
	with factory.acting_as(HEAD):
		service.move_to(doc.doctype, doc.name, "Cancelled", "업무 사정")
	assert left(house, house.kim) == 15 * 8


def test_more_than_is_left_is_refused(house):
	request(apply_for(house, LEE, "2026-12-01", "2026-12-02"))
	with pytest.raises(frappe.ValidationError, match="모자랍니다"):
		request(apply_for(house, LEE, "2026-12-03"))


def test_leave_that_has_expired_or_not_arisen_is_not_there(house):
	"""The last grant of 김직원 expires on 2027-02-28."""
	request(apply_for(house, KIM, "2027-02-26"))
	with pytest.raises(frappe.ValidationError, match="모자랍니다"):
		request(apply_for(house, KIM, "2027-03-02"))


def test_one_day_is_taken_once(house):
	request(apply_for(house, KIM, "2026-12-01", unit="Morning"))
	request(apply_for(house, KIM, "2026-12-01", unit="Afternoon"))
	for unit in ("Morning", "Full Days"):
		with pytest.raises(frappe.ValidationError, match="이미 휴가"):
			request(apply_for(house, KIM, "2026-12-01", unit=unit))


def test_other_leave_ends_at_its_days_and_needs_its_evidence(house):
	"""가족돌봄휴가 10일 a year; 경조 with evidence."""
	care, wedding = f"{house.a}-CARE", f"{house.a}-MARRIAGE"
	request(apply_for(house, KIM, "2026-12-01", "2026-12-11", leave_kind=care))
	with pytest.raises(frappe.ValidationError, match="10일까지"):
		request(apply_for(house, KIM, "2026-12-14", "2026-12-15", leave_kind=care))
	with pytest.raises(frappe.ValidationError, match="증빙"):
		request(apply_for(house, KIM, "2026-12-21", leave_kind=wedding))
	assert left(house, house.kim) == 15 * 8


def test_maternity_leave_counts_days_off(house):
	doc = apply_for(house, KIM, "2026-12-01", "2027-02-28", leave_kind=f"{house.a}-MATERNITY")
	assert doc.days == 90


def test_nobody_approves_their_own_leave(house):
	"""HR writes for the head, who is not the one to approve while another head is there."""
	second = factory.make_user("second@leave.test", house.a, ["Facility Head"])
	boss = employee(house.a, "시설장", HEAD, "2020-01-01")
	entitlements.grant_facility(house.a, TODAY)
	values = {"doctype": "Leave Request", "facility": house.a, "employee": boss, "leave_kind": house.annual}
	with factory.acting_as(HR):
		doc = frappe.get_doc({**values, "from_date": "2026-12-01"}).insert()
	doc = request(doc)
	with factory.acting_as(HEAD), pytest.raises(frappe.ValidationError, match="본인에 관한"):
		service.move_to(doc.doctype, doc.name, "Approved")
	with factory.acting_as(second):
		assert [card["name"] for card in inbox.waiting(second)] == [doc.name]
		assert service.move_to(doc.doctype, doc.name, "Approved").stage == "Approved"


# ---- who sees what


def test_each_sees_their_own_leave_by_every_road(house):
	doc = request(apply_for(house, KIM, "2026-12-01"))
	for user, sees in ((KIM, True), (HR, True), (HEAD, True), (LEE, False), (CLERK, False), (OTHER, False)):
		with factory.acting_as(user):
			listed = (
				frappe.get_list("Leave Request", pluck="name")
				if frappe.has_permission("Leave Request")
				else []
			)
			assert (doc.name in listed) == sees, user
			assert frappe.has_permission("Leave Request", "read", doc=doc.name) == sees, user
			assert access.reaches(user, "Leave Request", doc.name) == sees, user
			given = frappe.get_list("Leave Entitlement", {"employee": house.kim}) if sees else []
			assert bool(given) == sees
			days = access.query_condition(user, "Leave Request Day")
			rows = frappe.db.sql(f"select parent from `tabLeave Request Day` where {days}")
			assert ((doc.name,) in rows) == sees, user


def test_steps_of_an_approval_go_as_far_as_the_leave(house):
	doc = request(apply_for(house, KIM, "2026-12-01"))
	step = frappe.db.get_value("Approval Step", {"reference_name": doc.name})
	for user, sees in ((HEAD, True), (CLERK, False)):
		with factory.acting_as(user):
			assert (step in frappe.get_list("Approval Step", pluck="name")) == sees
			assert frappe.get_doc("Approval Step", step).has_permission("read") == sees
			assert access.reaches(user, "Approval Step", step) == sees


def test_nobody_applies_in_anothers_name(house):
	values = {
		"doctype": "Leave Request",
		"facility": house.a,
		"employee": house.lee,
		"leave_kind": house.annual,
	}
	with factory.acting_as(KIM):
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({**values, "from_date": "2026-12-01"}).insert()
		own = frappe.get_doc({**values, "employee": None, "from_date": "2026-12-01"}).insert()
		assert own.employee == house.kim
		own.employee = house.lee
		with pytest.raises(frappe.PermissionError):
			own.save()
		with pytest.raises((frappe.PermissionError, FacilityAccessError)):
			work_api.leave_glance(house.a, house.lee, house.annual, from_date="2026-12-01")


def test_colleagues_see_that_somebody_is_away_not_why(house):
	doc = factory.approve(apply_for(house, KIM, "2026-12-01"))
	with factory.acting_as(LEE):
		events = work_api.team_calendar("2026-12-01", "2026-12-31")
		assert [(event["name"], event["title"]) for event in events] == [(None, "김직원 · 휴가")]
	with factory.acting_as(HR):
		assert work_api.team_calendar("2026-12-01", "2026-12-31")[0]["name"] == doc.name
	with factory.acting_as(OTHER):
		assert work_api.team_calendar("2026-12-01", "2026-12-31") == []


def test_a_colleagues_place_is_no_way_to_their_balance(house):
	with factory.acting_as(KIM):
		assert frappe.get_list("Leave Entitlement", pluck="employee", distinct=True) == [house.kim]


def test_who_must_be_asked_to_take_their_leave(house):
	"""제61조①: from six months before the end, within ten days; the days are named by two months before it."""
	rows = {row["full_name"]: row for row in work_queries.balances(house.a, TODAY)}
	assert (rows["김직원"]["left"], rows["김직원"]["ask_from"]) == (15, date(2026, 9, 1))
	assert (rows["김직원"]["ask_to"], rows["김직원"]["name_by"]) == (date(2026, 9, 10), date(2026, 12, 31))
