"""카드사 실시간 전문과 파일: signed, fresh and sound messages are kept before they are answered; whatever road it comes by, a use is recorded once."""

import base64
from http import HTTPStatus

import card_house
import card_sender
import frappe
import pytest
from card_sender import item, message
from factory import acting_as
from frappe.utils import add_days, now_datetime
from house import once
from redis.exceptions import ConnectionError as NoRedis
from refusals import refused
from sheets import workbook

from huimang.card import api, connections, messages, tasks, transactions
from huimang.migration import api as uploads
from huimang.monitoring import watch

TAG = "messages"
SHINHAN = ["이용일시", "승인번호", "이용카드", "가맹점명", "이용금액", "취소일자", "매입상태"]


def make():
	home = card_house.build(tag=TAG)
	home.sender = card_sender.connect(home.facility)
	return home


built, clean_slate, home = once(make, card_house.people(TAG))


@pytest.fixture(autouse=True)
def one_transaction(monkeypatch, clean_slate):
	"""What is committed as soon as it is accepted stays inside the test here, and no job is asked for."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(messages, "wake", lambda: None)


def accept(home, body: bytes, **kw) -> messages.Answer:
	return messages.accept(home.sender.headers(body, **kw), body)


def sent(home, *items) -> frappe._dict:
	"""Have a message accepted and worked off; return it."""
	answer = accept(home, message(*items))
	assert answer.status == HTTPStatus.ACCEPTED, answer.body
	messages.work_off()
	return frappe.get_doc("Card Message", answer.body["message"])


def numbers(home) -> list[str]:
	return frappe.get_all(
		"Card Transaction", {"facility": home.facility}, pluck="approval_no", order_by="approval_no"
	)


def test_a_signed_message_is_kept_and_recorded(home):
	done = sent(home, item(1), item(2), item(1, kind="cancellation", amount=5_000))
	assert (done.status, done.transactions, done.attempts) == ("Done", 3, 1)
	assert done.card_company == "신한카드"
	assert numbers(home) == ["00000001", "00000001", "00000002"]
	assert "12345678" not in done.body, "no whole number of a card is kept"
	assert frappe.db.get_value("Card Connection", {"facility": home.facility}, "last_received_at")
	assert messages.work_off() == 0


@pytest.mark.parametrize(
	"change,status",
	[
		({"X-Huimang-Signature": "0" * 64}, HTTPStatus.UNAUTHORIZED),
		({"X-Huimang-Signature": ""}, HTTPStatus.UNAUTHORIZED),
		({"X-Huimang-Key": "hmc_unknown"}, HTTPStatus.UNAUTHORIZED),
		({"X-Huimang-Nonce": "another-number"}, HTTPStatus.UNAUTHORIZED),
		({"X-Huimang-Timestamp": "1"}, HTTPStatus.UNAUTHORIZED),
	],
)
def test_what_is_not_signed_is_refused(home, change, status):
	body = message(item())
	answer = messages.accept({**home.sender.headers(body), **change}, body)
	assert answer.status == status and answer.body["reason"]
	assert messages.accept({}, body).status == HTTPStatus.UNAUTHORIZED
	assert messages.accept(home.sender.headers(body), body + b" ").status == HTTPStatus.UNAUTHORIZED
	assert not frappe.db.count("Card Message", {"facility": home.facility})


def test_a_message_is_accepted_once_and_for_a_while(home):
	body = message(item())
	assert accept(home, body, nonce="message-1").status == HTTPStatus.ACCEPTED
	assert frappe.db.count("Card Message", {"facility": home.facility}) == 1
	assert accept(home, body, at=1).status == HTTPStatus.UNAUTHORIZED
	assert accept(home, body, nonce="short").status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_replay_is_refused(home, monkeypatch):
	body = message(item())
	# the refusal takes back nothing but its own
	frappe.db.savepoint("before_replay")
	monkeypatch.setattr(frappe.db, "rollback", lambda **kw: None)
	headers = home.sender.headers(body)
	assert messages.accept(headers, body).status == HTTPStatus.ACCEPTED
	assert messages.accept(headers, body).status == HTTPStatus.CONFLICT


@pytest.mark.parametrize(
	"body,told",
	[
		(b"{", "JSON"),
		(message(), "사용 내역"),
		(message(item(), item(2, amount=0)), "2번째"),
		(message(item(card_no="1")), "끝 네 자리"),
	],
)
def test_what_is_not_sound_is_refused_in_words(home, body, told):
	answer = accept(home, body)
	assert answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and told in answer.body["reason"]


def test_what_is_too_large_is_refused(home):
	body = b" " * (messages.LARGEST + 1)
	assert accept(home, body).status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize(
	"doctype,field,value", [("Card Connection", "is_active", 0), ("Facility", "status", "Closed")]
)
def test_a_sender_that_was_switched_off_is_unknown(home, doctype, field, value):
	name = home.facility if doctype == "Facility" else {"facility": home.facility}
	frappe.db.set_value(doctype, name, field, value)
	assert accept(home, message(item())).status == HTTPStatus.UNAUTHORIZED


def test_another_secret_signs_from_now_on(home):
	connection = frappe.db.get_value("Card Connection", {"facility": home.facility})
	secret = api.renew_secret(connection)
	assert accept(home, message(item())).status == HTTPStatus.UNAUTHORIZED
	home.sender.secret, old = secret, home.sender.secret
	assert accept(home, message(item())).status == HTTPStatus.ACCEPTED
	home.sender.secret = old


def test_what_stands_against_one_use_leaves_the_others(home):
	sent(home, item(1))
	failed = sent(home, item(1, amount=99), item(2))
	assert failed.status == "Failed" and "00000001" in failed.error
	assert numbers(home) == ["00000001", "00000002"]
	assert frappe.db.exists("Notification Log", {"document_name": failed.name, "for_user": home.accountant})


def test_what_breaks_is_tried_again_later_and_by_hand(home, monkeypatch):
	monkeypatch.setattr(transactions, "complete", _break)
	failed = sent(home, item(1), item(2))
	for _attempt in range(messages.TRIES):
		frappe.db.set_value("Card Message", failed.name, "next_attempt", "2026-01-01")
		messages.work_off()
	failed.reload()
	assert (failed.status, failed.attempts, numbers(home)) == ("Failed", messages.TRIES, [])
	monkeypatch.undo()
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(messages, "wake", lambda: None)
	with acting_as(home.accountant):
		api.retry_message(failed.name)
	messages.work_off()
	assert numbers(home) == ["00000001", "00000002"]


def test_what_breaks_at_one_use_leaves_other_messages(home, monkeypatch):
	complete = transactions.complete
	monkeypatch.setattr(
		transactions, "complete", lambda doc: _break() if doc.approval_no.endswith("2") else complete(doc)
	)
	names = [accept(home, message(*items)).body["message"] for items in ([item(1)], [item(2), item(3)])]
	messages.work_off()
	standing = [frappe.db.get_value("Card Message", name, ["status", "attempts"]) for name in names]
	assert standing == [("Done", 1), ("Received", 1)] and numbers(home) == ["00000001"]


def _break(*_about):
	raise KeyError("a fault of the program")


MANY = [
	[item(1, kind="cancellation", amount=5_000), item(1)],
	[item(2), item(2), item(2, amount=99)],
	[item(3, card_no="5327-5000-1111-2222"), item(3)],
	[item(4, card_no="1111-2222-3333-4444"), item(4, card_no="1111-2222-3333-4444", kind="cancellation")],
	[
		item(
			1, kind="cancellation", amount=15_000, cancellation_no="2", merchant_name="<script>1</script>문구"
		)
	],
	[item(5, approved_at="2026-11-20T12:30:00"), item(5, approved_at="2026-11-21T09:00:00")],
]
_FIELDS = [
	*("approval_no", "kind", "amount", "net_amount", "cancelled_amount", "status", "attention", "holder"),
	*("corporate_card", "card_company", "card_number", "merchant_name", "merchant_no", "billing_date"),
	*("source", "transaction_key", "installments", "vat", "drafted", "owner", "docstatus"),
]


def test_many_at_once_come_to_the_same_as_one_by_one(home, monkeypatch):
	"""Twice the same messages: written with one statement, and each by itself, as where an operator's script wants to see them."""
	found = []
	for at_once in (True, False):
		frappe.db.savepoint("before_messages")
		monkeypatch.setattr(messages.batches, "fits", lambda at_once=at_once: at_once)
		names = [accept(home, message(*items)).body["message"] for items in MANY]
		messages.work_off()
		rows = frappe.get_all(
			"Card Transaction", {"facility": home.facility}, _FIELDS, order_by="transaction_key"
		)
		told = [frappe.db.get_value("Card Message", name, ["status", "error", "attempts"]) for name in names]
		found.append((rows, told))
		frappe.db.rollback(save_point="before_messages")
	assert found[0] == found[1]
	rows, told = found[0]
	assert [status for status, *_rest in told] == ["Done", "Failed", "Done", "Done", "Done", "Done"]
	assert len(rows) == 10 and "<script" not in str(rows)
	assert {row.net_amount for row in rows if row.approval_no in ("00000001", "00000004")} == {0}


