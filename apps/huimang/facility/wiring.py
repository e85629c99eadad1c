"""Hooks for every DocType that bears a facility, those included that an operator will add.

Frappe reads a hook by iterating over the dict in `hooks.py` and keeps the result until the cache is cleared. The dict
given to it here answers with what is installed at that moment; `scope.forget` makes Frappe ask again when a DocType
or a custom field changes. Without a database (some bench commands) it knows the app's own DocTypes only, so
`ensure_complete` looks once a request or job that the kept result is not such a half.
"""

from collections.abc import Iterator

import frappe

from huimang.facility import scope

_COMPLETE = "huimang: read with the database"


class ScopedHooks(dict):
	"""A hook {DocType: dotted path} over all DocTypes that bear a facility, and `extra` entries for others."""

	def __init__(self, path: str, extra: dict[str, str] | None = None):
		super().__init__(extra or {})
		self.path = path

	def __iter__(self) -> Iterator[str]:
		yield from super().__iter__()
		yield from scope.shipped()
		if getattr(frappe.local, "db", None):
			yield from set(scope.scoped_doctypes()).difference(scope.shipped())
			yield _COMPLETE

	def __getitem__(self, doctype: str) -> str:
		return super().get(doctype) or self.path.format(doctype=doctype)


def ensure_complete() -> None:
	"""Have the hooks read again if they were read before the database was connected."""
	if _COMPLETE not in frappe.get_hooks("has_permission", {}):
		scope.forget()
