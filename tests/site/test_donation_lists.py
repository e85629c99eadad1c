"""Gifts and donors from Excel, and who reaches what of the donation area."""

import base64
import io

import donation_house as gifts_of
import frappe
import pytest
from factory import acting_as, make_facility, make_user
from openpyxl import Workbook

from huimang.donation import api, booking
from huimang.errors import FacilityAccessError
from huimang.migration import api as uploads

HEADINGS = ("입금일", "납부자번호", "후원자번호", "입금자명", "입금액", "방법", "처리결과")


@pytest.fixture(scope="module")
def built(site):
	"""The facility, committed once for this module; each test undoes what it does."""
	home = gifts_of.begin()
	home.elsewhere = make_facility()
	home.stranger = make_user(f"x{home.manager}", home.elsewhere, ["Donation Manager", "Accountant"])
	frappe.db.commit()
	return home


@pytest.fixture
def home(built):
	yield built
	gifts_of.leave(built)


def upload(home, road, *rows, kind="gifts", headings=HEADINGS) -> dict:
	book = Workbook()
	for row in (headings, *rows):
		book.active.append(row)
	content = io.BytesIO()
	book.save(content)
	with acting_as(home.manager):
		return road(kind, home.facility, base64.b64encode(content.getvalue()).decode())


def test_a_list_of_a_bank(home):
	hong = gifts_of.donor(home, "홍길동")
	for _twin in range(2):
		gifts_of.donor(home, "김둘이")
	rows = (
		("2026-11-03", "", "", "홍길동 님", "30,000", "", ""),
		("2026-11-03", "", "", "김둘이", 20_000, "", ""),
		("2026-11-03", "", hong.donor_no, "길동이", 10_000, "현금", ""),
		("2026-11-04", "", "", "수수료", "", "", ""),
		("2026-11-04", "", "", "홍길동", 30_000, "", ""),
		("2026-11-04", "", "", "홍길동", 30_000, "", ""),
	)
	told = upload(home, uploads.check, *rows)
	assert (told["new"], told["faults"], len(told["notes"])) == (5, [], 2)
	assert not frappe.db.exists("Donation", {"facility": home.facility})
	assert upload(home, uploads.take, *rows)["taken"] == 5
	again = upload(home, uploads.take, *rows, ("2026-11-05", "", "", "홍길동", 5_000, "", ""))
	assert (again["known"], again["taken"]) == (5, 1)
	by_status = frappe.get_all("Donation", {"facility": home.facility}, pluck="status")
	assert sorted(by_status) == ["To Be Resolved"] * 5 + ["Unidentified"]
	assert frappe.db.get_value("Donor", hong.name, "giving") == "Occasional"
	with acting_as(home.accountant):
		assert len(api.resolve_waiting(home.facility)) == 3
	assert not booking.waiting(home.facility)


def test_results_of_debits(home):
	"""Successful ones make gifts of their pledges, once; the others nothing (3.1)."""
	hong = gifts_of.donor(home)
	aim = gifts_of.purpose(home)
	pledge = gifts_of.write(
		home,
		"Donation Pledge",
		donor=hong.name,
		amount=30_000,
		payer_no="A-1",
		purpose=aim.name,
		deed=gifts_of.deed(home),
	)
	rows = (
		("2026-10-25", "A-1", "", "", 30_000, "", "정상"),
		("2026-11-20", "A-1", "", "", 30_000, "", "0021"),
		("2026-11-21", "A-1", "", "", 30_000, "", "잔액부족"),
	)
	assert upload(home, uploads.take, *rows)["taken"] == 1
	one = frappe.get_last_doc("Donation", {"facility": home.facility})
	assert (one.pledge, one.donor, one.purpose) == (pledge.name, hong.name, aim.name)
	assert (one.designation, one.method, str(one.donated_on)) == ("Designated", "CMS", "2026-10-25")
	assert upload(home, uploads.take, *rows)["known"] == 1


def test_wrong_rows_are_told_and_nothing_is_taken(home):
	rows = (
		("2026-11-03", "", "", "홍길동", 30_000, "", ""),
		("2026-11-03", "B-9", "", "", 30_000, "", ""),
		("2027-01-03", "", "", "홍길동", 30_000, "", ""),
		("2026-11-03", "", "", "홍길동", "삼만원", "", ""),
	)
	told = upload(home, uploads.take, *rows)
	assert [fault["row"] for fault in told["faults"]] == [3, 5]
	assert not frappe.db.exists("Donation", {"facility": home.facility})


def test_a_register_of_donors(home):
	headings = ("후원자명", "구분", "연락처", "사업자등록번호")
	rows = (
		("홍길동", "개인", "010-1234-5678", ""),
		("(주)한빛", "기업", "", "999-01-00013"),
		("<b>이상한</b> 이름", "", "", ""),
	)
	assert upload(home, uploads.take, *rows, kind="donors", headings=headings)["taken"] == 3
	assert upload(home, uploads.take, *rows, kind="donors", headings=headings)["known"] == 3


class TestAccess:
	def test_another_facilitys_people_reach_nothing(self, home):
		hong = gifts_of.donor(home)
		one = gifts_of.gift(home, hong)
		with acting_as(home.stranger):
			for road in (
				lambda: api.donor_history(hong.name),
				lambda: api.merge_donors(hong.name, hong.name),
				lambda: api.reveal_resident_no(hong.name, "영수증"),
				lambda: api.resolve(home.facility, [one.name]),
				lambda: api.give_back(one.name, 1, "착오"),
				lambda: uploads.check("gifts", home.facility, ""),
			):
				with pytest.raises(frappe.PermissionError):
					road()
			assert api.missed_pledges() == []

	def test_who_keeps_gifts_writes_no_resolutions(self, home):
		one = gifts_of.gift(home, gifts_of.donor(home))
		with acting_as(home.manager), pytest.raises(FacilityAccessError):
			api.resolve(home.facility, [one.name])

	def test_who_keeps_the_books_changes_no_gifts(self, home):
		one = gifts_of.gift(home, gifts_of.donor(home))
		with acting_as(home.accountant), pytest.raises(frappe.PermissionError):
			one.save()

	def test_a_gift_and_its_donor_are_of_one_facility(self, home):
		with acting_as(home.stranger):
			theirs = frappe.get_doc(
				{"doctype": "Donor", "facility": home.elsewhere, "donor_name": "남의집"}
			).insert()
		with pytest.raises(FacilityAccessError):
			gifts_of.gift(home, theirs)
