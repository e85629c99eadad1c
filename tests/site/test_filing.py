"""신고 달력: tasks of every facility from the law's calendar, who is reminded, and that running it again changes nothing."""

from datetime import date

import factory
import frappe
import house
import pytest
from factory import acting_as
from refusals import refused

from huimang.tax import api, filing, queries, tasks

TODAY = date(2026, 11, 22)


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def made(home) -> dict[str, str]:
	rows = frappe.get_all("Filing Task", {"facility": home.facility}, ["rule_code", "period", "due_on"])
	return {f"{row.rule_code} {row.period}": str(row.due_on) for row in rows}


def logs(task: str) -> list[str]:
	return frappe.get_all("Notification Log", {"document_name": task}, pluck="for_user")


def test_B2_B5_tasks_are_made_from_the_calendar(home):
	filing.make_tasks(home.facility, TODAY)
	tasks = made(home)
	assert tasks["WITHHOLDING 2026-11"] == "2026-12-10"
	assert tasks["B2 2027"] == "2026-11-30"
	assert tasks["B5 2027"] == "2026-12-24"
	assert not any(key.startswith(("VAT ", "L3", "WITHHOLDING-HALF")) for key in tasks)


def test_making_them_again_changes_nothing(home):
	assert filing.make_tasks(home.facility, TODAY)
	before = frappe.get_all("Filing Task", {"facility": home.facility}, ["name", "modified"], order_by="name")
	assert filing.make_tasks(home.facility, TODAY) == []
	assert (
		frappe.get_all("Filing Task", {"facility": home.facility}, ["name", "modified"], order_by="name")
		== before
	)


def test_a_holiday_that_is_added_moves_open_tasks(home):
	filing.make_tasks(home.facility, TODAY)
	frappe.get_doc(
		{"doctype": "Public Holiday", "holiday_date": "2026-12-10", "holiday_name": "임시공휴일"}
	).insert()
	assert filing.make_tasks(home.facility, TODAY) == []
	assert made(home)["WITHHOLDING 2026-11"] == "2026-12-11"


def test_what_a_facility_is_decides_what_it_files(home):
	frappe.db.set_value(
		"Facility", home.facility, {"vat_status": "Taxable Business", "withholding_half_yearly": 1}
	)
	frappe.clear_document_cache("Facility", home.facility)
	filing.make_tasks(home.facility, date(2027, 1, 2))
	tasks = made(home)
	assert tasks["VAT 2026-H2"] == "2027-01-25"
	assert tasks["WITHHOLDING-HALF 2026-H2"] == "2027-01-11"
	assert "WITHHOLDING 2026-12" not in tasks and "VAT-PURCHASES 2026-H2" not in tasks
	frappe.clear_document_cache("Facility", home.facility)


def test_C3_B8_a_supplementary_budget_calls_for_filings(home):
	first = frappe.get_all("Facility Budget", {"facility": home.facility, "docstatus": 1}, pluck="name")[0]
	frappe.db.set_value("Facility Budget", first, {"version": 1, "confirmed_on": "2026-11-18"})
	filing.make_tasks(home.facility, TODAY)
	tasks = made(home)
	assert tasks[f"C3 {first}"] == "2026-11-25"
	assert tasks[f"B8 {first}"] == "2026-12-08"


def test_who_is_responsible_is_reminded_once_a_day(home):
	filing.make_tasks(home.facility, TODAY)
	task = filing.task_name(home.facility, "WITHHOLDING", "2026-11")
	filing.remind(home.facility, date(2026, 12, 2))
	assert logs(task) == []
	filing.remind(home.facility, date(2026, 12, 3))
	assert sorted(logs(task)) == sorted([home.accountant, home.colleague])
	filing.remind(home.facility, date(2026, 12, 3))
	assert len(logs(task)) == 2
	filing.remind(home.facility, date(2026, 12, 11))
	assert len(logs(task)) == 4
	filing.remind(home.facility, date(2026, 12, 12))
	assert len(logs(task)) == 4


def test_without_an_hr_manager_the_accountant_is_reminded(home):
	filing.make_tasks(home.facility, TODAY)
	filing.remind(home.facility, date(2026, 12, 10))
	assert home.accountant in logs(filing.task_name(home.facility, "INSURANCE", "2026-11"))


def test_done_says_by_whom_and_reminds_no_more(home):
	filing.make_tasks(home.facility, TODAY)
	name = filing.task_name(home.facility, "WITHHOLDING", "2026-11")
	with acting_as(home.accountant):
		task = frappe.get_doc("Filing Task", name)
		task.status = "Done"
		task.save()
	assert (task.done_by, bool(task.done_on)) == (home.accountant, True)
	filing.remind(home.facility, date(2026, 12, 10))
	assert logs(name) == []


def test_the_calendar_is_not_rewritten_by_hand(home):
	filing.make_tasks(home.facility, TODAY)
	with acting_as(home.accountant):
		task = frappe.get_doc("Filing Task", filing.task_name(home.facility, "WITHHOLDING", "2026-11"))
		task.update({"due_on": "2027-12-10", "note": "메모"})
		task.save()
		assert (str(task.due_on), task.note) == ("2026-12-10", "메모")
		with refused(frappe.ValidationError, "해당 없음"):
			task.delete()


def test_a_facility_keeps_deadlines_of_its_own(home):
	with acting_as(home.accountant):
		values = {
			"doctype": "Filing Task",
			"facility": home.facility,
			"title": "보조금 정산 보고",
			"due_on": "2026-11-25",
		}
		task = frappe.get_doc(values).insert()
		task.due_on = "2026-11-26"
		task.save()
		task.delete()


def test_due_soon_tells_the_most_urgent_first_and_only_ones_own(home):
	filing.make_tasks(home.facility, TODAY)
	other = factory.make_facility()
	filing.make_tasks(other, TODAY)
	found = queries.due_soon(home.accountant, days=30)
	assert found and {row["facility"] for row in found} == {home.facility}
	assert [row["due_on"] for row in found] == sorted(row["due_on"] for row in found)
	assert {"name", "title", "period", "when", "route", "days_left", "facility_name"} <= set(found[0])
	with acting_as(home.accountant):
		assert api.due_soon(30) == found
		days = api.calendar_events("2026-12-01", "2026-12-31")
	assert days and all(row.due_on.month == 12 for row in days)


def test_a_new_facility_need_not_wait_for_the_scheduler(home):
	with acting_as(home.accountant):
		assert api.open_calendar() > 5
		assert api.open_calendar() == 0
	with acting_as(
		factory.make_user(f"x-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Auditor"])
	):
		assert api.open_calendar() == 0


def test_due_soon_is_one_query(home):
	from counting import at_most

	filing.make_tasks(home.facility, TODAY)
	queries.due_soon(home.accountant)
	with at_most(1):
		queries.due_soon(home.accountant)


def test_the_scheduler_goes_on_after_a_facility_that_fails(home, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.db, "rollback", lambda **kw: None)
	seen = []

	def make(facility, today):
		seen.append(facility)
		raise RuntimeError

	monkeypatch.setattr(filing, "make_tasks", make)
	tasks.keep_calendar()
	assert home.facility in seen and len(seen) == frappe.db.count(
		"Facility", {"status": "Active", "is_practice": 0}
	)