def test_a_use_that_somebody_else_records_meanwhile_stays_as_it_is(home, monkeypatch):
	sent(home, item(1))
	with monkeypatch.context() as patched:
		# as a worker sees it that looked before the other one was through
		patched.setattr(transactions, "known", lambda *about, **kw: {})
		again = sent(home, item(1), item(2))
		other = sent(home, item(2, amount=99), item(3))
	assert (again.status, other.status) == ("Done", "Failed") and "00000002" in other.error
	assert numbers(home) == ["00000001", "00000002", "00000003"]


@pytest.mark.parametrize(
	"kind,about",
	[
		("Webhook", {"webhook_doctype": "Card Transaction", "enabled": 1}),
		("Notification", {"document_type": "Card Transaction", "enabled": 1}),
		("Server Script", {"reference_doctype": "Card Transaction"}),
		("Assignment Rule", {"document_type": "Card Transaction"}),
	],
)
def test_what_an_operator_has_made_sees_each_use(home, kind, about):
	assert messages.batches.fits()
	# past the framework, which remembers such things beyond this test
	frappe.get_doc({"doctype": kind, "name": "each use", **about}).db_insert()
	assert not messages.batches.fits()


def test_what_was_recorded_long_ago_is_forgotten_but_for_its_use(home):
	old, young, failed = (sent(home, *items) for items in ([item(1)], [item(2)], [item(1, amount=99)]))
	for kept in (old, failed):
		frappe.db.set_value("Card Message", kept.name, "received_at", add_days(now_datetime(), -91))
	assert connections.forget_contents() == 1 and connections.forget_contents() == 0
	assert not frappe.db.get_value("Card Message", old.name, "body")
	assert all(frappe.db.get_value("Card Message", kept.name, "body") for kept in (young, failed))
	assert numbers(home) == ["00000001", "00000002"]
	messages.retry(old.name)
	assert frappe.db.get_value("Card Message", old.name, "status") == "Done"
	frappe.db.set_value("Card Connection", young.card_connection, "keep_days", 0)
	frappe.db.set_value("Card Message", young.name, "received_at", "2020-01-01")
	assert connections.forget_contents() == 0


