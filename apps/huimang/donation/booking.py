"""수입결의 of gifts: every gift of money is received in the books once, in a line of its own.

A gift belongs to at most one Income Resolution at a time: that is decided while its row is locked. The resolution says what
its gifts say, to the won, until it is deleted or cancelled, which lets them go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import add_days, getdate

from huimang.donation import history, settings
from huimang.donation.gifts import BOOKED, GIFT, MONEY, OPEN, RECEIVED, RESOLVED
from huimang.facility import access
from huimang.money import won

RESOLUTION = "Income Resolution"
MAX_LINES = 200
"""Gifts of one resolution: more of a day go into a second one, so that each can still be read."""


class Batch(NamedTuple):
	"""What gifts of one resolution have in common: the day on which the money was in the account."""

	accounting_year: str
	bank_account: str
	day: date


def resolve(facility: str, names: Iterable[str]) -> list[str]:
	"""Write the Income Resolutions of gifts as drafts of whoever asks; return their names.

	Raises where one of the gifts is in a resolution already, has not reached the donation account, or lies outside the
	books; then nothing is written.
	"""
	access.require(facility, RESOLUTION, "create")
	gifts = _locked(facility, names)
	made = []
	for batch, rows in sorted(_batches(facility, gifts).items()):
		for start in range(0, len(rows), MAX_LINES):
			made.append(_write(facility, batch, rows[start : start + MAX_LINES]))
	return made


def complete(doc) -> None:
	"""Hold a resolution of gifts to what they say; others have nothing of this."""
	gifts = {} if doc.is_new() else _of(doc.name)
	if not gifts:
		return
	places = _places(doc.facility, gifts.values())
	lines = {row.name: (row.fund_source, won(row.amount)) for row in doc.lines}
	wanted = {row: (places[_key(gift)].fund_source, won(gift.amount)) for row, gift in gifts.items()}
	if lines != wanted or doc.bank_account != next(iter(gifts.values())).bank_account:
		frappe.throw(
			_(
				"This resolution receives gifts: its account, fund sources and amounts are theirs. "
				"To change a gift, delete the resolution first."
			)
		)


def references(doc) -> dict[str, tuple[str, str]]:
	"""Return the gift of each line, for the entries of the ledger."""
	return {row: (GIFT, gift.name) for row, gift in _of(doc.name).items()}


def note_booked(doc) -> None:
	"""Write on the gifts of a settled resolution that they are in the books."""
	_set(doc.name, status=BOOKED)


def release(resolution: str) -> None:
	"""Let the gifts of a resolution go that is deleted or cancelled: they can be received anew."""
	_set(resolution, status=RECEIVED, income_resolution=None, resolution_row=None)


def renew_history(accounting_year: str) -> None:
	"""Let the gifts of a year follow the day up to which its books were taken over: those books hold them (`history`)."""
	fields = ["facility", "accounting_unit", "start_date", "end_date", "taken_over_until"]
	year = frappe.db.get_value("Accounting Year", accounting_year, fields, as_dict=True)
	if year.accounting_unit != "Facility":
		return
	table, until = frappe.qb.DocType(GIFT), year.taken_over_until or add_days(year.start_date, -1)
	day = Coalesce(table.moved_on, table.donated_on)
	of_year = (table.facility == year.facility) & day.between(year.start_date, year.end_date)
	of_money = (table.donation_kind == MONEY) & table.income_resolution.isnull() & table.donor.isnotnull()
	for status, was, days in ((BOOKED, RECEIVED, day <= until), (RECEIVED, BOOKED, day > until)):
		changed = frappe.qb.update(table).set(table.status, status)
		changed.where(of_year & of_money & days & (table.status == was)).run()


def _set(resolution: str, **values) -> None:
	table = frappe.qb.DocType(GIFT)
	query = frappe.qb.update(table).where(table.income_resolution == resolution)
	for field, value in values.items():
		query = query.set(table[field], value)
	query.run()


def _locked(facility: str, names: Iterable[str]) -> list[frappe._dict]:
	wanted = sorted(set(names))
	if not wanted:
		frappe.throw(_("Please choose gifts first."))
	rows = frappe.db.sql(
		"""SELECT name, title, donor, depositor_name, donated_on, moved_on, arrived_in, amount, donation_kind, bank_account,
			designation, purpose, status, income_resolution
		FROM `tabDonation` WHERE name IN %s AND facility = %s ORDER BY name FOR UPDATE""",
		(tuple(wanted), facility),
		as_dict=True,
	)
	if len(rows) != len(wanted):
		frappe.throw(_("Some of these gifts are not there any more. Please reload the list."))
	begin = history.own_books_begin(facility)
	for gift in rows:
		_require_open(gift, begin)
	return rows


def _require_open(gift: frappe._dict, begin: date | None) -> None:
	if gift.donation_kind != MONEY:
		reason = _("Goods are not money and have no income resolution.")
	elif begin and getdate(gift.moved_on or gift.donated_on) < begin:
		reason = _("The books of its day were taken over from the former system and hold it already.")
	elif gift.income_resolution or gift.status not in OPEN:
		reason = _("It is in an income resolution already.")
	elif gift.arrived_in and not gift.moved_on:
		reason = _("The money has not been moved to the donation account yet.")
	else:
		return
	frappe.throw(f"{frappe.utils.escape_html(gift.title)}: {reason}")


def _batches(facility: str, gifts: list[frappe._dict]) -> dict[Batch, list[frappe._dict]]:
	years = frappe.get_all(
		"Accounting Year",
		{"facility": facility, "accounting_unit": "Facility"},
		["name", "start_date", "end_date"],
	)
	batches = defaultdict(list)
	for gift in gifts:
		day = getdate(gift.moved_on or gift.donated_on)
		year = next((row.name for row in years if row.start_date <= day <= row.end_date), None)
		if not year:
			frappe.throw(_("There are no books for {0}. Please open that year first.").format(day))
		batches[Batch(year, gift.bank_account, day)].append(gift)
	return batches


def _write(facility: str, batch: Batch, gifts: list[frappe._dict]) -> str:
	names, places = _donor_names(gifts), _places(facility, gifts)
	doc = frappe.get_doc(
		{
			"doctype": RESOLUTION,
			"facility": facility,
			"accounting_year": batch.accounting_year,
			"bank_account": batch.bank_account,
			"cause_date": batch.day,
			"purpose": f"{batch.day.year}년 {batch.day.month}월 {batch.day.day}일 후원금 {len(gifts)}건",
			"lines": [
				{
					**_line_of(places[_key(gift)]),
					"description": f"{names[gift.name]} {_(gift.designation)}후원",
					"amount": won(gift.amount),
				}
				for gift in gifts
			],
		}
	).insert()
	for gift, row in zip(gifts, doc.lines, strict=True):
		frappe.db.sql(
			"UPDATE `tabDonation` SET income_resolution = %s, resolution_row = %s, status = %s WHERE name = %s",
			(doc.name, row.name, RESOLVED, gift.name),
		)
	return doc.name


def _donor_names(gifts: list[frappe._dict]) -> dict[str, str]:
	donors = {gift.donor for gift in gifts if gift.donor}
	names = dict(
		frappe.get_all("Donor", {"name": ("in", sorted(donors))}, ["name", "donor_name"], as_list=True)
		if donors
		else ()
	)
	return {gift.name: names.get(gift.donor) or gift.depositor_name or _("Unknown donor") for gift in gifts}


def _key(gift) -> tuple[str, str | None]:
	return gift.designation, gift.purpose if gift.designation == settings.DESIGNATED else None


def _places(facility: str, gifts: Iterable) -> dict[tuple[str, str | None], settings.Place]:
	"""Return where gifts are received, by designation and purpose."""
	return {key: settings.place(facility, *key) for key in {_key(gift) for gift in gifts}}


def _line_of(place: settings.Place) -> dict[str, str]:
	return {
		"account_subject": place.account_subject,
		"program": place.program,
		"fund_source": place.fund_source,
	}


def _of(resolution: str) -> dict[str, frappe._dict]:
	"""Return the gifts of a resolution by its lines."""
	rows = frappe.get_all(
		GIFT,
		{"income_resolution": resolution},
		["name", "resolution_row", "amount", "designation", "purpose", "bank_account"],
		limit_page_length=0,
	)
	return {row.resolution_row: row for row in rows}


def waiting(facility: str) -> list[str]:
	"""Return the gifts of money that no resolution has received yet and that lie in the donation account."""
	table, begin = frappe.qb.DocType(GIFT), history.own_books_begin(facility)
	query = (
		frappe.qb.from_(table)
		.select(table.name)
		.where((table.facility == facility) & (table.donation_kind == MONEY) & table.status.isin(OPEN))
		.where(table.income_resolution.isnull() & (table.arrived_in.isnull() | table.moved_on.isnotnull()))
		.orderby(table.donated_on)
	)
	if begin:
		query = query.where(Coalesce(table.moved_on, table.donated_on) >= begin)
	return query.run(pluck=True)
