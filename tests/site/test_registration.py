"""A facility signs itself up: confirmed address, papers, the officer of its area, and the facility that comes of it once."""

import io
import itertools
import json
import re
import secrets
import subprocess
import sys
from types import SimpleNamespace

import factory
import frappe
import pytest
from factory import acting_as
from refusals import refused
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from huimang.errors import FacilityAccessError
from huimang.facility import access
from huimang.facility.roles import FACILITY_HEAD, PLATFORM_OPERATOR
from huimang.registration import api, applications, codes, floods, tasks, terms

DOCTYPE = "Facility Registration"
PDF = b"%PDF-1.4 paper"
FACILITY = {
	"facility_name": "새솔노인복지관",
	"facility_type": "노인복지관",
	"operated_by": "Corporation",
	"representative_name": "정새솔",
	"phone": "02-000-0000",
	"address": "서울 중구 새솔로 1",
	"applicant_name": "한담당",
	"applicant_position": "사무국장",
	"corporation_name": "새솔복지재단",
	"report_no": "제2026-1호",
	"reported_on": "2026-01-05",
	"receives_subsidy": 1,
}


NUMBERS = itertools.count(1000 + secrets.randbelow(8000))


@pytest.fixture(autouse=True)
def post(site):
	"""A mail account, no floods of earlier tests, and a request without files."""
	account = {"name": "가입", "email_account_name": "가입", "email_id": "join@hope.example", "password": "x"}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "localhost"}
	if not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		frappe.get_doc({"doctype": "Email Account", **account, "no_smtp_authentication": 1}).db_insert()
	for key in frappe.cache.get_keys("huimang_flood"):
		frappe.cache.delete(key)
	frappe.local.request = Request(EnvironBuilder("/", method="POST").get_environ())
	yield
	frappe.local.request = None


@pytest.fixture(scope="module")
def officers(site):
	"""The officer of 중구, the officer of another district, and an operator of the platform; committed, and taken back."""
	found = {}
	for area in ("서울특별시 중구", "서울특별시 종로구"):
		found[area] = _login()
		frappe.get_doc(
			{"doctype": "Officer Jurisdiction", "user": found[area], "jurisdiction": area}
		).insert()
	found["operator"] = _login()
	frappe.get_doc(
		{
			"doctype": "Has Role",
			"parenttype": "User",
			"parentfield": "roles",
			"parent": found["operator"],
			"role": PLATFORM_OPERATOR,
		}
	).db_insert()
	frappe.db.commit()
	yield found
	frappe.db.delete("Officer Jurisdiction", {"user": ("in", list(found.values()))})
	frappe.db.commit()


def _login() -> str:
	email = f"clerk-{frappe.generate_hash(length=8)}@city.example"
	factory._write_login(email)
	return email


def _mail(email: str) -> str:
	"""The last mail to an address."""
	names = frappe.get_all("Email Queue Recipient", {"recipient": email}, pluck="parent", order_by="creation")
	return str(frappe.get_doc("Email Queue", names[-1]).message) if names else ""


def _text(email: str) -> str:
	import email as mails

	message = mails.message_from_string(_mail(email))
	return "".join(
		part.get_payload(decode=True).decode()
		for part in message.walk()
		if part.get_content_type() == "text/html"
	)


def confirmed(email: str) -> str:
	with acting_as("Guest"):
		api.send_code(email)
		return api.confirm_code(email, re.search(r"<b>(\d{6})</b>", _text(email))[1])


def attach(*fields: str, content: bytes = PDF) -> None:
	frappe.local.request.files = {
		field: SimpleNamespace(stream=io.BytesIO(content), filename="../../x.html") for field in fields
	}


def signed_up(hand_in: int = 1, papers=("unique_no_certificate", "official_letter"), **values) -> dict:
	email = f"new-{frappe.generate_hash(length=8)}@house.example"
	number = factory.unique_no(next(NUMBERS))
	attach(*papers)
	issued = confirmed(email)
	with acting_as("Guest"):
		agreed = [term.name for term in terms.in_force()]
		told = api.apply(
			issued, json.dumps({**FACILITY, "agreed": agreed, "unique_no": number, **values}), hand_in
		)
	return {**told, "email": email, "unique_no": number}


