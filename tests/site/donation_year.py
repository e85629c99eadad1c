"""A year of gifts as a facility's people live it: lists in, resolutions received, gifts given back, money and goods used, receipts
issued, figures published. Everything goes the product's own way; what was given is kept beside it, to be held against the books.

The suite lives it in small, `benchmarks donations` with 2,000 donors and 12,000 gifts.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace

import donation_house
import factory
import frappe
from factory import acting_as
from openpyxl import Workbook

from huimang.donation import api, booking, goods
from huimang.donation.disclosure import api as disclosing
from huimang.donation.imports import DonorUpload, GiftUpload
from huimang.donation.receipts import api as receipts
from huimang.donation.receipts import batch
from huimang.migration import upload

MONTHS = ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 11))
"""The months in which donors of odd and of even numbers give: six gifts each."""
YEAR = donation_house.YEAR
COMPANY_EVERY, PLEDGE_EVERY, WITHOUT_RECEIPT_EVERY, UNKNOWN_EVERY = 10, 8, 5, 40
SPENT = {"supplies": 30_000, "food": 70_000}


@dataclass
class Year:
	"""What was given in the year of a place.

	Attributes:
		donors: names of donors, in the order of their numbers.
		given: won of money that each gave and did not get back.
		wanting: those who want a receipt.
		unknown: won of gifts of nobody who is known.
		goods: market value of goods that each gave.
	"""

	place: SimpleNamespace
	donors: list[str] = field(default_factory=list)
	given: Counter = field(default_factory=Counter)
	wanting: set[str] = field(default_factory=set)
	unknown: int = 0
	goods: Counter = field(default_factory=Counter)
	gifts: int = 0
	spent: int = 0
	batch: str = ""

	@property
	def money(self) -> int:
		return sum(self.given.values()) + self.unknown


def workbook(*rows) -> bytes:
	book, content = Workbook(write_only=True), io.BytesIO()
	sheet = book.create_sheet()
	for row in rows:
		sheet.append(row)
	book.save(content)
	return content.getvalue()


def take(year: Year, kind: type[upload.Upload], *rows) -> None:
	"""Let the donation manager upload a list; every row of it is taken."""
	with acting_as(year.place.manager):
		report = upload.take_over(kind(year.place.facility), workbook(*rows))
	assert report.taken == len(rows) - 1, report.faults[:3]


def enter_donors(year: Year, count: int) -> None:
	"""The old register of donors: people with and without a wish for a receipt, and a company among ten."""
	heads = ("후원자명", "구분", "연락처", "이메일", "주소", "사업자등록번호", "영수증 희망", "주민등록번호")
	rows = [heads]
	for number in range(count):
		wants = "아니오" if number % WITHOUT_RECEIPT_EVERY == 0 else "예"
		common = (f"010-{number:04d}-0000", f"donor{number}@example.test", "서울특별시 마포구 희망로 12")
		if number % COMPANY_EVERY == 1:
			rows.append((f"(주)한빛{number}", "기업", *common, factory.unique_no(number + 1), wants, ""))
		else:
			own = resident_no(number) if wants == "예" else ""
			rows.append((f"후원{number:05d}", "개인", *common, "", wants, own))
	take(year, DonorUpload, *rows)
	fields = ["name", "receipt_wanted"]
	found = frappe.get_all(
		"Donor", {"facility": year.place.facility}, fields, order_by="donor_no", limit_page_length=0
	)
	year.donors = [row.name for row in found]
	year.wanting = {row.name for row in found if row.receipt_wanted}


def resident_no(serial: int) -> str:
	"""A made-up 주민등록번호 of somebody born in January 1980, with the right check digit."""
	digits = f"8001{serial % 28 + 1:02d}1{serial:05d}"
	total = sum(
		int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9) * 2, strict=False)
	)
	return f"{digits[:6]}-{digits[6:]}{(11 - total % 11) % 10}"


def promise(year: Year) -> None:
	"""Every eighth donor has promised a monthly amount for the children's food, on paper."""
	aim, deed = donation_house.purpose(year.place), donation_house.deed(year.place)
	for number in range(0, len(year.donors), PLEDGE_EVERY):
		values = {"donor": year.donors[number], "amount": amount_of(number), "starts_on": f"{YEAR}-01-01"}
		values |= {
			"pledge_kind": "Regular",
			"cycle": "Monthly",
			"pay_day": 10,
			"purpose": aim.name,
			"deed": deed,
		}
		donation_house.write(year.place, "Donation Pledge", payer_no=payer_of(number), **values)


