"""`permission_query_conditions` for each DocType, under the DocType's own name.

Older versions of Frappe 15 tell the hook nothing but the user, so each DocType needs a function of its own: asking
this module for the attribute "Expense Resolution" gives the function that filters Expense Resolutions.
"""

from collections.abc import Callable

from huimang.facility import access, references, scope


def __getattr__(doctype: str) -> Callable[[str | None], str]:
	if doctype.startswith("_"):
		raise AttributeError(doctype)

	def condition(user: str | None = None) -> str:
		module = access if scope.is_scoped(doctype) else references
		return module.query_condition(user, doctype)

	return condition
