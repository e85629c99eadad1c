"""Logging in as people do, over HTTP: locks, due passwords, two steps, and the end of a membership.

A process of its own serves the requests, for the framework ends its connection to the site after each; what it found is
compared here.
"""

import json
import subprocess
import sys

import factory
import frappe
import pytest
from factory import acting_as
from frappe.utils import add_days, today
from frappe.utils.password import set_encrypted_password, update_password
from refusals import refused

from huimang.facility import access, service
from huimang.facility.roles import ACCOUNTANT, FACILITY_HEAD
from huimang.security import access_log, cut_off, passwords, session, settings

WORD = "Haetsal!2026"
SERVER = """
import json, sys
import frappe, frappe.app
from werkzeug.test import Client
from werkzeug.wrappers import Response

site, people, word = json.loads(sys.stdin.readline())
SITE = {"X-Frappe-Site-Name": site}
told = {}

def log_in(user, password=word, client=None, **more):
	client = client or Client(frappe.app.application, Response)
	answer = client.post("/api/method/login", data={"usr": user, "pwd": password, **more}, headers=SITE, buffered=True)
	return client, answer

def me(client, **headers):
	answer = client.get("/api/method/frappe.auth.get_logged_user", headers={**SITE, **headers}, buffered=True)
	return answer.json.get("message") if answer.status_code == 200 else answer.status_code

def on_site(work):
	frappe.init(site=site); frappe.connect()
	try:
		found = work()
		frappe.db.commit()
		return found
	finally:
		frappe.destroy()

client, answer = log_in(people["plain"])
told["plain"] = [answer.status_code, me(client)]

told["wrong"] = [log_in(people["locked"], "nonsense")[1].status_code for _time in range(5)]
told["locked"] = log_in(people["locked"])[1].status_code

told["due"] = log_in(people["due"])[1].json.get("message")

def last_code():
	import email, re
	name = frappe.get_all("Email Queue Recipient", {"recipient": people["head"]}, pluck="parent", order_by="creation desc")[0]
	message = email.message_from_string(frappe.get_doc("Email Queue", name).message)
	text = "".join(part.get_payload(decode=True).decode() for part in message.walk() if part.get_content_type() == "text/html")
	return re.search(r"(\\d{6})</b>", text)[1]

def step_on():
	doc = frappe.get_doc("Security Setting"); doc.two_steps = 1; doc.save()
def step_off():
	doc = frappe.get_doc("Security Setting"); doc.two_steps = 0; doc.save()

import frappe.twofactor
def at_once(method=None, queue=None, **kwargs):
	kwargs = {k: v for k, v in kwargs.items() if k not in ("timeout", "event", "is_async", "job_name", "now")}
	return method(**kwargs)
frappe.twofactor.enqueue = at_once
on_site(step_on)
try:
	client, answer = log_in(people["head"])
	told["first_step"] = [answer.json["verification"]["method"], me(client)]
	told["wrong_code"] = log_in(people["head"], client=client, otp="000000", tmp_id=answer.json["tmp_id"])[1].status_code
	log_in(people["head"], client=client, otp=on_site(last_code), tmp_id=answer.json["tmp_id"])
	told["second_step"] = me(client)
	told["not_for_all"] = me(log_in(people["plain"])[0])
finally:
	on_site(step_off)

client, _answer = log_in(people["leaver"])
key = {"Authorization": "token " + people["key"]}
told["before"] = [me(client), me(Client(frappe.app.application, Response), **key)]
def leave():
	from huimang.facility import service
	service.leave_facility(people["facility"], people["leaver"])
on_site(leave)
told["after"] = [me(client), me(Client(frappe.app.application, Response), **key)]

client, _answer = log_in(people["idle"])
def wait():
	from frappe.utils import add_to_date, now
	for sid, kept in frappe.cache.hgetall("session").items():
		if kept.get("user") == people["idle"]:
			kept["data"]["last_updated"] = add_to_date(now(), minutes=-31)
			frappe.cache.hset("session", frappe.safe_decode(sid), kept)
	frappe.db.sql("update tabSessions set lastupdate = %s where user = %s", (add_to_date(now(), minutes=-31), people["idle"]))
told["used"] = me(client)
on_site(wait)
told["idle"] = me(client)

client, _answer = log_in(people["plain"])
def change(new, old=word):
	page = client.post("/api/method/frappe.core.doctype.user.user.update_password", data={"new_password": new, "old_password": old},
		headers={**SITE, "X-Frappe-CSRF-Token": ""}, buffered=True)
	return page.status_code
told["weak"] = change("abc")
told["changed"] = change("Dalbit#2027")
told["again"] = [log_in(people["plain"])[1].status_code, me(log_in(people["plain"], "Dalbit#2027")[0])]
print("TOLD" + json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(site):
	"""What the requests were answered."""
	facility = factory.make_facility("로그인복지관")
	people = {"facility": facility}
	for part in ("plain", "locked", "due", "head", "leaver", "idle"):
		role = FACILITY_HEAD if part == "head" else ACCOUNTANT
		people[part] = factory.make_user(
			f"{part}-{frappe.generate_hash(length=8)}@session.example", facility, [role]
		)
		update_password(people[part], WORD)
	frappe.db.set_value("User", people["due"], "last_password_reset_date", add_days(today(), -91))
	frappe.db.set_value("User", people["leaver"], "api_key", key := frappe.generate_hash(length=15))
	set_encrypted_password("User", people["leaver"], secret := frappe.generate_hash(length=15), "api_secret")
	people["key"] = f"{key}:{secret}"
	account = {
		"name": "로그인",
		"email_account_name": "로그인",
		"email_id": "in@hope.example",
		"password": "x",
	}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "localhost"}
	if made := not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		frappe.get_doc({"doctype": "Email Account", **account, "no_smtp_authentication": 1}).db_insert()
	frappe.db.commit()
	done = subprocess.run(
		[sys.executable, "-c", SERVER],
		input=json.dumps([site, people, WORD]) + "\n",
		capture_output=True,
		text=True,
	)
	frappe.db.rollback()
	if made:
		frappe.db.delete("Email Account", {"name": "로그인"})
		frappe.db.commit()
	assert "TOLD" in done.stdout, done.stderr[-3000:]
	return people, json.loads(done.stdout.split("TOLD")[1])


def test_people_log_in_and_the_log_says_so(told):
	people, found = told
	assert found["plain"] == [200, people["plain"]]
	kinds = frappe.get_all(access_log.LOG, {"user": people["plain"]}, pluck="kind")
	assert {"Log In", "Password Changed"} <= set(kinds)


def test_five_failures_lock_a_login(told):
	people, found = told
	assert found["wrong"] == [401] * 5
	assert found["locked"] not in (200, 401)
	failed = {"user": people["locked"], "kind": "Failed Log In"}
	assert frappe.db.count(access_log.LOG, failed) == 5


def test_a_password_is_changed_after_ninety_days(told):
	assert told[1]["due"] == "Password Reset"


def test_heads_log_in_by_two_steps_where_it_is_switched_on(told):
	people, found = told
	assert found["first_step"] == ["Email", "Guest"] or found["first_step"][1] in (401, 403)
	assert found["wrong_code"] == 401
	assert found["second_step"] == people["head"]
	assert found["not_for_all"] == people["plain"]


def test_who_leaves_is_out_at_once_with_sessions_and_keys(told):
	people, found = told
	assert found["before"] == [people["leaver"]] * 2
	assert people["leaver"] not in found["after"]


def test_a_session_nobody_uses_ends(told):
	people, found = told
	assert found["used"] == people["idle"]
	assert found["idle"] != people["idle"]


def test_weak_passwords_are_refused_by_the_frameworks_road_too(told):
	people, found = told
	assert found["weak"] == 417
	assert found["changed"] == 200
	assert found["again"] == [401, people["plain"]]


def test_the_last_three_passwords_do_not_come_back():
	user = factory.make_user("former@session.example", factory.make_facility(), [ACCOUNTANT])
	words = ["Bada!Mul2021", "Sanui#Gil22", "Haneul*Byeol3", "Gureum+Bi44"]
	for word in words:
		passwords.check(user, word)
		before = passwords.current(user)
		update_password(user, word)
		passwords.keep(user, before)
	for word in words[1:]:
		with refused(frappe.ValidationError, "이전에 쓴"):
			passwords.check(user, word)
	passwords.check(user, words[0])
	with refused(frappe.ValidationError, "널리 알려진"):
		passwords.check(user, "password1234")
	login = frappe.get_doc("User", user)
	login.new_password = "short"
	with refused(frappe.ValidationError, "섞어"):
		login.save()


def test_people_are_warned_before_a_password_is_due():
	user = factory.make_user("warned@session.example", factory.make_facility(), [ACCOUNTANT])
	for days, left in ((75, None), (76, 14), (90, 0), (120, 0)):
		frappe.db.set_value("User", user, "last_password_reset_date", add_days(today(), -days))
		assert session.told(user)["password_days"] == left
	assert session.told(user)["idle_minutes"] == 30


def test_two_steps_need_a_mail_account():
	if frappe.db.exists("Email Account", {"default_outgoing": 1}):
		frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	doc = frappe.get_doc(settings.SETTING)
	doc.two_steps = 1
	with refused(frappe.ValidationError, "메일"):
		doc.save()


def test_giving_and_taking_accounts_is_on_record():
	facility = factory.make_facility()
	head = factory.make_user(f"head@{facility}.example".lower(), facility, [FACILITY_HEAD])
	worker = factory.make_user(f"worker@{facility}.example".lower(), facility, [ACCOUNTANT])
	with acting_as(head):
		name = frappe.db.get_value("Facility Membership", {"facility": facility, "user": worker})
		member = frappe.get_doc("Facility Membership", name)
		member.append("roles", {"role": "Social Worker"})
		member.save()
		member.update({"enabled": 0}).save()
		member.update({"enabled": 1}).save()
		service.leave_facility(facility, worker)
	about = {"document_name": name, "user": head}
	rows = frappe.get_all(access_log.LOG, about, ["kind", "detail"], order_by="creation")
	assert [row.kind for row in rows] == [
		"Account Changed",
		"Account Suspended",
		"Account Issued",
		"Account Withdrawn",
	]
	assert rows[0].detail.endswith("회계 담당자 → 사회복지사, 회계 담당자")


def test_who_retires_by_an_order_loses_the_account():
	facility = factory.make_facility()
	factory.make_user(f"head@{facility}.example".lower(), facility, [FACILITY_HEAD])
	worker = factory.make_user(f"worker@{facility}.example".lower(), facility, [ACCOUNTANT])
	card = frappe._dict(status="At Work", user=worker, facility=facility, full_name="김", left_on=today())
	for status, stays in (("At Work", True), ("Retired", False), ("Retired", False)):
		cut_off.follow_employee(card.update({"status": status}))
		assert access.holds_role(facility, worker, ACCOUNTANT) is stays
	head = card.update({"user": f"head@{facility}.example".lower()})
	cut_off.follow_employee(head)
	assert access.holds_role(facility, head.user, FACILITY_HEAD)
