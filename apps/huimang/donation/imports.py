"""Lists of gifts and of donors that are uploaded from Excel: who a row means, and what is there already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import frappe
from frappe import _

from huimang.donation import donors, gifts, history, settings
from huimang.donation.donors import DONOR, MERGED
from huimang.donation.gifts import GIFT, MONEY
from huimang.donation.pledges import PLEDGE, RUNNING
from huimang.migration import gift_sheet
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Planned, Refused, Upload
from huimang.rules.donations import name_key


class GiftUpload(Upload):
	"""Gifts of money from the list of a bank or of a CMS operator.

	A row is known again by its payer number and day, or by day, name and amount and which of several such rows it is; so a
	list may be uploaded again when it has grown. Who cannot be told becomes an unidentified gift.
	"""

	doctype = GIFT
	template = "후원금 서식"
	at_once = True

	def layouts(self) -> Sequence[Layout]:
		return (gift_sheet.GIFTS,)

	def prepare(self, entries: list[Entry]) -> None:
		"""Look the donors and pledges up, and leave out rows by which no money came in."""
		self.passed_over = len(entries)
		entries[:] = [entry for entry in entries if gift_sheet.is_done(entry)]
		self.passed_over -= len(entries)
		self._donors = _by(DONOR, self.facility, ("donor_no", "search_key"), {"status": ("!=", MERGED)})
		self._pledges = _by(PLEDGE, self.facility, ("payer_no",), {}, ("donor", "status", "amount", "method"))
		self._of_donor = defaultdict(list)
		for rows in _by(PLEDGE, self.facility, ("donor",), {"status": ("in", RUNNING)}, ("amount",))[
			"donor"
		].values():
			for row in rows:
				self._of_donor[row.donor].append(row)
		self._seen: Counter[tuple] = Counter()
		self._books_begin = history.own_books_begin(self.facility)
		self._account = self.options.bank_account or settings.bank_account(self.facility)

	def plan(self, entry: Entry) -> dict:
		day, amount = entry["day"], entry["amount"]
		pledge = self._pledge(entry["payer_no"])
		donor = pledge.donor if pledge else self._donor(entry)
		if not pledge and donor:
			# which pledge a gift is for is clear where the donor has promised just that
			fitting = [row for row in self._of_donor[donor] if int(row.amount) == amount]
			pledge = fitting[0] if len(fitting) == 1 else None
		who = entry["payer_no"] or entry["donor_no"] or entry["name"]
		self._seen[day, who, amount] += 1
		kind = "cms" if entry["payer_no"] else "bank"
		return {
			"donation_kind": MONEY,
			"donor": donor,
			"depositor_name": entry["name"] or entry["payer_no"],
			"donated_on": day,
			"amount": amount,
			"method": entry["method"] or (pledge and pledge.get("method")) or "Bank Transfer",
			"pledge": pledge and pledge.name,
			"bank_account": self._account,
			"note": entry["note"],
			"import_key": f"{kind}/{day}/{who}/{amount}/{self._seen[day, who, amount]}"[:140],
		}

	def key(self, values: dict) -> str:
		return values["import_key"]

	def known(self, keys: list[str]) -> dict[str, frappe._dict]:
		rows = frappe.get_all(
			GIFT, {"facility": self.facility, "import_key": ("in", keys)}, ["name", "import_key"]
		)
		return {row.import_key: row for row in rows}

	def write(self, values: dict, name: str | None) -> str:
		doc = frappe.get_doc({"doctype": GIFT, "facility": self.facility, **values})
		doc.flags.import_key = values["import_key"]
		doc.flags.many_at_once, doc.flags.books_begin = True, self._books_begin
		return doc.insert().name

	def begin(self, docs: list) -> None:
		named = {"name": ("in", [doc.donor for doc in docs if doc.donor])}
		found = {row.name: row for row in frappe.get_all(DONOR, named, ["name", *gifts.ASKED_OF_DONOR])}
		for doc in docs:
			doc.flags.import_key = doc.import_key
			doc.flags.many_at_once, doc.flags.books_begin = True, self._books_begin
			doc.flags.donor = found.get(doc.donor)

	def finish(self, written: list[Planned]) -> None:
		settings.ensure(self.facility)
		donors.renew(item.values["donor"] for item in written)

	def notes(self, planned: list[Planned]) -> list[str]:
		told = []
		if self.passed_over:
			told.append(_("{0} rows brought no money and are passed over.").format(self.passed_over))
		if unknown := sum(not item.values["donor"] for item in planned):
			told.append(
				_("{0} gifts are of nobody who is known: please choose their donors afterwards.").format(
					unknown
				)
			)
		return told

	def _pledge(self, payer_no: str) -> frappe._dict | None:
		if not payer_no:
			return None
		found = self._pledges["payer_no"].get(payer_no)
		if not found:
			raise Refused("payer_no", _("No pledge has this payer number."))
		return found[0]

	def _donor(self, entry: Entry) -> str | None:
		"""Return whom a row names: by number for sure, by name where but one has it."""
		if number := entry["donor_no"]:
			found = self._donors["donor_no"].get(number.zfill(5))
			if not found:
				raise Refused("donor_no", _("No donor has this number."))
			return found[0].name
		found = self._donors["search_key"].get(name_key(entry["name"] or ""), [])
		return found[0].name if len(found) == 1 else None


class DonorUpload(Upload):
	"""Donors from an old register; somebody of the same name and phone, or of the same business number, is there already."""

	doctype = DONOR
	template = "후원자 서식"
	at_once = True

	def layouts(self) -> Sequence[Layout]:
		return (gift_sheet.DONORS,)

	def plan(self, entry: Entry) -> dict:
		fields = ("phone", "email", "postcode", "address", "address_detail", "representative", "note")
		return {
			"donor_name": entry["name"],
			"donor_type": entry["type"] or "Individual",
			**{field: entry[field] or None for field in fields},
			"business_no": entry["business_no"] or None,
			"receipt_wanted": int(bool(entry["receipt_wanted"] or entry["resident_no"])),
			"resident_no": entry["resident_no"] or None,
		}

	def key(self, values: dict) -> tuple:
		number = values["business_no"] or values["phone"] or values["email"] or values["address"] or ""
		return name_key(values["donor_name"]), "".join(filter(str.isalnum, number))

	def known(self, keys: list[tuple]) -> dict[tuple, frappe._dict]:
		fields = ["name", "donor_name", "business_no", "phone", "email", "address"]
		wanted = {"facility": self.facility, "search_key": ("in", sorted({key[0] for key in keys}))}
		return {self.key(row): row for row in frappe.get_all(DONOR, wanted, fields)}

	def begin(self, docs: list) -> None:
		donors.number_many(self.facility, docs)


def _by(
	doctype: str, facility: str, by: Sequence[str], filters: dict, fields: Sequence[str] = ()
) -> dict[str, dict[str, list]]:
	"""Return the records of a facility by each of some fields."""
	found: dict[str, dict[str, list]] = {field: defaultdict(list) for field in by}
	for row in frappe.get_all(doctype, {"facility": facility, **filters}, ["name", *by, *fields]):
		for field in by:
			if row[field]:
				found[field][row[field]].append(row)
	return found
