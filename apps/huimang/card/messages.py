"""Uses of cards as they come in at once: a message is stored before it is answered, and worked off afterwards.

What was answered with 202 lies in the database; a worker or a cache that dies loses nothing of it. The job that works messages off is
asked for when one arrives, and looks for them by itself every other minute.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus
from itertools import accumulate
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import add_to_date, cint, now_datetime
from redis.exceptions import RedisError

from huimang.card import batches, connections, notices, numbers, transactions
from huimang.database.sql import insert_rows, roll_back_to, standard_columns
from huimang.errors import rule_message
from huimang.rules import card_feed
from huimang.rules.cards import Use
from huimang.rules.errors import RuleViolation

DOCTYPE = "Card Message"
RECEIVED, DONE, FAILED = "Received", "Done", "Failed"
LARGEST = 512 * 1024
WINDOW = 300
"""Seconds between signing and receiving; site config ``huimang_card_window`` may say otherwise."""
TRIES = 6
"""Attempts at a message that fails for no fault of its own, each twice as many minutes after the one before."""
PORTION = 100
"""Messages in one transaction; of those with many uses, as many as come to `batches.AT_ONCE` uses."""
_AWAKE = "huimang_card_worker"
_POINT = "huimang_card_message"
_COLUMNS = (
	"name",
	"facility",
	"card_connection",
	"card_company",
	"received_at",
	"status",
	"transactions",
	"attempts",
)
_COLUMNS += ("next_attempt", "nonce", "body")


class Answer(NamedTuple):
	"""What the sender is told."""

	status: HTTPStatus
	body: dict


def accept(headers: Mapping[str, str], body: bytes) -> Answer:
	"""Store a message that is signed, fresh and sound; commits. Anything else is refused, in words."""
	timestamp, nonce = headers.get("X-Huimang-Timestamp", ""), headers.get("X-Huimang-Nonce", "")
	if len(body) > LARGEST:
		return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The message is too large."))
	sender = connections.sender(headers.get("X-Huimang-Key", "")[:40])
	claimed = headers.get("X-Huimang-Signature", "")
	if not sender or not card_feed.is_signed(sender.secret, timestamp, nonce, body, claimed):
		return _refused(HTTPStatus.UNAUTHORIZED, _("The message is not signed by a known sender."))
	if not card_feed.is_timely(timestamp, time.time(), cint(frappe.conf.huimang_card_window) or WINDOW):
		return _refused(
			HTTPStatus.UNAUTHORIZED,
			_("The message was signed too long ago, or the sender's clock is wrong. Please sign it anew."),
		)
	if not 8 <= len(nonce) <= 80:
		return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, _("X-Huimang-Nonce has 8 to 80 characters."))
	try:
		uses = card_feed.read(body)
	except card_feed.WrongUse as wrong:
		reason = _("Use {0}: {1}").format(wrong.number, rule_message(wrong))
		return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, reason)
	except RuleViolation as violation:
		return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, rule_message(violation))
	return _store(sender, nonce, uses)


def work_off(seconds: float = 300) -> int:
	"""Record the uses of stored messages until none is left; return how many messages that were. Commits.

	Any number of workers may do so at once: each takes messages that no other holds.
	"""
	end, done, portion = time.monotonic() + seconds, 0, PORTION
	while time.monotonic() < end:
		try:
			worked = _work_off(portion)
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			portion = max(1, portion // 4)
			continue
		portion = min(PORTION, portion * 2)
		done += worked
		if not worked:
			break
	return done


def is_waiting() -> bool:
	"""Whether there is a message that is due."""
	return bool(_due(1))


def wake() -> None:
	"""Ask for a job that works messages off, unless one is asked for; without Redis, the scheduler's look finds them."""
	try:
		if frappe.cache.set(frappe.cache.make_key(_AWAKE), 1, nx=True, ex=60):
			frappe.enqueue("huimang.card.tasks.work_off", queue="short", timeout=900)
	except (RedisError, OSError):
		frappe.logger().warning("card messages wait for the scheduler: no Redis")


def sleep() -> None:
	"""Let the next message ask for a job again; whoever calls looks once more for messages afterwards."""
	frappe.cache.delete(frappe.cache.make_key(_AWAKE))


def retry(name: str) -> None:
	"""Have a message that failed worked off once more; nothing is to be done about any other."""
	if frappe.db.get_value(DOCTYPE, name, "status", for_update=True) != FAILED:
		return
	frappe.db.set_value(
		DOCTYPE, name, {"status": RECEIVED, "attempts": 0, "next_attempt": now_datetime(), "error": None}
	)
	frappe.db.after_commit.add(wake)


def _store(sender: frappe._dict, nonce: str, uses: list) -> Answer:
	now = now_datetime()
	name = frappe.generate_hash(length=12)
	standard = standard_columns("Guest", now)
	row = (
		name,
		sender.facility,
		sender.name,
		sender.card_company,
		now,
		RECEIVED,
		len(uses),
		0,
		now,
		nonce,
		card_feed.packed(uses),
	)
	try:
		insert_rows(DOCTYPE, (*_COLUMNS, *standard), [(*row, *standard.values())])
		frappe.db.commit()
	except Exception as e:
		frappe.db.rollback()
		if not frappe.db.is_unique_key_violation(e):
			raise
		return _refused(HTTPStatus.CONFLICT, _("A message of this number has been accepted already."))
	wake()
	return Answer(HTTPStatus.ACCEPTED, {"status": "accepted", "message": name, "transactions": len(uses)})


