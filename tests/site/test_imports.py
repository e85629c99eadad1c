"""Files that were taken over: many rows at once as if one by one, in the background, good rows only, and the way back."""

import base64
import io

import donation_house as gifts_of
import frappe
import pytest
from factory import acting_as, make_facility, make_user
from openpyxl import load_workbook
from sheets import workbook

from huimang.errors import FacilityAccessError
from huimang.migration import api, bulk, imports, tasks

HEADINGS = ("후원자명", "후원자구분", "연락처", "사업자등록번호", "영수증 희망", "주민등록번호")
KIM = ("김후원", "개인", "01012345678", "", "예", "")
LEE = ("이나눔", "", "010-1111-2222", "", "", "")
HANBIT = ("(주)한빛", "기업", "02-123-4567", "9990100013", "아니오", "")
WRONG = ("박오류", "개인", "전화없음", "", "", "")
OF_ITSELF = ("name", "donor_no", "creation", "modified", "facility")


@pytest.fixture(scope="module")
def built(site):
	"""The facility, committed once for this module; each test undoes what it does."""
	home = gifts_of.begin()
	home.elsewhere = make_facility()
	home.stranger = make_user(f"x{home.manager}", home.elsewhere, ["Donation Manager"])
	frappe.db.commit()
	return home


@pytest.fixture
def home(built):
	yield built
	gifts_of.leave(built)


def send(home, road, *rows, **more):
	content = base64.b64encode(workbook(*rows, header=HEADINGS)).decode()
	with acting_as(home.manager):
		return road("donors", home.facility, content, **more)


def take(home, *rows, **more) -> dict:
	return send(home, api.take, *rows, file_name="후원자.xlsx", rows=len(rows), **more)


def donors(home) -> dict[str, dict]:
	rows = frappe.get_all("Donor", {"facility": home.facility}, ["*"])
	return {row.donor_name: row for row in rows}


def undo(home, name: str) -> None:
	with acting_as(home.manager):
		api.undo(name)
		imports.undo(name)


def test_many_rows_at_once_are_what_single_ones_would_be(home, monkeypatch):
	rows = (KIM, LEE, HANBIT)
	assert take(home, *rows)["taken"] == 3
	at_once = donors(home)
	assert sorted(row.donor_no for row in at_once.values()) == ["00001", "00002", "00003"]
	undo(home, frappe.get_last_doc(imports.DOCTYPE).name)
	monkeypatch.setattr(bulk, "fits", lambda upload, portion: False)
	assert take(home, *rows)["taken"] == 3
	for name, single in donors(home).items():
		for field in single:
			if field not in OF_ITSELF:
				assert (name, field, at_once[name][field]) == (name, field, single[field])


def test_a_resident_number_of_a_list_is_kept_as_a_secret(home):
	assert take(home, (*KIM[:5], "900101-1234568"))["taken"] == 1
	doc = frappe.get_doc("Donor", {"facility": home.facility})
	assert (doc.resident_no, str(doc.birth_date)) == ("900101-1******", "1990-01-01")
	assert doc.get_password("resident_no_secret") == "9001011234568"
	stored = frappe.db.sql("SELECT * FROM `tabDonor` WHERE name = %s", doc.name, as_dict=True)
	assert "9001011234568" not in str(stored)


def test_wrong_rows_stop_all_or_are_left_out(home):
	told = take(home, KIM, WRONG, LEE)
	assert (told["taken"], told["wrong"], donors(home)) == (None, 1, {})
	told = take(home, KIM, WRONG, LEE, good_only=1)
	assert (told["taken"], sorted(donors(home))) == (2, ["김후원", "이나눔"])
	doc = frappe.get_doc(imports.DOCTYPE, told["facility_import"])
	assert (doc.status, doc.row_count, doc.taken, doc.wrong) == (imports.DONE, 3, 2, 1)
	assert doc.problems.startswith("3 · ")


def test_wrong_rows_go_home_as_a_workbook(home, monkeypatch):
	monkeypatch.setattr(api, "file_response", lambda content, name, extension: content)
	book = load_workbook(io.BytesIO(send(home, api.wrong_rows, KIM, WRONG)))
	head, fault = book.active.iter_rows(values_only=True)
	assert (head[0], fault[0]) == ("행", 3)
	assert "전화" in fault[3]


