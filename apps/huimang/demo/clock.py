"""Another day: a year of bookkeeping can be entered in half a minute."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from frappe.utils.data import now_datetime as real_now

MORNING = time(9, 30)


@contextmanager
def on(day: date) -> Iterator[None]:
	"""Let this process take `day` for today, from half past nine in the morning on; time passes as usual.

	The framework has one function for what time it is; the modules that use it hold it by name.
	"""
	if day == real_now().date():
		yield
		return
	shift = datetime.combine(day, MORNING) - real_now()
	holders = [module for module in list(sys.modules.values()) if _holds_the_clock(module)]

	def shifted_now() -> datetime:
		return real_now() + shift

	for module in holders:
		module.now_datetime = shifted_now
	try:
		yield
	finally:
		for module in holders:
			module.now_datetime = real_now


def _holds_the_clock(module) -> bool:
	return module.__name__ != __name__ and vars(module).get("now_datetime") is real_now
