"""What the operator promises about answers, and the times that follow from it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import frappe
from frappe.utils import cint, get_time, now_datetime

from huimang.errors import obey
from huimang.rules import service_hours
from huimang.rules.identifiers import show_phone
from huimang.rules.service_hours import ServiceHours
from huimang.tax.queries import holidays

SETTING = "Support Setting"
_FIRST = {"opens": "09:00:00", "closes": "18:00:00", "rest_from": "12:00:00", "rest_until": "13:00:00"}
"""administration.md 6; the framework knows no default of a time but now, which it has saved when the app comes."""
_PLANTED = "huimang_support_setting_planted"


def plant() -> None:
	"""Give a site the settings that it starts with, once; afterwards they are the operator's."""
	if not frappe.db.get_global(_PLANTED):
		frappe.get_doc(SETTING).update(_FIRST).save(ignore_permissions=True)
		frappe.db.set_global(_PLANTED, 1)


def number(fieldname: str) -> int:
	"""Return a number of the settings."""
	return cint(frappe.get_cached_doc(SETTING).get(fieldname))


def hours_of(doc) -> ServiceHours:
	"""Return the service hours that the settings say. Raises a ValidationError where they do not follow one another."""
	opens, closes, rest_from, rest_until = (
		_time(doc.get(field)) for field in ("opens", "closes", "rest_from", "rest_until")
	)
	return obey(ServiceHours, opens or time(9), closes or time(18), rest_from, rest_until)


def due(kind: str, since: datetime, used_minutes: int = 0) -> datetime:
	"""Return when an inquiry of this kind is to be answered whose clock has run for some minutes and goes on ``since``."""
	left = timedelta(hours=number(f"hours_{frappe.scrub(kind)}"), minutes=-used_minutes)
	return obey(service_hours.due, since, left, *_calendar())


def minutes(start: datetime, end: datetime) -> int:
	"""Return the minutes of service time between two moments."""
	return int(service_hours.passed(start, end, *_calendar()).total_seconds() // 60)


def told() -> dict:
	"""Return what the support page says of hours and telephone, and whether somebody answers now."""
	doc = frappe.get_cached_doc(SETTING)
	hours, days_off = _calendar()
	return {
		"opens": f"{hours.opens:%H:%M}",
		"closes": f"{hours.closes:%H:%M}",
		"rest": f"{hours.rest_from:%H:%M}~{hours.rest_until:%H:%M}"
		if hours.rest_from and hours.rest_until
		else "",
		"is_open": service_hours.is_open(now_datetime(), hours, days_off),
		"phone": show_phone(doc.phone or ""),
		"phone_note": doc.phone_note or "",
	}


def _calendar() -> tuple[ServiceHours, frozenset[date]]:
	return hours_of(frappe.get_cached_doc(SETTING)), holidays()


def _time(value) -> time | None:
	return get_time(value) if value not in (None, "") else None