def amount_of(number: int) -> int:
	return 1_000 + number % 97 * 10 + number % 7


def payer_of(number: int) -> str:
	return f"P-{number:05d}" if number % PLEDGE_EVERY == 0 else ""


def receive(year: Year, turn: int) -> None:
	"""One turn of gifts: the bank's list comes in, its resolutions are written, approved and received."""
	rows = [("입금일", "납부자번호", "후원자번호", "입금자명", "입금액")]
	for number, donor in enumerate(year.donors):
		day, payer = f"{YEAR}-{MONTHS[turn][number % 2]:02d}-10", payer_of(number)
		amount = amount_of(number) + (0 if payer else turn)
		rows.append((day, payer, "" if payer else f"{number + 1:05d}", "", amount))
		year.given[donor] += amount
	for number in range(0, len(year.donors), UNKNOWN_EVERY):
		rows.append((f"{YEAR}-{MONTHS[turn][0]:02d}-20", "", "", f"모르는이{number}", 333 + number))
		year.unknown += 333 + number
	take(year, GiftUpload, *rows)
	year.gifts += len(rows) - 1
	with acting_as(year.place.accountant):
		names = api.resolve_waiting(year.place.facility)
	for name in names:
		factory.settle(factory.approve(frappe.get_doc(booking.RESOLUTION, name)))


def give_back(year: Year, number: int, part: int | None = None) -> None:
	"""A donor's first gift came by mistake, or a part of it."""
	donor = year.donors[number]
	where = {"donor": donor, "status": "Booked", "donation_kind": "Money"}
	gift = frappe.get_all("Donation", where, ["name", "amount"], order_by="donated_on", limit=1)[0]
	back = part or int(gift.amount)
	with acting_as(year.place.accountant):
		refund = api.give_back(gift.name, back, "착오 송금")
	factory.settle(factory.approve(frappe.get_doc("Refund Resolution", refund)))
	year.given[donor] -= back