def test_without_redis_it_is_kept_and_found_by_the_scheduler(home, monkeypatch):
	monkeypatch.undo()
	monkeypatch.setattr(frappe.db, "commit", lambda: None)

	def gone(*args, **kw):
		raise NoRedis("no Redis")

	with monkeypatch.context() as patched:
		patched.setattr(type(frappe.cache), "set", gone)
		assert accept(home, message(item())).status == HTTPStatus.ACCEPTED
	tasks.sweep()
	assert numbers(home) == ["00000001"]


def uploaded(home, method, *rows, **options) -> dict:
	content = base64.b64encode(workbook(*rows, header=SHINHAN)).decode()
	with acting_as(home.accountant):
		return method("card_uses", home.facility, content, options)


def test_a_list_adds_what_no_message_told(home):
	sent(home, item(1))
	rows = [
		["2026.11.20 12:30", 1, "본인 1234", "희망문구", "20,000", "", "매입"],
		["2026.11.21 18:00", 2, "본인 1234", "나래식당", "48,000", "2026.11.22", "취소"],
		["2026.11.21 18:00", "", "합계", "", "", "", ""],
	]
	report = uploaded(home, uploads.check, *rows)
	assert (report["new"], report["known"], report["faults"]) == (1, 1, [])
	assert "취소 1건" in report["notes"][0] and numbers(home) == ["00000001"]
	assert uploaded(home, uploads.take, *rows)["taken"] == 1
	assert numbers(home) == ["00000001", "00000002", "00000002"]
	assert uploaded(home, uploads.check, *rows)["known"] == 2
	again = sent(home, item(2, amount=48_000, approved_at="2026-11-21T18:00:41"))
	assert again.status == "Done" and len(numbers(home)) == 3


def test_uses_of_a_list_are_looked_at_all_at_once(home, monkeypatch):
	shown = []
	monkeypatch.setattr(watch, "look_at_uses", lambda names: shown.append(len(names)))
	rows = [
		[f"2026.11.20 12:{at:02}", at, "본인 1234", "희망문구", "20,000", "", "매입"] for at in range(1, 10)
	]
	assert uploaded(home, uploads.take, *rows)["taken"] == 9
	assert shown == [9]


def test_a_list_that_contradicts_what_was_told_is_refused(home):
	sent(home, item(1))
	rows = [["2026.11.20 12:30", 1, "본인 1234", "희망문구", "99,000", "", "매입"]]
	faults = uploaded(home, uploads.check, *rows)["faults"]
	assert len(faults) == 1 and "다른 금액" in faults[0]["reason"]


def test_a_format_of_an_operator_is_read_and_one_of_nothing_refused(home):
	columns = [("Approval Date", "쓴 날", 1), ("Amount", "쓴 돈", 1), ("Approval No.", "번호", 0)]
	rows = [{"value_key": key, "heading": heading, "is_required": must} for key, heading, must in columns]
	made = frappe.get_doc(
		{"doctype": "Card File Format", "format_name": "새 카드사", "columns": rows}
	).insert()
	content = base64.b64encode(
		workbook(["2026-11-20", "3,000", "9"], header=["쓴 날", "쓴 돈", "번호"])
	).decode()
	options = {"card_file_format": made.name, "corporate_card": home.cards["own"]}
	with acting_as(home.accountant):
		assert uploads.take("card_uses", home.facility, content, options)["taken"] == 1
	assert (
		frappe.db.get_value("Card Transaction", {"approval_no": "00000009"}, "corporate_card")
		== home.cards["own"]
	)
	with refused(frappe.ValidationError):
		frappe.get_doc(
			{"doctype": "Card File Format", "format_name": "빈 형식", "columns": rows[2:]}
		).insert()
