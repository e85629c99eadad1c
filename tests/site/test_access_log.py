"""The access log: written by every road, sealed, and beyond everybody's reach."""

import factory
import frappe
import pytest
from factory import acting_as
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.core.doctype.activity_log.activity_log import add_authentication_log
from frappe.utils import getdate
from refusals import refused
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from huimang.facility.roles import ACCOUNTANT, FACILITY_HEAD
from huimang.security import access_log, exports, reviews

LOG = access_log.LOG


@pytest.fixture(scope="module")
def house(site):
	"""A facility with its head and its accountant, committed: sealing ends transactions."""
	facility = factory.make_facility("기록복지관")
	people = {
		role: factory.make_user(
			f"log-{role.split()[-1].lower()}-{facility}@example.com".lower(), facility, [role]
		)
		for role in (FACILITY_HEAD, ACCOUNTANT)
	}
	frappe.db.commit()
	return facility, people


def rows(facility: str, **filters) -> list[frappe._dict]:
	fields = ["name", "user", "kind", "purpose", "subjects", "document_type", "detail", "seal_no", "hash"]
	return frappe.get_all(LOG, {"facility": facility, **filters}, fields, order_by="seal_no")


def test_what_the_framework_logs_is_told_and_sealed(house):
	facility, people = house
	with acting_as(people[ACCOUNTANT]):
		make_access_log(doctype="Counterparty", file_type="XLSX", filters="[]")
		make_access_log(doctype="Facility", document=facility, method="reveal_phone", filters="본인 확인")
	add_authentication_log("in", people[ACCOUNTANT])
	add_authentication_log("wrong", people[ACCOUNTANT], status="Failed")
	frappe.db.commit()
	found = rows(facility, user=people[ACCOUNTANT])
	assert [row.kind for row in found] == ["Download", "Reveal", "Log In", "Failed Log In"]
	assert (found[1].purpose, found[1].subjects) == ("본인 확인", 1)
	assert all(row.hash for row in found)
	assert access_log.verify() == []


def test_a_name_that_nobody_has_is_not_kept(house):
	"""People type their password where the name belongs."""
	before = frappe.db.count(LOG)
	add_authentication_log("Invalid login credentials: secret-word", "secret-word", status="Failed")
	assert frappe.db.count(LOG) == before + 1
	assert not frappe.get_all(LOG, {"full_name": ("like", "%secret%")})
	assert not frappe.get_all(LOG, {"detail": ("like", "%secret%")})


@pytest.mark.parametrize(
	("change", "told"),
	[
		({"purpose": "다른 사유"}, "변경"),
		({"seal_no": 10**9}, "빠져"),
	],
)
def test_a_changed_row_is_found(house, change, told):
	facility, people = house
	for _time in range(2):
		access_log.record("View", user=people[ACCOUNTANT], facility=facility, purpose="업무")
	frappe.db.commit()
	name = rows(facility)[-2].name
	frappe.db.set_value(LOG, name, change)
	assert any(told in finding for finding in access_log.verify())
	frappe.db.rollback()
	assert access_log.verify() == []


def test_a_cut_off_end_is_found(house):
	facility, people = house
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.commit()
	frappe.db.delete(LOG, {"name": rows(facility)[-1].name})
	assert access_log.verify()
	frappe.db.rollback()


def test_settings_saved_meanwhile_leave_the_seals_alone(house):
	"""The form was opened before the log went on."""
	facility, people = house
	opened = frappe.get_doc(access_log.SETTING)
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.commit()
	opened.save()
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.commit()
	assert access_log.verify() == []


def test_nobody_writes_changes_or_deletes(house):
	"""P4: the attempt is a row of its own."""
	facility, people = house
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.commit()
	doc = frappe.get_doc(LOG, rows(facility)[-1].name)
	for user in ("Administrator", people[FACILITY_HEAD]):
		with acting_as(user):
			with refused(frappe.PermissionError):
				frappe.get_doc(LOG, doc.name).update({"purpose": "고침"}).save()
			with pytest.raises(frappe.PermissionError):
				frappe.delete_doc(LOG, doc.name)
	assert frappe.db.exists(LOG, doc.name)
	assert rows(facility, kind="Deletion Refused")[-1].user == "Administrator"
	with acting_as(people[ACCOUNTANT]), pytest.raises(frappe.PermissionError):
		frappe.get_list(LOG)
	with acting_as(people[FACILITY_HEAD]):
		assert set(frappe.get_list(LOG, pluck="facility")) == {facility}