def spend(year: Year) -> None:
	"""Food for the children out of designated gifts, supplies out of the others."""
	place = year.place
	for subject, fund, program in (
		("food", place.designated, place.snacks),
		("supplies", place.undesignated, place.program),
	):
		amount = min(SPENT[subject], 700 * len(year.donors) // PLEDGE_EVERY)
		paid = donation_house.expense(place, amount, getattr(place, subject), fund, program)
		factory.settle(factory.approve(paid))
		year.spent += amount


def give_goods(year: Year) -> None:
	"""Rice of a few donors, some of it handed out."""
	for number in range(2, len(year.donors), max(len(year.donors) // 4, 1)):
		item = {"item_name": "쌀", "quantity": 10, "unit": "포", "fair_value": 55_501}
		giver = SimpleNamespace(name=year.donors[number])
		gift = donation_house.gift(year.place, giver, donation_kind=goods.GOODS, items=[item])
		year.goods[giver.name] += 55_501
		use = {"donation": gift.name, "quantity": 3, "used_on": f"{YEAR}-11-12", "use_kind": "Handed Out"}
		donation_house.write(year.place, goods.USE, recipient="어르신", **use)


def certify(year: Year) -> None:
	"""The year's receipts at once; then one is withdrawn, a part of its gift goes back, and another is issued."""
	with acting_as(year.place.manager):
		values = {"facility": year.place.facility, "year": YEAR}
		year.batch = frappe.get_doc({"doctype": batch.DOCTYPE, **values}).insert().name
	frappe.db.commit()
	batch.run(year.batch)
	frappe.set_user("Administrator")
	number = next(
		at for at, donor in enumerate(year.donors) if donor in year.wanting and at % COMPANY_EVERY > 1
	)
	donor = year.donors[number]
	old = frappe.db.get_value("Donation Receipt", {"donor": donor, "status": "Valid"})
	with acting_as(year.place.manager):
		receipts.withdraw(old, "일부 반환")
	give_back(year, number, part=301)
	with acting_as(year.place.manager):
		receipts.issue(year.place.facility, donor, YEAR)


def publish(year: Year) -> str:
	"""Show the year to everybody; the name of the Donation Disclosure."""
	with acting_as(year.place.manager):
		values = {
			"facility": year.place.facility,
			"accounting_year": year.place.year,
			"message": "고맙습니다.",
		}
		name = frappe.get_doc({"doctype": "Donation Disclosure", **values}).insert().name
		disclosing.publish(name)
	return name


def live(year: Year, donors: int) -> str:
	"""Live the whole year; return the name of its disclosure. Commits."""
	enter_donors(year, donors)
	promise(year)
	for turn in range(len(MONTHS)):
		receive(year, turn)
		frappe.db.commit()
	give_back(year, 3)
	give_back(year, 4, part=123)
	give_goods(year)
	spend(year)
	certify(year)
	name = publish(year)
	frappe.db.commit()
	return name


def check(year: Year, disclosure: str) -> None:
	"""Hold what was given against ledger, donor histories, receipts and disclosure: each to the won."""
	ledger = of_ledger(year.place.facility)
	assert ledger == {**{donor: won for donor, won in year.given.items() if won}, None: year.unknown}
	check_receipts(year)
	check_report(year)
	check_disclosure(year, disclosure)
	check_histories(year)


def of_ledger(facility: str) -> dict[str | None, int]:
	"""What the raw rows of the ledger come to by the donor of the gift behind them."""
	rows = frappe.db.sql(
		"""SELECT gift.donor, SUM(entry.amount) FROM `tabLedger Entry` entry
		LEFT JOIN `tabRefund Resolution Line` refund
			ON entry.voucher_type = 'Refund Resolution' AND refund.name = entry.voucher_row
		LEFT JOIN `tabDonation` gift ON gift.resolution_row = COALESCE(refund.original_row, entry.voucher_row)
		WHERE entry.facility = %s AND entry.side = 'Revenue' GROUP BY gift.donor""",
		facility,
	)
	return {donor: int(won) for donor, won in rows if won}


def check_histories(year: Year) -> None:
	"""Each donor's own form says what they gave."""
	from huimang.donation import donors

	for donor in year.donors:
		[told] = donors.history(donor)["years"]
		assert (told["year"], told["money"], told["goods"]) == (YEAR, year.given[donor], year.goods[donor]), (
			donor
		)
	assert sum(year.given.values()) + year.unknown == year.money


def check_receipts(year: Year) -> None:
	from huimang.statements import engine

	facility = year.place.facility
	wanted = {donor: year.given[donor] + certified_goods(year, donor) for donor in year.wanting}
	rows = frappe.get_all(
		"Donation Receipt",
		{"facility": facility},
		["donor", "total_amount", "status", "number"],
		limit_page_length=0,
	)
	living = Counter()
	for row in rows:
		living[row.donor] += int(row.total_amount) if row.status == "Valid" else 0
	assert living == {donor: won for donor, won in wanted.items() if won}
	assert sorted(int(row.number) for row in rows) == list(range(1, len(rows) + 1))
	filters = {"facility": facility, "accounting_year": year.place.year}
	for statement in ("receipt_register", "receipt_details", "receipt_totals"):
		assert engine.draw(statement, filters).rows[-1].values["amount"] == sum(wanted.values()), statement
	frappe.db.commit()
	kept = frappe.db.get_value(batch.DOCTYPE, year.batch, ["status", "total", "done"])
	assert kept == ("Done", len(living), len(living))


def certified_goods(year: Year, donor: str) -> int:
	"""A person's goods count by their market value; a company's by a book value, which was not told."""
	return 0 if year.donors.index(donor) % COMPANY_EVERY == 1 else year.goods[donor]


def check_report(year: Year) -> None:
	"""별지 제19호 and its sums."""
	from huimang.statements import engine

	def total(part: str) -> int:
		filters = {"facility": year.place.facility, "accounting_year": year.place.year, "part": part}
		return engine.draw("donation_report", filters).rows[-1].values["amount"]

	assert total("Money In") == year.money
	assert total("Money Used") == year.spent
	assert total("Goods In") == sum(year.goods.values())
	assert total("Summary") == 0, "what is left is what lies on the donation account"


def check_disclosure(year: Year, disclosure: str) -> None:
	shown = frappe.parse_json(frappe.db.get_value("Donation Disclosure", disclosure, "content"))
	assert (shown["received"], shown["used"]) == (year.money, year.spent)
	assert shown["left"] == year.money - year.spent
	assert sum(month["received"] for month in shown["months"]) == year.money
	assert sum(part["amount"] for part in shown["designations"]) == year.money
	assert sum(row["amount"] for row in shown["givers"]) == year.money
	assert sum(row["amount"] for row in shown["uses"]) == year.spent
	assert sum(row["amount"] for row in shown["goods"]) == sum(year.goods.values())
