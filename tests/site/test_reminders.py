"""Once a month: warranties, service lives, loans and important property of a register, promises that were not kept; a stopped notice
to donors goes on.
"""

from datetime import date, timedelta

import asset_house
import donation_house
import factory
import frappe
import house
import pytest
from factory import acting_as

from huimang.donation import tasks as donation_tasks
from huimang.donation.disclosure import api as disclosing
from huimang.donation.disclosure import notice
from huimang.errors import FacilityAccessError
from huimang.printing import mailing
from huimang.property import tasks

TODAY = date(2026, 7, 15)


def make():
	home = donation_house.begin()
	soon = TODAY + timedelta(days=30)
	asset_house.card(home, warranty_until=soon)
	asset_house.card(home, warranty_until=soon + timedelta(days=1))
	# a table is used for ten years by the procurement service
	asset_house.card(home, acquired_on="2016-07-01", service_life_years=10)
	asset_house.card(home, acquired_on="2016-07-20", service_life_years=10)
	asset_house.card(home, is_important=1, restricted_until="2029-01-01")
	lent = asset_house.card(home)
	asset_house.happen(home, "Lending", lent, until="2026-07-14", other_party="이웃 복지관")
	giver = donation_house.donor(home)
	for amount in (10_000, 20_000):
		donation_house.write(
			home, "Donation Pledge", donor=giver.name, amount=amount, starts_on="2026-01-01", pay_day=10
		)
	return home


built, clean_slate, home = house.once(make, ())


def notices(user: str, words: str) -> list[str]:
	return frappe.get_all(
		"Notification Log", {"for_user": user, "subject": ("like", f"%{words}%")}, pluck="subject"
	)


def test_what_waits_in_a_register_is_told_once_a_month(home, monkeypatch):
	found = tasks.due(TODAY)[home.facility]
	assert {kind: count for kind, count in found.items() if count} == {
		tasks.WARRANTY: 1,
		tasks.WORN: 1,
		tasks.OVERDUE: 1,
		tasks.REPORT: 1,
	}
	assert tasks.COUNT not in found and tasks.due(date(2026, 11, 2))[home.facility][tasks.COUNT] == 1
	monkeypatch.setattr(tasks, "getdate", lambda day=None: frappe.utils.getdate(day) if day else TODAY)
	for _again in range(2):
		tasks.remind()
	for user in (home.accountant, home.colleague):
		[told] = notices(user, "자산 알림")
		assert "2026년 07월" in told and "대여 반납 지연 1건" in told and "보증 만료 예정 1건" in told
	assert not notices(home.manager, "자산 알림")


def test_promises_that_were_not_kept_are_told_once_a_month(home):
	for _again in range(2):
		donation_tasks.remind_of_missed_pledges()
	[told] = notices(home.manager, "약정 알림")
	assert "미납이 있는 약정 2건" in told and "3회 이상 연속 미납 2건" in told
	assert not notices(home.accountant, "약정 알림")


def test_a_stopped_notice_goes_on(home, monkeypatch):
	started = []
	monkeypatch.setattr(mailing, "require_account", lambda: None)
	monkeypatch.setattr(notice, "start", started.append)
	values = {"doctype": notice.DOCTYPE, "facility": home.facility, "accounting_year": home.year}
	with acting_as(home.manager):
		name = frappe.get_doc(values).insert().name
		started.clear()
		frappe.db.set_value(notice.DOCTYPE, name, "status", notice.FAILED)
		disclosing.go_on(name)
		frappe.db.set_value(notice.DOCTYPE, name, "status", notice.DONE)
		with pytest.raises(frappe.ValidationError):
			disclosing.go_on(name)
	assert started == [name]
	stranger = factory.make_user("x" + home.manager, factory.make_facility(), ["Donation Manager"])
	with acting_as(stranger), pytest.raises(FacilityAccessError):
		disclosing.go_on(name)
