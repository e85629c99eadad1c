"""Donation receipts: issued, numbered without gaps, kept as they were issued, withdrawn for a reason.

A gift stands on one receipt in force at most. What keeps it so is a unique column of the receipt's lines (`living_gift`), which
bears the gift's name as long as the receipt is in force: whoever comes second is refused by the database itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import now_datetime

from huimang.database.sql import insert_rows, standard_columns
from huimang.donation.receipts import gifts
from huimang.donation.receipts.gifts import Gift
from huimang.errors import obey
from huimang.ledger.numbering import next_number
from huimang.rules import donation_receipts as rules
from huimang.rules import identifiers

DOCTYPE, LINE = "Donation Receipt", "Donation Receipt Line"
ISSUED, WITHDRAWN = "Valid", "Withdrawn"
LINE_COLUMNS = (
	*(
		"donation",
		"living_gift",
		"donated_on",
		"donation_kind",
		"code",
		"item_name",
		"quantity",
		"unit_price",
	),
	*("amount", "deductible", "other"),
)


@dataclass(frozen=True)
class Issuer:
	"""Who issues receipts, as they say it."""

	issuer_name: str
	issuer_no: str
	issuer_address: str
	issuer_basis: str
	representative: str


@dataclass(frozen=True)
class Order:
	"""Receipts to be issued.

	Attributes:
		facility: who issues them.
		year: year of the gifts.
		code: 유형코드 of the gifts.
		batch: the batch that asks for them.
		replaces: the receipt whose place a single one takes.
	"""

	facility: str
	year: int
	code: str = rules.GENERAL
	batch: str | None = None
	replaces: str | None = None


def issuer(facility: str) -> Issuer:
	"""Return what receipts of a facility say of it. Raises ValidationError where it may not issue any."""
	doc = frappe.get_cached_doc("Facility", facility)
	confirmed = frappe.db.get_value("Donation Setting", {"facility": facility}, "receipt_basis") or ""
	type_code = frappe.get_cached_value("Facility Type", doc.facility_type, "code") or ""
	basis = obey(rules.issuer_basis, doc.operated_by, type_code, confirmed)
	name = doc.facility_name
	if doc.operated_by == "Corporation" and doc.corporation:
		corporation = frappe.get_cached_value("Corporation", doc.corporation, "corporation_name")
		name = f"{corporation} {doc.facility_name}"
	return Issuer(
		name,
		identifiers.show_business_no(doc.unique_no or ""),
		doc.address or "",
		basis,
		doc.representative_name or "",
	)


def issue_one(order: Order, donor: str) -> str:
	"""Issue a receipt for all gifts of a donor in a year that stand on none; return its name.

	Raises ValidationError where the donor lacks what a receipt must say, or nothing is left to be certified.
	"""
	record = gifts.donors([donor]).get(donor)
	if not record or frappe.db.get_value("Donor", donor, "facility") != order.facility:
		frappe.throw(_("Please choose a donor of this facility."))
	if reason := gifts.why_not(record):
		frappe.throw(reason)
	issued = issue(order, [donor])
	if not issued:
		frappe.throw(
			_("All gifts of this donor in {0} stand on a receipt already, or none has arrived.").format(
				order.year
			)
		)
	return issued[0]


def issue(order: Order, donors: Sequence[str]) -> list[str]:
	"""Issue a receipt to each of the donors who has gifts without one; all in the caller's transaction, or none.

	The gifts are locked in the order of their names, the numbers are taken last.

	:param donors: those who may get one (`gifts.why_not`).
	:return: names of the receipts, in the order of their numbers.
	"""
	open_gifts = gifts.ungiven(order.facility, order.year, donors)
	found = gifts.held([gift.name for given in open_gifts.values() for gift in given]) if open_gifts else {}
	if not found:
		return []
	head, records, now = issuer(order.facility), gifts.donors(list(found)), now_datetime()
	names = {donor: frappe.generate_hash(length=10) for donor in donors if donor in found}
	_insert_lines(order, names, found, now)
	rows = [_receipt(order, records[donor], found[donor], head, now) for donor in names]
	columns = ("name", *rows[0], *standard_columns("", now))
	standard = tuple(standard_columns(frappe.session.user, now).values())
	insert_rows(
		DOCTYPE,
		columns,
		[(name, *row.values(), *standard) for name, row in zip(names.values(), rows, strict=True)],
	)
	_copy_numbers(list(names.values()))
	return list(names.values())


def _receipt(
	order: Order, donor: frappe._dict, given: Sequence[Gift], head: Issuer, now: datetime
) -> dict[str, object]:
	number = next_number(order.facility, str(order.year), DOCTYPE)
	parts = [rules.amounts(order.code, gift.value) for gift in given]
	return {
		"facility": order.facility,
		"donor": donor.name,
		"year": order.year,
		"receipt_no": rules.serial(order.year, order.facility, number),
		"number": number,
		"status": ISSUED,
		"issued_on": now.date(),
		"issued_by": frappe.session.user,
		"batch": order.batch,
		"donor_name": donor.donor_name,
		"donor_type": donor.donor_type,
		"identity_no": _identity(donor),
		"address": _address(donor),
		"email": donor.email,
		**vars(head),
		"total_amount": sum(part.total for part in parts),
		"deductible": sum(part.deductible for part in parts),
		"other": sum(part.other for part in parts),
		"gift_count": len(given),
		"replaces": order.replaces,
	}


def _identity(donor: frappe._dict) -> str:
	if donor.donor_type == gifts.PERSON:
		return donor.resident_no or ""
	return identifiers.show_business_no(donor.business_no or "")


def _address(donor: frappe._dict) -> str:
	return " ".join(filter(None, (donor.address, donor.address_detail)))


def _insert_lines(
	order: Order, names: Mapping[str, str], found: Mapping[str, Sequence[Gift]], now: datetime
) -> None:
	"""Put the gifts on their receipts. A gift that got there meanwhile refuses the lot."""
	standard = standard_columns(frappe.session.user, now)
	standard.pop("idx")
	rows = []
	for donor, name in names.items():
		for idx, gift in enumerate(found[donor], 1):
			part = rules.amounts(order.code, gift.value)
			values = (gift.name, gift.name, gift.donated_on, gift.kind, order.code, gift.item, gift.quantity)
			money = (gift.unit_price, part.total, part.deductible, part.other)
			rows.append(
				(
					frappe.generate_hash(length=10),
					name,
					DOCTYPE,
					"rows",
					idx,
					*values,
					*money,
					*standard.values(),
				)
			)
	columns = ("name", "parent", "parenttype", "parentfield", "idx", *LINE_COLUMNS, *standard)
	try:
		insert_rows(LINE, columns, rows)
	except Exception as error:
		if not frappe.db.is_duplicate_entry(error):
			raise
		frappe.throw(
			_(
				"Somebody else has just issued a receipt for one of these gifts. Please open the list of receipts."
			),
			frappe.DuplicateEntryError,
		)


def _copy_numbers(receipts: Sequence[str]) -> None:
	"""Keep the whole resident numbers with the receipts, encrypted as they lie with the donors: the site has one key."""
	places = ", ".join(["%s"] * len(receipts))
	frappe.db.sql(
		f"""INSERT INTO `__Auth` (doctype, name, fieldname, password, encrypted)
		SELECT %s, receipt.name, 'identity_secret', secret.password, secret.encrypted
		FROM `tab{DOCTYPE}` receipt JOIN `__Auth` secret
			ON secret.doctype = 'Donor' AND secret.name = receipt.donor AND secret.fieldname = 'resident_no_secret'
		WHERE receipt.name IN ({places}) AND receipt.donor_type = %s""",
		[DOCTYPE, *receipts, gifts.PERSON],
	)


def withdraw(name: str, reason: str) -> frappe._dict:
	"""Withdraw a receipt: its number stays taken, its gifts may stand on another one. Return its head.

	Raises ValidationError without a reason, or where it is withdrawn already.
	"""
	reason = (reason or "").strip()
	if len(reason) < 2:
		frappe.throw(_("Please state why the receipt is withdrawn."))
	rows = frappe.db.sql(f"SELECT * FROM `tab{DOCTYPE}` WHERE name = %s FOR UPDATE", name, as_dict=True)
	if not rows or rows[0].status != ISSUED:
		frappe.throw(_("This receipt has been withdrawn already."))
	now = now_datetime()
	frappe.db.set_value(
		DOCTYPE,
		name,
		{
			"status": WITHDRAWN,
			"withdrawal_reason": reason,
			"withdrawn_on": now.date(),
			"withdrawn_by": frappe.session.user,
		},
	)
	frappe.db.sql(
		f"UPDATE `tab{LINE}` SET living_gift = NULL WHERE parent = %s AND parenttype = %s", (name, DOCTYPE)
	)
	frappe.get_doc(DOCTYPE, name).add_comment(
		"Info", _("Withdrawn: {0}").format(frappe.utils.escape_html(reason))
	)
	return rows[0]


def correct(name: str, reason: str) -> str | None:
	"""Withdraw a receipt and issue another one for what there is now of its donor's gifts (정정, D9); return its name.

	Where nothing is left to be certified, it is withdrawn alone.
	"""
	old = withdraw(name, reason)
	code = frappe.db.get_value(LINE, {"parent": name}, "code") or rules.GENERAL
	issued = issue(Order(old.facility, old.year, code, replaces=name), [old.donor])
	if not issued:
		return None
	frappe.db.set_value(DOCTYPE, name, "replaced_by", issued[0])
	return issued[0]


def living(donation: str) -> str | None:
	"""Return the number of the receipt in force on which a gift stands: a gift is given back after that is withdrawn."""
	receipt = frappe.db.get_value(LINE, {"living_gift": donation}, "parent")
	return receipt and frappe.db.get_value(DOCTYPE, receipt, "receipt_no")