def _refused(status: HTTPStatus, reason: str) -> Answer:
	return Answer(status, {"status": "refused", "reason": reason})


def _due(limit: int) -> list[str]:
	rows = frappe.db.sql(
		"""SELECT name, transactions FROM `tabCard Message` WHERE status = %s AND next_attempt <= %s
		ORDER BY next_attempt LIMIT %s""",
		(RECEIVED, now_datetime(), limit),
	)
	uses = accumulate(number for _name, number in rows)
	return [
		name for (name, number), total in zip(rows, uses, strict=True) if total - number < batches.AT_ONCE
	]


def _work_off(portion: int) -> int:
	"""Work off one portion in one transaction: all of it is there afterwards, or none. Return how many messages that were.

	What another worker holds is left to it; should it die, the scheduler looks again.
	"""
	frappe.db.commit()
	names = _due(portion)
	if not names:
		return 0
	# what is read without a lock from here on was there after the cards were locked, and not before
	frappe.db.commit()
	# by their names, not by their status: that would bar new ones from coming in
	messages = frappe.db.sql(
		"""SELECT name, facility, card_connection, body, attempts, transactions FROM `tabCard Message`
		WHERE name IN %s AND status = %s ORDER BY next_attempt FOR UPDATE SKIP LOCKED""",
		(tuple(names), RECEIVED),
		as_dict=True,
	)
	uses = {message.name: card_feed.unpacked(message.body) for message in messages}
	wanted = {(message.facility, use.card_number) for message in messages for use in uses[message.name]}
	cards = {place: numbers.card_of(*place, lock=True) for place in sorted(wanted)}
	if not _take_all(messages, uses, cards):
		for message in messages:
			_take(message, uses[message.name], cards)
	for connection in {message.card_connection for message in messages}:
		frappe.db.set_value(
			connections.DOCTYPE, connection, "last_received_at", now_datetime(), update_modified=False
		)
	frappe.db.commit()
	return len(messages)


def _take_all(messages: list, uses: Mapping, cards: Mapping) -> bool:
	"""Record the uses of messages at once; False where that cannot be, so that they are looked at one by one."""
	if not messages or not batches.fits():
		return False
	told = [
		batches.Told(message.facility, use, cards[message.facility, use.card_number], message.name)
		for message in messages
		for use in uses[message.name]
	]
	frappe.db.savepoint(_POINT)
	try:
		found = batches.record(told)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise
	except Exception:
		roll_back_to(_POINT)
		frappe.log_error(title="Card messages at once", message=frappe.get_traceback())
		return False
	problems: dict[str, list[str]] = {}
	for one, problem in zip(told, found, strict=True):
		if problem:
			problems.setdefault(one.message, []).append(_told_of(one.use, problem))
	_note_done([message.name for message in messages if message.name not in problems])
	for message in messages:
		if message.name in problems:
			_note_failed(message, problems[message.name])
	return True


def _take(message: frappe._dict, uses: list, cards: Mapping) -> None:
	"""Record the uses of a message. What stands against one of them leaves the others; all are told."""
	problems = []
	frappe.db.savepoint(_POINT)
	try:
		for use in uses:
			try:
				card = cards[message.facility, use.card_number]
				# those that come in by the hundred are shown once all are recorded (tasks.py)
				transactions.record(
					message.facility, use, "Webhook", card, is_shown=False, card_message=message.name
				)
			except RuleViolation as violation:
				problems.append(_told_of(use, violation))
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise
	except Exception:
		roll_back_to(_POINT)
		frappe.log_error(title="Card message", message=frappe.get_traceback())
		_postpone(message)
		return
	if problems:
		_note_failed(message, problems)
	else:
		_note_done([message.name])


def _told_of(use: Use, problem: RuleViolation) -> str:
	return f"{use.approval_no}: {rule_message(problem)}"


def _note_done(names: list[str]) -> None:
	table = frappe.qb.DocType(DOCTYPE)
	if names:
		done = frappe.qb.update(table).set(table.status, DONE).set(table.error, None)
		done.set(table.attempts, table.attempts + 1).where(table.name.isin(names)).run()


def _note_failed(message: frappe._dict, problems: list[str]) -> None:
	_note(message.name, status=FAILED, error="\n".join(problems), attempts=message.attempts + 1)
	notices.tell_of_message(message.facility, message.name)


def _postpone(message: frappe._dict) -> None:
	attempts = message.attempts + 1
	if attempts < TRIES:
		_note(message.name, attempts=attempts, next_attempt=add_to_date(now_datetime(), minutes=2**attempts))
		return
	error = _("It could not be recorded. Please try again, or ask the platform's operator.", lang="ko")
	_note(message.name, attempts=attempts, status=FAILED, error=error)
	notices.tell_of_message(message.facility, message.name)


def _note(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values, update_modified=False)
