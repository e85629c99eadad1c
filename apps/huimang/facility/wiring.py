"""Hooks for every DocType that bears a facility or refers to one that does, those included that an operator will add.

Frappe reads a hook by iterating over the dict in `hooks.py`, connected to the site's database, and keeps the result in
its cache. The dict given to it here answers with what is installed at that moment; `scope.forget` makes Frappe ask
again when a DocType or a custom field changes.
"""

from collections.abc import Iterator

from huimang.facility import scope


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
		installed = {*scope.scoped_doctypes(), *scope.referring_doctypes()}
		return iter([*super().__iter__(), *installed.difference(self.keys())])

	def __getitem__(self, doctype: str) -> str:
		if doctype in self.keys():
			return super().__getitem__(doctype)
		path = self.scoped if scope.is_scoped(doctype) else self.referring
		return path.format(doctype=doctype)
