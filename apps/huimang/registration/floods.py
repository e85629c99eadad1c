"""How often something may be asked for from outside: counted in the cache, by whoever asks and about whom."""

from __future__ import annotations

import hashlib

import frappe
from frappe import _

HOUR = 3600


class FloodError(frappe.TooManyRequestsError):
	"""Asked too often."""


def count(what: str, who: str, most: int, seconds: int = HOUR) -> None:
	"""Count one request and refuse it where `who` has had `most` of them within `seconds` of the first.

	Raises:
		FloodError: too many.
	"""
	if not is_within(what, who, most, seconds):
		frappe.throw(_("This has been asked for too often. Please try again later."), FloodError)


def is_within(what: str, who: str, most: int, seconds: int = HOUR) -> bool:
	"""Count one request, and tell whether it is among the first `most` of `who`; also of those that come at once."""
	digest = hashlib.sha256(who.encode()).hexdigest()[:24]
	key = frappe.cache.make_key(f"huimang_flood|{what}|{digest}")
	pipeline = frappe.cache.pipeline()
	pipeline.set(key, 0, ex=seconds, nx=True)
	pipeline.incr(key)
	return pipeline.execute()[1] <= most


def caller() -> str:
	"""Where the request comes from."""
	return getattr(frappe.local, "request_ip", None) or "-"