def approve(told: dict, officer: str) -> None:
	with acting_as(officer):
		api.decide(told["number"], "Approve Registration", "", "복지-12", "2026-11-20")


def test_from_the_address_to_the_facility(officers):
	told = signed_up()
	assert told["state"] == "서류검토"
	officer = officers["서울특별시 중구"]
	with acting_as(officer):
		assert told["number"] in frappe.get_list(DOCTYPE, pluck="name")
		assert set(api.actions(told["number"])) == {
			"Return for Completion",
			"Approve Registration",
			"Reject Registration",
		}
		with refused(frappe.ValidationError, "공문"):
			api.decide(told["number"], "Approve Registration")
	approve(told, officer)

	doc = frappe.get_doc(DOCTYPE, told["number"])
	facility = frappe.get_doc("Facility", doc.facility_code)
	assert applications.standing(doc)["is_done"]
	assert (facility.unique_no, facility.jurisdiction) == (told["unique_no"], "서울특별시 중구")
	assert frappe.db.get_value("Corporation", facility.corporation, "corporation_name") == "새솔복지재단"
	year = frappe.utils.getdate().year
	assert frappe.db.exists("Accounting Year", f"{facility.name}-{year}")
	assert frappe.db.count("Account Subject", {"facility": facility.name}) > 60
	assert access.holds_role(facility.name, told["email"], FACILITY_HEAD)
	assert facility.name in access.facilities_for(officer, "Facility")
	assert "/update-password?key=" in _text(told["email"])
	with refused(FacilityAccessError):
		approve(told, officer)
	assert frappe.db.count("Facility", {"unique_no": told["unique_no"]}) == 1


def test_others_neither_see_nor_decide(officers):
	told = signed_up()
	head = factory.make_user(
		f"head-{told['number']}@x.example".lower(), factory.make_facility(), [FACILITY_HEAD]
	)
	with acting_as(officers["서울특별시 종로구"]):
		assert told["number"] not in frappe.get_list(DOCTYPE, pluck="name")
	for user in (officers["서울특별시 종로구"], head, "Guest"):
		with acting_as(user):
			for call in (api.actions, lambda name: api.decide(name, "Approve Registration")):
				with pytest.raises(frappe.PermissionError):
					call(told["number"])
			assert not frappe.get_doc("File", {"attached_to_name": told["number"]}).has_permission("read")


def test_the_operator_forwards_what_the_local_government_decides(officers):
	told = signed_up()
	with acting_as(officers["operator"]):
		assert "Approve Registration" not in api.actions(told["number"])
		api.decide(told["number"], "Forward to Local Government")
		assert api.actions(told["number"]) == []
	with acting_as(officers["서울특별시 중구"]):
		assert "Approve Registration" in api.actions(told["number"])
	free = signed_up(receives_subsidy=0, papers=["unique_no_certificate"])
	with acting_as(officers["operator"]):
		api.decide(free["number"], "Approve Registration")
	assert frappe.db.get_value(DOCTYPE, free["number"], "facility_code")


def test_it_comes_back_and_is_completed(officers):
	told = signed_up()
	officer = officers["서울특별시 중구"]
	with acting_as(officer):
		with refused(frappe.ValidationError, "사유"):
			api.decide(told["number"], "Return for Completion")
		api.decide(told["number"], "Return for Completion", "정원을 적어 주세요.")
	assert "정원을 적어 주세요" in _text(told["email"])
	attach()
	with acting_as("Guest"):
		assert api.look(told["number"], told["key"])["comment"] == "정원을 적어 주세요."
		for key in ("", "x", None):
			with refused(frappe.DoesNotExistError):
				api.look(told["number"], key)
		again = api.amend(told["number"], told["key"], json.dumps({"capacity": 45}))
		assert again["state"] == "서류검토"
		with refused(frappe.ValidationError, "처리하고"):
			api.amend(told["number"], told["key"], json.dumps({"capacity": 50}))
	assert frappe.db.get_value(DOCTYPE, told["number"], "capacity") == 45


