"""The permission rows of all DocTypes at once, as the operator left them.

The metadata of one DocType tells its own, and whoever lists its records has that at hand. A condition over what speaks of
documents of any kind needs those of every kind that a facility has: reading so much metadata takes fifty times as long.
"""

import frappe

_CACHE = "huimang_rights"
_RIGHTS = ("read", "select")
_STAMP = " UNION ALL ".join(
	f"""SELECT COUNT(*), SUM(row_is), BIT_XOR(row_is) FROM (
		SELECT CRC32(CONCAT_WS('|', name, parent, role, permlevel, `read`, `select`)) AS row_is FROM `tab{table}`
	) AS told"""
	for table in ("DocPerm", "Custom DocPerm")
)


def of_all() -> dict[str, dict[str, frozenset[str]]]:
	"""{DocType: {"read": roles, "select": roles}} of the installed permissions, those for single fields left out.

	Kept until a row differs, which the database is asked each time: the framework changes some without leaving a trace on
	them, and nothing that changes permissions has to tell.
	"""
	stamp = frappe.db.sql(_STAMP)
	kept = frappe.cache.get_value(_CACHE)
	if not kept or kept["stamp"] != stamp:
		kept = {"stamp": stamp, "roles": _read()}
		frappe.cache.set_value(_CACHE, kept)
	return kept["roles"]


def forget() -> None:
	"""Drop what is cached here (hook: the caches of the site are cleared)."""
	frappe.cache.delete_value(_CACHE)


def of_one(doctype: str, right: str) -> frozenset[str]:
	"""The roles to which the installed permissions of a DocType give a right."""
	rows = frappe.get_meta(doctype).permissions
	return frozenset(row.role for row in rows if not row.permlevel and row.get(right))


def _read() -> dict[str, dict[str, frozenset[str]]]:
	# rows of the operator's for a DocType stand in the place of all of the installed ones
	rows = frappe.db.sql(
		"""SELECT parent, role, `read`, `select` FROM `tabDocPerm`
		WHERE permlevel = 0 AND parent NOT IN (SELECT parent FROM `tabCustom DocPerm`)
		UNION ALL SELECT parent, role, `read`, `select` FROM `tabCustom DocPerm` WHERE permlevel = 0"""
	)
	found = {}
	for doctype, role, *given in rows:
		for right, is_given in zip(_RIGHTS, given, strict=True):
			if is_given:
				found.setdefault(doctype, {}).setdefault(right, set()).add(role)
	return {
		doctype: {right: frozenset(rights.get(right, ())) for right in _RIGHTS}
		for doctype, rights in found.items()
	}