def test_an_import_is_undone_as_a_whole(home):
	take(home, LEE)
	name = take(home, KIM, HANBIT)["facility_import"]
	undo(home, name)
	assert sorted(donors(home)) == ["이나눔"]
	assert frappe.db.get_value(imports.DOCTYPE, name, "status") == imports.UNDONE
	assert not frappe.db.exists(imports.RECORD, {"facility_import": name})
	with acting_as(home.manager), pytest.raises(frappe.ValidationError, match="되돌릴 수 있습니다"):
		api.undo(name)


def test_what_somebody_has_gone_on_with_is_not_undone(home):
	name = take(home, KIM, LEE)["facility_import"]
	doc = frappe.get_doc("Donor", {"facility": home.facility, "donor_name": "김후원"})
	gifts_of.gift(home, doc)
	with pytest.raises(frappe.ValidationError, match="약정이나 후원"):
		undo(home, name)
	frappe.db.rollback()
	name = take(home, KIM, LEE)["facility_import"]
	doc = frappe.get_doc("Donor", {"facility": home.facility, "donor_name": "김후원"})
	doc.phone = "010-9999-8888"
	doc.save()
	with pytest.raises(frappe.ValidationError, match="올린 뒤에 고쳐졌습니다"):
		undo(home, name)
	assert len(donors(home)) == 2


def test_a_large_file_is_taken_over_in_the_background_once(home, monkeypatch):
	monkeypatch.setattr(imports, "AT_ONCE", 2)
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	told = take(home, KIM, LEE, HANBIT)
	name = told["facility_import"]
	assert (told["background"], donors(home)) == (True, {})
	assert frappe.db.get_value(imports.DOCTYPE, name, "source_file")
	with acting_as(home.manager):
		for _twice in range(2):
			tasks.take(name)
	assert len(donors(home)) == 3
	doc = frappe.get_doc(imports.DOCTYPE, name)
	assert (doc.status, doc.taken, doc.source_file) == (imports.DONE, 3, None)
	assert not frappe.db.exists("File", {"attached_to_name": name})
	with acting_as(home.manager), pytest.raises(frappe.ValidationError, match="더 올릴 내용이 없습니다"):
		api.retry(name)


def test_nobody_undoes_what_is_not_theirs(home):
	name = take(home, KIM)["facility_import"]
	for user in (home.stranger, home.accountant):
		for road in (api.undo, api.retry):
			with acting_as(user), pytest.raises(FacilityAccessError):
				road(name)
		with acting_as(user):
			assert not frappe.get_list(imports.DOCTYPE, {"name": name})


def test_the_people_of_a_facility_come_as_a_list(home):
	hr = make_user(f"hr{home.manager}", home.facility, ["HR Manager"])
	rows = (
		("김직원", "2021-03-02", "사무원", "정규직", "", "7", "850119-2345671", "국민은행", "123-45-678901"),
		("이근무", "2024-07-01", "요양보호사", "시간제", "20", "", "", "", ""),
		("박퇴사", "2020-01-02", "조리원", "", "", "", "", "", ""),
	)
	header = (
		"성명",
		"입사일",
		"직위",
		"고용형태",
		"주 소정근로시간",
		"호봉",
		"주민등록번호",
		"은행",
		"계좌번호",
	)
	content = base64.b64encode(workbook(*rows, header=header)).decode()
	with acting_as(hr):
		told = api.take("employees", home.facility, content, rows=3)
		assert (told["taken"], told["faults"]) == (3, [])
		assert api.take("employees", home.facility, content, rows=3)["known"] == 3
	cards = {
		row.full_name: row for row in frappe.get_all("Facility Employee", {"facility": home.facility}, ["*"])
	}
	kim, lee = cards["김직원"], cards["이근무"]
	assert (kim.status, kim.step, kim.weekly_hours, kim.account_holder) == ("At Work", 7, 40, "김직원")
	assert (lee.employment_type, lee.weekly_hours, str(lee.pension_joined_on)) == (
		"Part-time",
		20,
		"2024-07-01",
	)
	assert "2345671" not in str(kim) and "678901" not in str(kim).replace("*", "")
	with acting_as(home.manager), pytest.raises(FacilityAccessError):
		api.check("employees", home.facility, content)
