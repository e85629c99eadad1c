"""The arguments of a request by which the framework would build a query, a path or a template: each must be what it is named.

They are looked at by their names, whichever function is called, for the same few names lead into queries all over the
framework, in functions of newer versions too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huimang.gate import grammar

Check = Callable[[object], bool]


def _absent_or(check: Check) -> Check:
	return lambda value: value in (None, "", "undefined", "null") or check(value)


def _number(value: object) -> bool:
	return isinstance(value, int) or (isinstance(value, str) and bool(grammar.NUMBER.fullmatch(value)))


def _day(value: object) -> bool:
	return isinstance(value, int) or (isinstance(value, str) and bool(grammar.DAY.fullmatch(value)))


def _statuses(value: object) -> bool:
	return isinstance(value, int | list) or (
		isinstance(value, str) and bool(grammar.STATUSES.fullmatch(value))
	)


CHECKS: dict[str, Check] = {
	**dict.fromkeys(
		(
			"aggregate_on_doctype",
			"attached_to_doctype",
			"child_type",
			"doc_type",
			"doctype",
			"document_type",
			"dt",
			"for_doctype",
			"link_doctype",
			"parent_doctype",
			"parenttype",
			"ref_doctype",
			"reference_doctype",
		),
		_absent_or(grammar.is_doctype),
	),
	**dict.fromkeys(
		(
			"aggregate_function",
			"aggregate_function_based_on",
			"aggregate_on_field",
			"attached_to_field",
			"based_on",
			"date_field",
			"docfield",
			"field_name",
			"group_by_based_on",
			"pluck",
			"searchfield",
			"sort_field",
			"sort_order",
			"value_based_on",
			"workflow_state_field",
			"workflow_state_fieldname",
		),
		_absent_or(grammar.is_field),
	),
	**dict.fromkeys(("order_by", "group_by", "sort_by"), grammar.is_order),
	**dict.fromkeys(("fields", "filter_fields", "stats"), grammar.are_columns),
	**dict.fromkeys(("fieldname", "field"), grammar.are_names),
	**dict.fromkeys(("or_filters", "current_filters", "filters_json"), grammar.are_filters),
	**dict.fromkeys(
		("limit", "limit_start", "limit_page_length", "page_length", "page_len"), _absent_or(_number)
	),
	**dict.fromkeys(("start", "end", "date", "from_date", "to_date"), _absent_or(_day)),
	"docstatus": _absent_or(_statuses),
	"field_map": grammar.are_fields_by_purpose,
}
"""What an argument of this name must be."""

REPORTS = ("frappe.desk.query_report.", "frappe.core.doctype.prepared_report.", "huimang.")
"""Whose filters are answers to a report's questions, or our own arguments, and not rows of a query."""

OURS = frozenset({"doctype", "fields", "group_by", "order_by", "or_filters", "searchfield"})
"""What our own functions might hand on to a query; their other arguments are typed, and named as the business names them."""

FREE = frozenset({"frappe.core.doctype.access_log.access_log.make_access_log"})
"""What notes down its arguments as a text and does nothing else with them."""

SETTINGS: dict[str, tuple[str, ...]] = {
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": ("chart",),
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": ("doc",),
	"frappe.desk.doctype.number_card.number_card.get_result": ("doc",),
	"frappe.desk.query_report.run": ("custom_columns",),
	"frappe.desk.query_report.save_report": ("columns",),
	"frappe.desk.reportview.save_report": ("report_settings",),
}
"""Arguments that hold, as JSON, such arguments in turn: what they say is queried now or later."""

NEVER = frozenset({"ignore_permissions", "ignore_ddl", "join", "run", "strict"})
"""What only code may tell a query."""

QUERIES = ("frappe.client.get_", "frappe.desk.reportview.", "frappe.www.list.")


ASSETS = ("frappe.client.get_js", "items")
"""What hands out the Desk's scripts by their paths, and the argument that names them."""


def wrong(methods: tuple[str, ...], arguments: dict) -> str | None:
	"""The name of the first argument that is not what its name says; None where all are."""
	return next(_wrong(methods, arguments), None)


def _wrong(methods: tuple[str, ...], arguments: dict) -> Iterator[str]:
	if FREE.issuperset(methods) and methods:
		return
	ours = bool(methods) and all(method.startswith("huimang.") for method in methods)
	for name in (OURS if ours else CHECKS.keys()) & arguments.keys():
		if not CHECKS[name](arguments[name]):
			yield name
	if "filters" in arguments and not _are_filters(methods, arguments["filters"]):
		yield "filters"
	if any(method.startswith(QUERIES) for method in methods):
		yield from NEVER & arguments.keys()
	if ASSETS[0] in methods and not grammar.are_assets(arguments.get(ASSETS[1])):
		yield ASSETS[1]
	for method in methods:
		for name in SETTINGS.get(method, ()):
			if not _is_setting(grammar.parsed(arguments.get(name))):
				yield name


def _are_filters(methods: tuple[str, ...], filters: object) -> bool:
	if methods and all(method.startswith(REPORTS) for method in methods):
		return grammar.are_answers(filters)
	return grammar.are_filters(filters)


def _is_setting(value: object) -> bool:
	"""Whether all that is named like an argument of a query, at whatever depth, is one."""
	if isinstance(value, list):
		return all(map(_is_setting, value))
	if not isinstance(value, dict):
		return True
	for name, part in value.items():
		check = _OF_SETTINGS.get(name) or CHECKS.get(name)
		if check and not check(part):
			return False
		if not check and not _is_setting(grammar.parsed(part)):
			return False
	return True


def _shown(value: object) -> bool:
	"""The columns of a report that somebody put together: fields, each with its DocType."""
	return isinstance(value, list) and all(
		len(pair) == 2 and grammar.is_field(pair[0]) and grammar.is_doctype(pair[1])
		if isinstance(pair, list)
		else grammar.are_columns([pair])
		for pair in value
	)


def _grouped(value: object) -> bool:
	return _is_setting(value) if isinstance(value, dict) else grammar.is_order(value)


def _sorted(value: object) -> bool:
	"""`DocType.field`."""
	return value in (None, "") or (
		isinstance(value, str)
		and grammar.is_field(value.rpartition(".")[2])
		and ("." not in value or grammar.is_doctype(value.rpartition(".")[0]))
	)


_OF_SETTINGS: dict[str, Check] = {
	"aggregate_on": _sorted,
	"fields": _shown,
	"filters": grammar.are_filters,
	"group_by": _grouped,
	"sort_by": _sorted,
	"sort_by_next": _sorted,
}
"""What is written otherwise where it is kept."""
