"""Documents that were decided and paid elsewhere, written with their entries many at a time; and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from huimang.approval import stages
from huimang.database.sql import insert_rows, standard_columns
from huimang.ledger import numbering, posting, withdrawal
from huimang.ledger.keys import EXPENSE, REVENUE, TRANSFER, Posting, Voucher
from huimang.migration.upload import PORTION, Planned
from huimang.resolutions.kinds import Kind
from huimang.takeover.day import KINDS

_TOTALS = {EXPENSE: "total_amount", REVENUE: "total_amount", TRANSFER: "amount"}
_RECORD = "Facility Import Record"


def write(year: frappe._dict, items: Sequence[Planned]) -> None:
	"""Write planned documents as settled, with gapless numbers, and their entries, all in the order given.

	No decision is recorded: they were decided elsewhere, and bear a mark that says so.
	"""
	now = now_datetime()
	for side, kind in KINDS.items():
		of_kind = [item for item in items if item.values["side"] == side]
		if not of_kind:
			continue
		first = numbering.next_number(year.facility, year.name, kind.doctype, len(of_kind))
		for number, item in enumerate(of_kind, first):
			item.doctype, item.name = kind.doctype, frappe.generate_hash(length=10)
			item.values["resolution_no"] = f"{year.year}-{number:05d}"
			for line in item.values["lines"]:
				line["name"] = frappe.generate_hash(length=10)
		_insert(kind.doctype, [_document(year, kind, item) for item in of_kind], now)
		_insert(f"{kind.doctype} Line", [row for item in of_kind for row in _lines(item)], now)
	posting.post_many([(_voucher(year, item), _postings(item.values)) for item in items], reserved=False)


def remove(doc: Document, accounting_year: str, names: Mapping[str, Sequence[str]]) -> None:
	"""Take the documents of an import back, with numbers and entries, as if they had never been taken over.

	:param doc: the Facility Import.
	:param names: its documents by DocType.
	Raises ValidationError where something else speaks of one of them, or the books have gone on since.
	"""
	_refuse_used(doc, names)
	vouchers = [(doctype, name) for doctype, of_kind in names.items() for name in of_kind]
	count, last_hash = withdrawal.withdraw(doc.facility, accounting_year, vouchers)
	for doctype, of_kind in names.items():
		_give_numbers_back(doc.facility, accounting_year, doctype, of_kind)
		for part in _portions(of_kind):
			frappe.db.delete(f"{doctype} Line", {"parent": ("in", part), "parenttype": doctype})
			frappe.db.delete(doctype, {"name": ("in", part)})
	text = _("{0} entries were taken out of the ledger; the last had the hash {1}.").format(count, last_hash)
	doc.add_comment("Info", text)


def _document(year: frappe._dict, kind: Kind, item: Planned) -> dict:
	values = item.values
	day, decided = values["day"], values["decided_on"]
	row = {
		"name": item.name,
		"facility": year.facility,
		"accounting_year": year.name,
		"accounting_unit": year.accounting_unit,
		"purpose": values["purpose"],
		_TOTALS[kind.side]: values["total"],
		"proposal_date": decided,
		"approval_date": decided,
		kind.day_field: day,
		"registration_date": day,
		"resolution_no": values["resolution_no"],
		"writer": frappe.session.user,
		"taken_over": 1,
		"former_no": values["former_no"] or None,
		"import_key": values["import_key"],
		"stage": stages.SETTLED,
		"docstatus": 1,
	}
	if workflow := stages.workflow_of(kind.doctype):
		row[workflow.workflow_state_field] = next(iter(stages.states_at(kind.doctype, stages.SETTLED)), None)
	if kind.side == TRANSFER:
		return row | {field: values[field] for field in ("from_account", "to_account")}
	row |= {"cause_date": decided, "bank_account": values["bank_account"]}
	return row | ({"payment_method": values["method"], "payment_basis": "Ordinary"} if kind.spends else {})


def _lines(item: Planned) -> Iterator[dict]:
	place = {"parent": item.name, "parenttype": item.doctype, "parentfield": "lines", "docstatus": 1}
	for idx, line in enumerate(item.values["lines"], 1):
		yield {**line, **place, "idx": idx}


def _insert(doctype: str, rows: list[dict], now) -> None:
	if rows:
		standard = standard_columns(frappe.session.user, now)
		rows = [{**standard, **row} for row in rows]
		insert_rows(doctype, tuple(rows[0]), [tuple(row.values()) for row in rows])


def _voucher(year: frappe._dict, item: Planned) -> Voucher:
	values = item.values
	return Voucher(
		*(year.facility, year.accounting_unit, year.name, values["day"]),
		*(item.doctype, item.name, values["resolution_no"]),
	)


def _postings(values: dict) -> list[Posting]:
	if values["side"] == TRANSFER:
		return [
			Posting(
				TRANSFER,
				None,
				None,
				None,
				account,
				sign * values["total"],
				remarks=values["purpose"],
				voucher_row=mark,
			)
			for account, sign, mark in ((values["from_account"], -1, "-"), (values["to_account"], 1, "+"))
		]
	return [
		Posting(
			side=values["side"],
			account_subject=line["account_subject"],
			program=line["program"],
			fund_source=line["fund_source"],
			bank_account=values["bank_account"],
			amount=line["amount"],
			counterparty=line["counterparty"],
			remarks=line["description"] or values["purpose"],
			voucher_row=line["name"],
		)
		for line in values["lines"]
	]


def _give_numbers_back(facility: str, accounting_year: str, doctype: str, names: Sequence[str]) -> None:
	last = max(
		number
		for part in _portions(names)
		for number in frappe.get_all(doctype, {"name": ("in", part)}, pluck="resolution_no")
	)
	if not numbering.give_back(facility, accounting_year, doctype, len(names), int(last.split("-")[1])):
		frappe.throw(_("Later documents have numbers already, so what was taken over stays."))


def _refuse_used(doc: Document, names: Mapping[str, Sequence[str]]) -> None:
	"""Refuse where a record speaks of one of the documents: a refund, a tax invoice, an asset, a file …"""
	record = frappe.qb.DocType(_RECORD)
	for doctype in names:
		for parent, field, kind_field in _mentions(doctype):
			table = frappe.qb.DocType(parent)
			query = (
				frappe.qb.from_(record)
				.join(table)
				.on(table[field] == record.record)
				.select(record.record)
				.where((record.facility_import == doc.name) & (record.record_doctype == doctype))
				.limit(1)
			)
			if kind_field:
				query = query.where(table[kind_field] == doctype)
			if found := query.run(pluck=True):
				link = frappe.utils.get_link_to_form(doctype, found[0])
				frappe.throw(
					_("{0} is used by a {1}, so the import cannot be undone as a whole.").format(
						link, _(parent)
					)
				)


def _mentions(doctype: str) -> Iterator[tuple[str, str, str | None]]:
	"""Yield the DocTypes and fields that may name a document of a kind, with the field that says the kind, if there is one."""
	yield "File", "attached_to_name", "attached_to_doctype"
	wanted = defaultdict(dict, {"Link": {"options": doctype}})
	for kind in ("Link", "Dynamic Link"):
		fields = frappe.get_all(
			"DocField", {"fieldtype": kind, **wanted[kind]}, ["parent", "fieldname", "options"]
		)
		fields += [
			frappe._dict(row, parent=row.dt)
			for row in frappe.get_all(
				"Custom Field", {"fieldtype": kind, **wanted[kind]}, ["dt", "fieldname", "options"]
			)
		]
		for row in fields:
			meta = frappe.get_meta(row.parent)
			if meta.module == "Huimang" and not (meta.issingle or meta.is_virtual) and row.parent not in _OWN:
				yield row.parent, row.fieldname, row.options if kind == "Dynamic Link" else None


_OWN = ("Ledger Entry", _RECORD)
"""What goes with the documents."""


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
	names = list(names)
	for start in range(0, len(names), PORTION):
		yield names[start : start + PORTION]
