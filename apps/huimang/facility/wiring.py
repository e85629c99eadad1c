"""Hooks for every DocType that bears a facility or refers to one that does, those included that an operator will add.

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
	"""A hook {DocType: dotted path}.

	Args:
		scoped: path for DocTypes that bear a facility; "{doctype}" in it becomes the DocType's name.
		referring: path for DocTypes whose records refer to those of others.
		others: what single DocTypes need besides.
	"""

	def __init__(self, scoped: str, referring: str, others: dict[str, str]):
		super().__init__(others)
		self.scoped = scoped
		self.referring = referring

	def __iter__(self) -> Iterator[str]:
		yield from super().__iter__()
		yield from self._scoped().union(self._referring()).difference(self.keys())
		if _connected():
			yield _COMPLETE

	def __getitem__(self, doctype: str) -> str:
		if doctype in self.keys():
			return super().__getitem__(doctype)
		path = self.scoped if doctype in self._scoped() else self.referring
		return path.format(doctype=doctype)

	def _scoped(self) -> set[str]:
		return set(scope.shipped()).union(scope.scoped_doctypes() if _connected() else ())

	def _referring(self) -> set[str]:
		return set(scope.referring_doctypes() if _connected() else scope.PLAIN_PAIRS)


def ensure_complete() -> None:
	"""Have the hooks read again if they were read before the database was connected."""
	if _COMPLETE not in frappe.get_hooks("has_permission", {}):
		scope.forget()


def _connected() -> bool:
	return bool(getattr(frappe.local, "db", None))
