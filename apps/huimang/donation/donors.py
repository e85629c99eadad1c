"""Donors: what a record holds, who is the same person twice, and how they give, which follows from what they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, escape_html, getdate

from huimang.errors import obey
from huimang.ledger.numbering import next_number
from huimang.money import won
from huimang.rules import donations, identifiers
from huimang.rules.donations import PERSONS
from huimang.tax import personal_numbers

DONOR, PLEDGE, GIFT = "Donor", "Donation Pledge", "Donation"
MERGED = "Merged"
_FILLED_BY_MERGE = (
	*("phone", "email", "postcode", "address", "address_detail", "birth_date", "business_no"),
	*("representative", "nonprofit_kind", "receipt_wanted"),
)


def number(doc: Document) -> None:
	"""Give a new donor their number."""
	number_many(doc.facility, [doc])


def number_many(facility: str, docs: list[Document]) -> None:
	"""Give new donors of a facility their numbers."""
	first = next_number(facility, "donors", DONOR, len(docs))
	for offset, doc in enumerate(docs):
		doc.donor_no = f"{first + offset:05d}"
		doc.merged_into, doc.giving = None, donations.NOTHING_YET


def prepare(doc: Document) -> None:
	"""Complete and check what was entered."""
	_keep_what_follows(doc)
	doc.donor_name = " ".join((doc.donor_name or "").split())
	doc.search_key = donations.name_key(doc.donor_name)
	doc.phone = doc.phone and identifiers.show_phone(obey(identifiers.read_phone, doc.phone))
	if doc.donor_type in PERSONS:
		doc.business_no = doc.representative = doc.nonprofit_kind = None
		doc.is_fundraiser = doc.is_donation_body = 0
	doc.business_no = (doc.business_no or None) and identifiers.show_business_no(
		obey(identifiers.read_business_no, doc.business_no)
	)
	_protect_resident_no(doc)
	_check_consents(doc)


def _keep_what_follows(doc: Document) -> None:
	"""Number, way of giving and merging are not the client's to send."""
	if before := doc.get_doc_before_save():
		for field in ("donor_no", "giving", "merged_into"):
			doc.set(field, before.get(field))
		if before.status == MERGED:
			frappe.throw(_("This donor was merged into another one. Please change that one."))
	if doc.status == MERGED:
		frappe.throw(_("Donors are merged by the button of their form only."))


def _protect_resident_no(doc: Document) -> None:
	"""A resident number is kept of those only who want a receipt, for which the law asks for it (법인세법 시행령 제155조의2③)."""
	if doc.donor_type != "Individual":
		doc.resident_no = doc.resident_no_secret = None
		return
	if doc.resident_no and not doc.receipt_wanted:
		frappe.throw(
			_(
				"The resident registration number is kept only of donors who want a receipt. "
				"Please tick that they want one, or leave the number empty."
			)
		)
	personal_numbers.protect_resident_no(doc)
	if doc.resident_no_secret and set(doc.resident_no_secret) != {"*"}:
		doc.birth_date = identifiers.born_on(doc.resident_no_secret)


def _check_consents(doc: Document) -> None:
	for row in doc.consents:
		if row.withdrawn_on and getdate(row.withdrawn_on) < getdate(row.given_on):
			frappe.throw(
				_("Line {0}: {1}").format(row.idx, _("A consent cannot be withdrawn before it was given."))
			)


def refuse_deletion(doc: Document) -> None:
	"""Keep a donor who has promised or given something."""
	if any(frappe.db.exists(doctype, {"donor": doc.name}) for doctype in (PLEDGE, GIFT)):
		frappe.throw(
			_("{0} has pledges or gifts and is kept. The status may be changed.").format(
				escape_html(doc.donor_name)
			)
		)


def duplicates(doc: Document, limit: int = 10) -> list[frappe._dict]:
	"""Return donors of the same facility who may be the same: by number, by name with phone, email or birthday, or by name alone."""
	table = frappe.qb.DocType(DONOR)
	same = table.search_key == (doc.search_key or "")
	for field in ("phone", "email", "business_no"):
		if doc.get(field):
			same = same | (table[field] == doc.get(field))
	fields = ("name", "donor_name", "donor_no", "donor_type", "phone", "email", "birth_date", "business_no")
	rows = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in fields))
		.where((table.facility == doc.facility) & (table.name != doc.name) & (table.status != MERGED))
		.where(same)
		.orderby(table.donor_no)
		.limit(limit)
		.run(as_dict=True)
	)
	for row in rows:
		row.alike = [
			field
			for field in ("phone", "email", "birth_date", "business_no")
			if row[field] and row[field] == doc.get(field)
		]
	return sorted(rows, key=lambda row: -len(row.alike))


