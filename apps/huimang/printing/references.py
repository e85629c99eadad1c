"""What documents that move money refer to, read for a whole batch of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.printing import resources
from huimang.printing.approval_box import ApprovalBox, Square, Step, approval_boxes

DEFAULT_LINE = (
	Square("담당", "Accountant"),
	Square("사무국장", "Office Director"),
	Square("시설장", "Facility Head"),
)
"""결재란 of a facility that has not set up its own."""

_LARGEST_LOGO = 2_000_000


@dataclass(frozen=True)
class References:
	"""Names and rows by the names of their documents. Whatever is missing from a mapping prints as nothing."""

	facilities: Mapping[str, Mapping[str, Any]]
	years: Mapping[str, int]
	subjects: Mapping[str, Mapping[str, Any]]
	programs: Mapping[str, str]
	fund_sources: Mapping[str, str]
	counterparties: Mapping[str, str]
	bank_accounts: Mapping[str, Mapping[str, Any]]
	requests: Mapping[str, str]
	users: Mapping[str, str]
	members: Mapping[tuple[str, str], Mapping[str, Any]]
	approval_lines: Mapping[tuple[str, str], Sequence[Square]]
	steps: Mapping[tuple[str, str], Sequence[Step]]


def read_references(docs: Sequence[Any]) -> References:
	"""Return what ``docs`` refer to, in a number of queries that does not depend on how many they are."""
	lines = [line for doc in docs for line in doc.lines]
	facilities = {doc.facility for doc in docs}
	members = _members(facilities)
	people = {doc.get(field) for doc in docs for field in ("writer", "payer", "receiver", "handler")}
	return References(
		facilities=_facilities(facilities),
		years=_titles("Accounting Year", {doc.accounting_year for doc in docs}, "year"),
		subjects=_subjects(
			{line.get("account_subject") for line in lines} | {line.get("counter_subject") for line in lines}
		),
		programs=_titles("Welfare Program", {line.get("program") for line in lines}, "program_name"),
		fund_sources=_titles("Fund Source", {line.fund_source for line in lines}, "fund_source_name"),
		counterparties=_titles(
			"Counterparty",
			{line.get("counterparty") for line in lines}
			| {row.payee for doc in docs for row in doc.get("withholdings") or ()},
			"counterparty_name",
		),
		bank_accounts=_rows(
			"Facility Bank Account",
			{doc.get(field) for doc in docs for field in ("bank_account", "from_account", "to_account")},
			["account_title", "bank_name", "account_number"],
		),
		requests=_titles("Expense Request", {doc.get("expense_request") for doc in docs}, "request_no"),
		users=_titles("User", people | {user for _facility, user in members}, "full_name"),
		members=members,
		approval_lines=_approval_lines(facilities, {doc.doctype for doc in docs}),
		steps=_steps(docs),
	)


def _rows(doctype: str, names: Iterable[str | None], fields: list[str]) -> dict[str, Mapping[str, Any]]:
	wanted = [name for name in names if name]
	if not wanted:
		return {}
	rows = frappe.get_all(doctype, filters={"name": ("in", wanted)}, fields=["name", *fields])
	return {row["name"]: row for row in rows}


def _titles(doctype: str, names: Iterable[str | None], field: str) -> dict[str, Any]:
	return {name: row[field] for name, row in _rows(doctype, names, [field]).items()}


def _subjects(names: set[str | None]) -> dict[str, Mapping[str, Any]]:
	"""Return the subjects and their 관·항·목."""
	fields = ["subject_name", "level", "gwan", "hang", "mok"]
	subjects = _rows("Account Subject", names, fields)
	ancestors = {row[level] for row in subjects.values() for level in ("gwan", "hang", "mok")}
	return subjects | _rows("Account Subject", ancestors - set(subjects), fields)


def boxes_of(doc: Any) -> list[ApprovalBox]:
	"""Return the squares of one document's approval box with their stamps."""
	line = _approval_lines({doc.facility}, {doc.doctype})[(doc.facility, doc.doctype)]
	return approval_boxes(line, _steps([doc]).get((doc.doctype, doc.name), ()))


def _facilities(names: set[str]) -> dict[str, Mapping[str, Any]]:
	rows = _rows("Facility", names, ["facility_name", "logo"])
	for row in rows.values():
		row["logo_data"] = _logo(row["name"], row["logo"])
	return rows


def _logo(facility: str, file_url: str | None) -> str:
	"""Return the facility's logo as a ``data:`` address. Only a file that is attached to the facility is read."""
	attached = file_url and frappe.db.get_value(
		"File", {"file_url": file_url, "attached_to_doctype": "Facility", "attached_to_name": facility}
	)
	if not attached:
		return ""
	file = frappe.get_doc("File", attached)
	if (
		not file_url.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp"))
		or file.file_size > _LARGEST_LOGO
	):
		return ""
	content = file.get_content()
	return resources.data_url(content, file_url) if isinstance(content, bytes) else ""


def _members(facilities: set[str]) -> dict[tuple[str, str], Mapping[str, Any]]:
	rows = frappe.get_all(
		"Facility Membership",
		filters={"facility": ("in", list(facilities))},
		fields=[
			"facility",
			"user",
			"position_title",
			"is_revenue_officer",
			"is_disbursing_officer",
			"from_date",
			"to_date",
			"enabled",
		],
		order_by="creation",
	)
	return {(row["facility"], row["user"]): row for row in rows}


def _approval_lines(facilities: set[str], doctypes: set[str]) -> Mapping[tuple[str, str], Sequence[Square]]:
	line, box = frappe.qb.DocType("Approval Line"), frappe.qb.DocType("Approval Line Box")
	rows = (
		frappe.qb.from_(line)
		.join(box)
		.on((box.parent == line.name) & (box.parenttype == "Approval Line"))
		.select(line.facility, line.document_type, box.title, box.role)
		.where(line.facility.isin(list(facilities)) & line.document_type.isin(list(doctypes)))
		.orderby(line.name, box.idx)
	).run(as_dict=True)
	squares: dict[tuple[str, str], list[Square]] = defaultdict(list)
	for row in rows:
		squares[(row["facility"], row["document_type"])].append(Square(row["title"] or "", row["role"]))
	return defaultdict(lambda: DEFAULT_LINE, squares)


def _steps(docs: Sequence[Any]) -> dict[tuple[str, str], list[Step]]:
	rows = frappe.get_all(
		"Approval Step",
		filters={"reference_name": ("in", [doc.name for doc in docs])},
		fields=[
			*("reference_doctype", "reference_name", "decision", "full_name", "role", "decided_at"),
			*("is_final", "deputy_for"),
		],
		order_by="step, decided_at, creation",
	)
	steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
	for row in rows:
		steps[(row["reference_doctype"], row["reference_name"])].append(
			Step(
				*(row["decision"], row["full_name"] or "", row["role"] or "", row["decided_at"].date()),
				*(bool(row["is_final"]), bool(row["deputy_for"])),
			)
		)
	return steps
