"""What is still missing for a year's settlement in the other areas, each with what to do and where.

The books' own questions bar the settlement (`checks.py`); these do not: they are what a supervising office asks for next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from huimang.donation.gifts import GIFT
from huimang.donation.gifts import OPEN as UNBOOKED
from huimang.donation.receipts import batch
from huimang.facility import access
from huimang.ledger.closing import month_bounds
from huimang.money import format_won
from huimang.settlement.queries import DOCTYPE
from huimang.statements import pack
from huimang.statements.filters import Books, read_books
from huimang.subsidy import grants
from huimang.subsidy.sums import GRANT

DONE, MISSING, REMARK = "Done", "Missing", "Remark"


class Item(NamedTuple):
	"""One thing that is there, or is not.

	Attributes:
		area: where it belongs, in the user's language.
		state: Done, Missing or Remark.
		todo: what to do about it.
		route: where that is done, as Desk's router takes it; with `filters` a list.
	"""

	area: str
	label: str
	state: str
	detail: str = ""
	todo: str = ""
	route: tuple[str, ...] = ()
	filters: dict[str, Any] | None = None


def of(settlement: str) -> list[dict[str, Any]]:
	"""Return the list of a settlement, as the form shows it. What the user may not read is not asked about."""
	doc = frappe.get_doc(DOCTYPE, settlement)
	books = read_books({"facility": doc.facility, "accounting_year": doc.accounting_year})
	sources: list[tuple[str | None, Callable[[Any, Books], Iterator[Item]]]] = [(None, _papers)]
	if books.unit == "Facility":
		sources += [
			("Payroll Run", _payroll),
			("Facility Asset", _property),
			(GIFT, _gifts),
			(GRANT, _grants),
			("Filing Task", _filings),
		]
	return [
		item._asdict()
		for doctype, source in sources
		if doctype is None or _may_read(doctype, doc.facility)
		for item in source(doc, books)
	]


def _may_read(doctype: str, facility: str) -> bool:
	reached = access.facilities_for(frappe.session.user, doctype, "read")
	return reached is None or facility in reached


def _papers(doc: Any, books: Books) -> Iterator[Item]:
	"""The papers that the rule lists and no statement makes, and the pack itself."""
	area, form = _("Settlement Papers"), ("Form", DOCTYPE, doc.name)
	made = pack.standing(doc.name, books)
	last = frappe.db.get_value("Ledger Entry", {"accounting_year": doc.accounting_year}, "MAX(posted_at)")
	label = _("Settlement Papers in One File")
	if not made:
		yield Item(area, label, MISSING, "", _("Press “Make the Settlement Papers” above."), form)
	elif last and last > made:
		yield Item(
			*(area, label, MISSING, _("The books have changed since the papers were made.")),
			*(_("Please make them again."), form),
		)
	else:
		yield Item(area, label, DONE, formatdate(made))
	attached = frappe.db.count("File", {"attached_to_doctype": DOCTYPE, "attached_to_name": doc.name})
	for paper in pack.required(books):
		if paper.statement:
			continue
		if paper.title == pack.AUDIT_REPORT:
			state = DONE if doc.audit_report else MISSING
			todo = "" if doc.audit_report else _("Please attach the report where the audit is entered.")
			yield Item(area, paper.title, state, "", todo, form)
		elif not paper.only_where_it_applies:
			todo = _("Please write it yourself and attach it to this settlement.")
			yield Item(area, paper.title, REMARK, _("{0} files are attached.").format(attached), todo, form)


def _payroll(doc: Any, books: Books) -> Iterator[Item]:
	"""Months in which nobody was paid, where people are employed."""
	if not frappe.db.exists("Facility Employee", {"facility": doc.facility}):
		return
	paid = {
		(row.year, row.month)
		for row in frappe.get_all(
			"Payroll Run", {"accounting_year": doc.accounting_year, "stage": "Settled"}, ["year", "month"]
		)
	}
	first = frappe._dict(start_date=books.first)
	starts = [month_bounds(first, month)[0] for month in books.months]
	unpaid = [day for day in starts if (day.year, day.month) not in paid and day <= getdate()]
	yield Item(
		_("Personnel"),
		_("Payroll of Every Month"),
		MISSING if unpaid else DONE,
		", ".join(f"{day:%Y-%m}" for day in unpaid),
		_("Please pay these months out, or leave them out if nobody was employed.") if unpaid else "",
		("List", "Payroll Run", "List"),
		{"accounting_year": doc.accounting_year},
	)


def _property(doc: Any, books: Books) -> Iterator[Item]:
	"""The yearly count, and changes of property that wait."""
	if not frappe.db.exists("Facility Asset", {"facility": doc.facility}):
		return
	area, within = _("Property"), ("between", (books.first, books.last))
	counted = frappe.db.exists(
		"Asset Inspection",
		{"facility": doc.facility, "stage": ("in", ("Approved", "Settled")), "base_date": within},
	)
	yield Item(
		*(area, _("Yearly Count of Goods and Property"), DONE if counted else MISSING, ""),
		"" if counted else _("Please count the goods and have the count approved."),
		("List", "Asset Inspection", "List"),
		{"facility": doc.facility},
	)
	waiting = frappe.db.count("Asset Event", {"facility": doc.facility, "stage": "In Approval"})
	if waiting:
		yield Item(
			*(area, _("Changes of Property in Approval"), MISSING, _("{0} documents").format(waiting)),
			_("Please have them approved or returned: the registers do not show them yet."),
			("List", "Asset Event", "List"),
			{"facility": doc.facility, "stage": "In Approval"},
		)


def _gifts(doc: Any, books: Books) -> Iterator[Item]:
	"""Gifts that the books do not know, receipts that were asked for, and the publication of what was done with gifts."""
	within = ("between", (books.first, books.last))
	year = {"facility": doc.facility, "donated_on": within}
	if not frappe.db.exists(GIFT, year):
		return
	area = _("Donations")
	unbooked = frappe.get_all(
		GIFT, {**year, "status": ("in", UNBOOKED)}, ["COUNT(*) AS gifts", "SUM(amount) AS won"]
	)[0]
	yield Item(
		*(area, _("Every Gift in the Books"), MISSING if unbooked.gifts else DONE),
		_("{0} gifts, {1} won").format(unbooked.gifts, format_won(int(unbooked.won or 0)))
		if unbooked.gifts
		else "",
		_("Please find their donors and write the income resolutions.") if unbooked.gifts else "",
		("List", GIFT, "List"),
		{"facility": doc.facility, "status": ["in", list(UNBOOKED)]},
	)
	wanted, problems = batch.candidates(doc.facility, books.last.year)
	yield Item(
		*(area, _("Receipts for Donors Who Want One"), MISSING if wanted or problems else DONE),
		_("{0} donors are waiting, {1} lack a number.").format(len(wanted), len(problems))
		if wanted or problems
		else "",
		_("Please issue the year's receipts.") if wanted or problems else "",
		("List", "Donation Receipt", "List"),
		{"facility": doc.facility, "year": books.last.year},
	)
	public = frappe.db.exists(
		"Donation Disclosure", {"accounting_year": doc.accounting_year, "status": "Public"}
	)
	yield Item(
		*(area, _("Gifts and Their Use Published"), DONE if public else MISSING, ""),
		"" if public else _("Please publish the report on gifts within three months of the year's end."),
		("List", "Donation Disclosure", "List"),
		{"facility": doc.facility},
	)


def _grants(doc: Any, books: Books) -> Iterator[Item]:
	"""Grants of the year that are not settled, and money of theirs that is still to go back."""
	rows = frappe.get_all(
		GRANT,
		{"facility": doc.facility, "accounting_year": doc.accounting_year, "docstatus": 1},
		["name", "title", "status", "left_amount"],
		order_by="grant_no",
	)
	for row in rows:
		state, todo = DONE, ""
		if row.status in grants.OPEN:
			state, todo = MISSING, _("Please write the settlement of this grant.")
		elif row.status == grants.FINALISED:
			state, todo = MISSING, _("Please pay the rest and the interest back.")
		elif row.status == grants.REPORTED:
			state, todo = REMARK, _("Please enter the amount when the granting body has fixed it.")
		yield Item(_("Subsidies"), row.title, state, _(row.status), todo, ("Form", GRANT, row.name))


def _filings(doc: Any, books: Books) -> Iterator[Item]:
	late = frappe.get_all(
		"Filing Task",
		{
			"facility": doc.facility,
			"status": "Open",
			"due_on": ("between", (books.first, min(getdate(), books.last))),
		},
		["title"],
		order_by="due_on",
	)
	yield Item(
		*(_("Filings"), _("Filings of the Year"), MISSING if late else DONE),
		", ".join(row.title for row in late[:5]) + (" …" if len(late) > 5 else ""),
		_("Please file them, or note that they do not apply.") if late else "",
		("List", "Filing Task", "List"),
		{"facility": doc.facility, "status": "Open"},
	)