def test_a_draft_waits_for_its_papers():
	with refused(frappe.ValidationError, "지자체 공문"):
		signed_up(papers=["unique_no_certificate"])
	told = signed_up(hand_in=0, papers=[])
	assert (told["state"], told["is_open"]) == ("임시저장", True)
	attach("unique_no_certificate", "official_letter")
	with acting_as("Guest"):
		assert not api.amend(told["number"], told["key"], "{}")["is_open"]


def test_one_application_for_one_facility(officers):
	told = signed_up()
	with refused(frappe.DuplicateEntryError, "진행 중"):
		signed_up(unique_no=told["unique_no"])
	with acting_as(officers["서울특별시 중구"]):
		api.decide(told["number"], "Reject Registration", "서류가 다릅니다.")
	again = signed_up(unique_no=told["unique_no"])
	approve(again, officers["서울특별시 중구"])
	with refused(frappe.DuplicateEntryError, "이미 등록"):
		signed_up(unique_no=told["unique_no"])


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"unique_no": "999-82-01235"}, "등록증"),
		({"facility_type": "어린이집"}, "보육"),
		({"facility_type": "없는 종류"}, "목록"),
		({"address": "새솔로 1"}, "시·도"),
		({"agreed": 1}, "동의해 주십시오: 이용약관, 개인정보"),
		({"agreed": []}, "동의해 주십시오"),
		({"phone": "010-000-000"}, "전화"),
		({"corporation_name": ""}, "법인"),
	],
)
def test_what_is_wrong_is_said(values, said):
	if values.get("facility_type") == "어린이집":
		said = "다른 법령"
	with refused(frappe.ValidationError, said):
		signed_up(**values)


@pytest.mark.parametrize(
	"content", [b"<html><script>", b"MZ\x90", b"PK\x03\x04", b"\xff\xd8\xff" + b"0" * 5 * 1024**2]
)
def test_papers_are_small_pictures_and_pdfs(content):
	email = f"new-{frappe.generate_hash(length=8)}@house.example"
	issued = confirmed(email)
	attach("unique_no_certificate", content=content)
	with acting_as("Guest"), refused(frappe.ValidationError):
		api.apply(issued, json.dumps({**FACILITY, "unique_no": factory.unique_no(9876)}))


def test_files_are_private_and_named_by_us():
	told = signed_up()
	for file in frappe.get_all("File", {"attached_to_name": told["number"]}, ["file_url", "is_private"]):
		assert file.is_private and file.file_url.startswith("/private/files/") and ".." not in file.file_url


def test_a_code_stands_few_guesses():
	email = f"guess-{frappe.generate_hash(length=6)}@house.example"
	with acting_as("Guest"):
		api.send_code(email)
		right = re.search(r"<b>(\d{6})</b>", _text(email))[1]
		wrong = f"{(int(right) + 1) % 10**6:06}"
		for _time in range(codes.TRIES):
			with refused(frappe.ValidationError, "맞지"):
				api.confirm_code(email, wrong if _time else "번호")
		with refused(frappe.ValidationError, "유효 시간"):
			api.confirm_code(email, right)


def test_floods_are_refused():
	email = f"flood-{frappe.generate_hash(length=6)}@house.example"
	with acting_as("Guest"):
		for _time in range(5):
			api.send_code(email)
		with refused(floods.FloodError, "너무 많습니다"):
			api.send_code(email)


def test_a_pass_is_used_once():
	told = signed_up()
	with acting_as("Guest"), refused(frappe.ValidationError, "인증"):
		api.apply("", json.dumps({**FACILITY, "unique_no": told["unique_no"]}))


def test_nothing_changes_an_application_by_hand(officers):
	told = signed_up()
	for user in ("Administrator", officers["operator"], officers["서울특별시 중구"]):
		with acting_as(user):
			with refused(frappe.PermissionError):
				doc = frappe.get_doc(DOCTYPE, told["number"])
				doc.update({"workflow_state": "Registration Active"}).save()


APPROVE = """
import os, signal, sys
import frappe
frappe.init(site={site!r}); frappe.connect()
# the suite makes more people in an hour than the framework lets anybody make
frappe.local.conf.throttle_user_limit = 100_000
frappe.local.lang = "ko"
frappe.set_user({officer!r})
from huimang.registration import decisions, founding
if {dies!r}:
	ours = founding._representative
	founding._representative = lambda *given: (ours(*given), os.kill(os.getpid(), signal.SIGKILL))
print("ready", flush=True); sys.stdin.readline()
try:
	decisions.decide({number!r}, "Approve Registration", "", "복지-12", "2026-11-20")
	frappe.db.commit(); print("approved")
except frappe.PermissionError:
	print("refused")
"""