def test_rows_of_a_transaction_that_failed_are_gone_with_it(house):
	facility, people = house
	before = len(rows(facility))
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.rollback()
	access_log.record("View", user=people[ACCOUNTANT], facility=facility)
	frappe.db.commit()
	assert len(rows(facility)) == before + 1
	assert rows(facility)[-1].hash


def test_the_monthly_check_lists_what_calls_for_a_look(house):
	facility, people = house
	monday, sunday = "2026-08-03 10:00:00", "2026-08-02 23:30:00"
	for kind, subjects, purpose, at in (
		("Download", 500, "연말 안내", monday),
		("Download", 3, None, monday),
		("Download", 3, "명단 확인", monday),
		("Reveal", 1, "급여 신고", sunday),
		*[("Failed Log In", 0, None, monday)] * 5,
	):
		name = access_log.record(
			kind, user=people[ACCOUNTANT], facility=facility, subjects=subjects, purpose=purpose
		)
		frappe.db.set_value(LOG, name, "happened_at", at)
	doc = frappe.get_doc(reviews.REVIEW, reviews.make(facility, getdate("2026-08-15"), []))
	assert [row.noticed for row in doc.rows] == ["업무시간 외", "많은 인원", "사유 없음", "로그인 5회 실패"]
	assert (doc.downloads, doc.reveals, doc.failures) == (3, 1, 5)
	assert frappe.db.exists(
		"Notification Log", {"document_name": doc.name, "for_user": people[FACILITY_HEAD]}
	)
	with acting_as(people[FACILITY_HEAD]):
		doc.update({"is_done": 1, "downloads": 0})
		with refused(frappe.ValidationError, "점검 결과"):
			doc.save()
		doc.reload()
		doc.update({"is_done": 1, "downloads": 0, "conclusion": "담당자에게 확인함"}).save()
		assert (doc.downloads, doc.checked_by) == (3, people[FACILITY_HEAD])
		with refused(frappe.ValidationError, "마친"):
			doc.reload()
			doc.update({"conclusion": "달리"}).save()


def test_checks_of_last_month_are_made_once(house):
	facility, _people = house
	made = reviews.make_due()
	assert any(name.startswith(facility) for name in made)
	assert reviews.make_due() == []


def test_persons_are_exported_for_a_purpose_on_record(house, monkeypatch):
	"""P1: without a purpose refused; with one, the purpose and the number of persons are in the log."""
	facility, people = house
	manager = factory.make_user(f"donors-{facility}@example.com".lower(), facility, ["Donation Manager"])
	for number in range(3):
		frappe.get_doc(
			{"doctype": "Donor", "facility": facility, "donor_name": f"후원자 {number}"}
		).db_insert()
	form = {"doctype": "Donor", "fields": '["name"]', "file_format_type": "CSV", "filters": "[]"}
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for flag in ("huimang_purpose", "huimang_subjects"):
		monkeypatch.setitem(frappe.flags, flag, None)
	for method in (
		"frappe.desk.reportview.export_query",
		"frappe.core.doctype.data_export.exporter.export_data",
	):
		path = f"/api/method/{method}"
		with acting_as(manager):
			for more in ({}, {"export_records": "blank_template"}):
				with refused(frappe.ValidationError, "사유"):
					_ask(path, {**form, "cmd": method, **more})
			kept = _ask(path, {**form, "cmd": method, "purpose": "연말 안내문 발송"})
			assert "purpose" not in kept
			make_access_log(doctype="Donor", file_type="CSV")
	rows_now = rows(facility, user=manager, document_type="Donor")
	assert [(row.kind, row.purpose, row.subjects) for row in rows_now] == [
		("Download", "연말 안내문 발송", 3)
	] * 2
	with acting_as(manager):
		_ask("/api/method/frappe.desk.reportview.export_query", {**form, "doctype": "Donation Purpose"})


def _ask(path: str, form: dict) -> dict:
	"""What is left of a request's arguments once it may go on."""
	frappe.local.request = Request(EnvironBuilder(path=path, method="POST").get_environ())
	frappe.local.form_dict = frappe._dict(form)
	try:
		exports.check_request()
		return frappe.local.form_dict
	finally:
		frappe.local.request, frappe.local.form_dict = None, frappe._dict()