def merge(keep: str, drop: str) -> None:
	"""Make two records of one donor one: pledges, gifts and consents of `drop` become those of `keep`.

	The dropped record stays, marked and without its personal numbers, so that papers that name it can be understood.
	"""
	if keep == drop:
		frappe.throw(_("Please choose another donor to merge with."))
	kept, dropped = (frappe.get_doc(DONOR, name, for_update=True) for name in sorted((keep, drop)))
	if kept.name != keep:
		kept, dropped = dropped, kept
	if kept.facility != dropped.facility or MERGED in (kept.status, dropped.status):
		frappe.throw(_("Please choose two donors of one facility that are not merged yet."))
	if kept.donor_type != dropped.donor_type:
		frappe.throw(
			_("{0} and {1} are not of one kind.").format(
				*(escape_html(doc.donor_name) for doc in (kept, dropped))
			)
		)
	for doctype in (PLEDGE, GIFT):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.donor, keep).where(table.donor == drop).run()
	_take_over(kept, dropped)
	dropped.db_set({"status": MERGED, "merged_into": keep, "resident_no": None, "resident_no_secret": None})
	for doc, message in ((kept, _("{0} was merged into this donor.")), (dropped, _("Merged into {0}."))):
		other = dropped if doc is kept else kept
		doc.add_comment("Info", message.format(f"{escape_html(other.donor_name)} ({other.donor_no})"))
	renew([keep])


def _take_over(kept: Document, dropped: Document) -> None:
	"""Fill what the kept record lacks; what it has stays."""
	for field in _FILLED_BY_MERGE:
		if not kept.get(field):
			kept.set(field, dropped.get(field))
	if not kept.resident_no and dropped.resident_no:
		kept.resident_no_is_new = dropped.resident_no_is_new
		kept.resident_no, kept.receipt_wanted = dropped.get_password("resident_no_secret"), 1
	for row in dropped.consents:
		kept.append("consents", {field: row.get(field) for field in _consent_fields()})
	kept.save(ignore_permissions=True)


def _consent_fields() -> list[str]:
	return [df.fieldname for df in frappe.get_meta("Donor Consent").fields]


def renew(names: Iterable[str | None]) -> None:
	"""Write down how donors give (정기·비정기). Two readings, however many they are."""
	wanted = sorted({name for name in names if name})
	if not wanted:
		return
	today = getdate()
	regular = {
		"donor": ("in", wanted),
		"pledge_kind": "Regular",
		"status": ("in", ("In Force", "Paused")),
	}
	pledged = set(frappe.get_all(PLEDGE, regular, pluck="donor"))
	months = defaultdict(list)
	gift = frappe.qb.DocType(GIFT)
	for donor, day in (
		frappe.qb.from_(gift)
		.select(gift.donor, gift.donated_on)
		.where(gift.donor.isin(wanted) & (gift.status != "Given Back"))
		.run()
	):
		months[donor].append(day)
	ways = defaultdict(list)
	for name in wanted:
		ways[donations.way_of_giving(name in pledged, months[name], today)].append(name)
	table = frappe.qb.DocType(DONOR)
	for way, those in ways.items():
		frappe.qb.update(table).set(table.giving, way).where(
			table.name.isin(those) & (table.giving != way)
		).run()


def renew_all() -> None:
	"""Look at all donors anew: with time alone, who gave regularly no longer does."""
	since = add_months(getdate(), -13)
	gift = frappe.qb.DocType(GIFT)
	recent = (
		frappe.qb.from_(gift).select(gift.donor).distinct().where(gift.donated_on >= since).run(pluck=True)
	)
	renew(recent)


def history(name: str) -> dict:
	"""Return what a donor has promised and given, by year, for their form."""
	gift = frappe.qb.DocType(GIFT)
	fields = ("name", "donated_on", "donation_kind", "designation", "amount", "returned_amount", "status")
	rows = (
		frappe.qb.from_(gift)
		.select(*(gift[field] for field in (*fields, "title")))
		.where(gift.donor == name)
		.orderby(gift.donated_on, order=frappe.qb.desc)
		.run(as_dict=True)
	)
	years: dict[int, dict] = {}
	for row in rows:
		year = years.setdefault(
			row.donated_on.year, {"year": row.donated_on.year, "count": 0, "money": 0, "goods": 0}
		)
		year["count"] += 1
		kind = "goods" if row.donation_kind == "Goods" else "money"
		year[kind] += won(row.amount or 0) - won(row.returned_amount or 0)
	pledges = frappe.get_all(
		PLEDGE, {"donor": name}, ["name", "title", "status"], order_by="starts_on desc", limit=20
	)
	return {"years": list(years.values()), "gifts": rows[:12], "pledges": pledges}
