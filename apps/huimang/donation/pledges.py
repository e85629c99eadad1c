"""약정: what was promised, and what came of it. A promise is never income: nothing here touches the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.budget import bank_details
from huimang.donation import donors
from huimang.errors import obey
from huimang.money import format_won, won
from huimang.rules import pledges as rules
from huimang.rules.pledges import MISSED_IN_A_ROW, Standing, Terms

PLEDGE = "Donation Pledge"
RUNNING = ("In Force", "Paused")


def complete(doc: Document) -> None:
	"""Complete and check what was entered."""
	doc.amount = obey(won, doc.amount or 0)
	if doc.amount <= 0:
		frappe.throw(_("The amount must be above 0 won."))
	if doc.pledge_kind == "Regular":
		doc.cycle = doc.cycle or "Monthly"
		if not 1 <= int(doc.pay_day or 0) <= 31:
			frappe.throw(_("The day of the month is a number from 1 to 31."))
	else:
		doc.cycle, doc.ends_on = None, None
	_check_days(doc)
	doc.payer_no = (doc.payer_no or "").strip() or None
	bank_details.protect_account_number(doc)
	name = frappe.get_cached_value("Donor", doc.donor, "donor_name")
	doc.title = f"{name} {_(doc.cycle or doc.pledge_kind)} {_('{0} won').format(format_won(doc.amount))}"


def _check_days(doc: Document) -> None:
	starts_on, ends_on = getdate(doc.starts_on), doc.ends_on and getdate(doc.ends_on)
	if ends_on and ends_on < starts_on:
		frappe.throw(_("A pledge cannot end before it begins."))
	if doc.status in ("Ended", "Cancelled") and not doc.ends_on and doc.pledge_kind == "Regular":
		doc.ends_on = max(getdate(), starts_on)
	if doc.status == "Paused" and not doc.paused_from:
		doc.paused_from, doc.paused_until = getdate(), None
	if doc.paused_from and doc.paused_until and getdate(doc.paused_until) < getdate(doc.paused_from):
		frappe.throw(_("A pause cannot end before it begins."))


def refuse_twin(doc: Document) -> None:
	"""Refuse a payer number that another pledge has: results of debits are told apart by it."""
	wanted = {"facility": doc.facility, "payer_no": doc.payer_no, "name": ("!=", doc.name or "")}
	if doc.payer_no and frappe.db.exists(PLEDGE, wanted):
		frappe.throw(
			_("The payer number {0} is another pledge's. Please choose another one.").format(
				frappe.utils.escape_html(doc.payer_no)
			),
			frappe.DuplicateEntryError,
		)


def refuse_deletion(doc: Document) -> None:
	"""Keep a pledge that something was given for."""
	if frappe.db.exists("Donation", {"pledge": doc.name}):
		frappe.throw(_("There are gifts for this pledge. It may be ended, not deleted."))


def has_deed(name: str | None) -> bool:
	"""Tell whether a pledge bears the paper that says what its gifts are for."""
	return bool(name and frappe.db.get_value(PLEDGE, name, "deed"))


def standings(docs: Iterable[Document | frappe._dict]) -> dict[str, Standing]:
	"""Return what of pledges is due, paid and missed today. One reading, however many they are."""
	docs = list(docs)
	gifts = defaultdict(list)
	if docs:
		table = frappe.qb.DocType("Donation")
		for pledge, day, amount, returned in (
			frappe.qb.from_(table)
			.select(table.pledge, table.donated_on, table.amount, table.returned_amount)
			.where(table.pledge.isin([doc.name for doc in docs]))
			.run()
		):
			if left := won(amount or 0) - won(returned or 0):
				gifts[pledge].append((day, left))
	today = getdate()
	return {doc.name: rules.standing(_terms(doc), gifts[doc.name], today) for doc in docs}


def _terms(doc) -> Terms:
	paused = None
	if doc.paused_from:
		paused = (getdate(doc.paused_from), doc.paused_until and getdate(doc.paused_until))
	return Terms(
		amount=won(doc.amount),
		starts_on=getdate(doc.starts_on),
		cycle=doc.cycle or "" if doc.pledge_kind == "Regular" else "",
		pay_day=int(doc.pay_day or 31),
		ends_on=doc.ends_on and getdate(doc.ends_on),
		paused=paused,
	)


def told(doc: Document) -> dict:
	"""Return the standing of a pledge for its form: the last two years of instalments and what they come to."""
	standing = standings([doc])[doc.name]
	return {
		"instalments": [row._asdict() for row in standing.instalments[-24:]],
		"due": standing.due,
		"given": standing.given,
		"missed": standing.missed,
		"rate": standing.rate and f"{float(standing.rate):.2f}",
		"suggests_pause": doc.status == "In Force" and standing.missed_in_a_row >= MISSED_IN_A_ROW,
	}


def missed(facilities: Iterable[str]) -> list[dict]:
	"""Return the running pledges of facilities that have missed something, those that missed most in a row first."""
	fields = ["name", "title", "donor", "facility", "amount", "pledge_kind", "cycle", "pay_day", "starts_on"]
	fields += ["ends_on", "paused_from", "paused_until", "status"]
	wanted = {"facility": ("in", sorted(facilities) or [""]), "status": ("in", RUNNING)}
	docs = frappe.get_all(PLEDGE, wanted, fields, limit_page_length=0)
	found = [
		{
			**{field: doc[field] for field in ("name", "title", "donor", "facility", "status")},
			"missed": row.missed,
			"missed_in_a_row": row.missed_in_a_row,
			"open": row.due - sum(part.paid for part in row.instalments if part.due_on <= getdate()),
		}
		for doc, row in ((doc, told) for doc, told in zip(docs, standings(docs).values(), strict=True))
		if row.missed
	]
	return sorted(found, key=lambda row: (-row["missed_in_a_row"], -row["open"], row["title"]))


def follow(doc: Document) -> None:
	"""Let the donor's way of giving follow from the pledge."""
	donors.renew([doc.donor])