def test_killed_half_way_it_is_founded_once_all_the_same(site, officers):
	"""Killed after all of it was written; then two officers' windows approve at once."""
	told = signed_up()
	frappe.db.commit()
	officer = officers["서울특별시 중구"]
	assert _approver(site, told, officer, dies=True)() == ""
	frappe.db.rollback()
	assert not frappe.db.exists("Facility", {"unique_no": told["unique_no"]})
	assert not frappe.db.exists("User", told["email"])
	both = [_approver(site, told, officer), _approver(site, told, officer)]
	assert sorted(wait() for wait in both) == ["approved", "refused"]
	frappe.db.rollback()
	assert frappe.db.count("Facility", {"unique_no": told["unique_no"]}) == 1
	assert frappe.db.count("Facility Membership", {"user": told["email"]}) == 1


def _approver(site: str, told: dict, officer: str, dies: bool = False):
	code = APPROVE.format(site=site, officer=officer, number=told["number"], dies=dies)
	process = subprocess.Popen(
		[sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
	)
	assert process.stdout.readline() == "ready\n"
	process.stdin.write("\n")
	process.stdin.flush()
	return lambda: process.communicate()[0].strip()


class TestTerms:
	def test_what_was_agreed_to_is_on_record(self):
		told = signed_up()
		said = frappe.db.get_value(DOCTYPE, told["number"], "agreed_terms")
		rules, privacy = (f"{term.effective_on:%Y. %m. %d.}" for term in terms.in_force())
		assert said == f"이용약관({rules}), 개인정보 수집·이용({privacy})"

	def test_the_newest_version_in_force_is_shown(self):
		tomorrow = frappe.utils.add_days(frappe.utils.getdate(), 1)
		for day, body in ((frappe.utils.getdate(), "새 판"), (tomorrow, "다음 판")):
			values = {"title": "이용약관", "effective_on": day, "body": body}
			frappe.get_doc({"doctype": "Service Term", **values}).insert()
		bodies = {row.title: row.body for row in terms.in_force()}
		assert "새 판" in bodies["이용약관"]
		assert "다음 판" in {row.title: row.body for row in terms.in_force(tomorrow)}["이용약관"]

	def test_what_is_in_force_stays_as_it_was_agreed_to(self):
		name = terms.in_force()[0].name
		term = frappe.get_doc("Service Term", name)
		term.body = "다른 말"
		with refused(frappe.ValidationError, "새 판"):
			term.save()
		with refused(frappe.ValidationError, "새 판"):
			frappe.delete_doc("Service Term", name)
		term.reload()
		term.display_order = 9
		term.save()

	def test_a_text_that_need_not_be_agreed_to_is_left_out(self):
		values = {"title": "소식 받기", "is_required": 0, "body": "새 소식을 메일로 받습니다."}
		optional = frappe.get_doc({"doctype": "Service Term", **values}).insert().name
		needed = [row.name for row in terms.in_force() if row.name != optional]
		told = signed_up(agreed=needed)
		assert "소식" not in frappe.db.get_value(DOCTYPE, told["number"], "agreed_terms")


def test_rejected_applications_are_forgotten_after_three_years(officers):
	kept, old = signed_up(), signed_up()
	with acting_as(officers["서울특별시 중구"]):
		for told in (kept, old):
			api.decide(told["number"], "Reject Registration", "서류가 다릅니다.")
	long_ago = frappe.utils.add_days(frappe.utils.add_years(frappe.utils.getdate(), -tasks.YEARS_KEPT), -1)
	frappe.db.set_value(DOCTYPE, old["number"], "decided_at", long_ago)
	tasks.forget_rejected()
	assert frappe.db.exists(DOCTYPE, kept["number"])
	assert not frappe.db.exists(DOCTYPE, old["number"])
	assert not frappe.db.exists("File", {"attached_to_doctype": DOCTYPE, "attached_to_name": old["number"]})
