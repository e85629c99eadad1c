"""What is done for practice in the background: filling it, emptying it, every night anew."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import get_datetime, now_datetime

from huimang.practice import house, reset, seats

UNUSED = timedelta(days=30)
"""After this long without anybody, a practice facility is emptied until somebody asks for it (administration.md 5: 30일)."""
_PROGRESS = "huimang_practice_progress"
_LONGEST = 1_800


def enqueue(practice: str) -> None:
	"""Let a worker fill a practice facility, once what was written before is there.

	The job bears no name: one whose worker was killed would bar the next for an hour. Of two at once, one does nothing.
	"""
	frappe.enqueue(make, queue="long", timeout=_LONGEST, enqueue_after_commit=True, practice=practice)


def make(practice: str) -> bool:
	"""Fill a practice facility, or go on where a killed job stopped: from the beginning, with nothing left of it.

	Returns:
		Whether this job did it; False where another one is at it, or has been.
	"""
	if getattr(frappe.local, "request", None):
		# the demonstration takes other days for today, in the whole process
		raise RuntimeError("Practice facilities are filled by a worker.")
	from huimang.practice import build  # the whole demonstration, which nothing else here needs

	lock = f"{frappe.local.site}:practice:{practice}"[-64:]
	if not frappe.db.sql("SELECT GET_LOCK(%s, 0)", lock)[0][0]:
		return False
	user = frappe.session.user
	try:
		frappe.db.commit()
		state = frappe.db.get_value(house.FACILITY, practice, "practice_state")
		if state != house.PREPARING:
			return False
		frappe.set_user("Administrator")
		frappe.local.lang = "ko"
		_say(practice, 0)
		reset.empty(practice)
		build.build(practice, lambda percent: _say(practice, percent))
		house.note(practice, practice_state=house.READY, practice_reset_on=now_datetime())
		frappe.db.commit()
		return True
	finally:
		frappe.db.rollback()
		frappe.set_user(user)
		frappe.db.sql("SELECT RELEASE_LOCK(%s)", lock)
		frappe.cache.hdel(_PROGRESS, practice)


def progress(practice: str) -> int:
	"""Return how much of a practice facility is made, in per cent."""
	return int(frappe.cache.hget(_PROGRESS, practice) or 0)


def is_under_way(practice: str) -> bool:
	"""Whether some process is filling a practice facility now."""
	lock = f"{frappe.local.site}:practice:{practice}"[-64:]
	return frappe.db.sql("SELECT IS_USED_LOCK(%s)", lock)[0][0] is not None


def go_on() -> None:
	"""Every hour: what a killed job left unfinished is begun again. Safe to repeat."""
	for practice in frappe.get_all(
		house.FACILITY, {"is_practice": 1, "practice_state": house.PREPARING}, pluck="name"
	):
		if not is_under_way(practice):
			enqueue(practice)


def every_night() -> None:
	"""Bring everybody back to work, make what was used anew, and empty what nobody has used for long. Safe to repeat."""
	now = now_datetime()
	for row in frappe.get_all(
		house.FACILITY,
		{"is_practice": 1, "practice_state": house.READY},
		["name", "practice_used_on", "practice_reset_on"],
	):
		used, made = (
			get_datetime(value) if value else None for value in (row.practice_used_on, row.practice_reset_on)
		)
		seats.vacate(row.name)
		if not used or now - used > UNUSED:
			reset.empty(row.name)
			house.note(row.name, practice_state="", practice_reset_on=now)
		elif not made or used > made:
			house.note(row.name, practice_state=house.PREPARING)
			enqueue(row.name)
		frappe.db.commit()


def _say(practice: str, percent: int) -> None:
	frappe.cache.hset(_PROGRESS, practice, percent)
