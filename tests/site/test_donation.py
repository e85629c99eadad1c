"""후원: from the promise to what a gift bought."""

import donation_house as gifts_of
import factory
import frappe
import pytest
from factory import acting_as

from huimang.approval import service as approval
from huimang.donation import books, donors, goods, pledges, returns
from huimang.ledger import balances
from huimang.ledger.verify import verify
from huimang.rules import identifiers


@pytest.fixture(scope="module")
def built(site):
	"""The facility, committed once for this module; each test undoes what it does."""
	home = gifts_of.begin()
	frappe.db.commit()
	return home


@pytest.fixture
def home(built):
	yield built
	gifts_of.leave(built)


def fresh(doc):
	"""The document as it is stored now."""
	doc.reload()
	return doc


def entries(doc) -> list[tuple]:
	return [
		(int(row.amount), row.fund_source, row.program, row.reference_doctype, row.reference_name)
		for row in frappe.get_all(
			"Ledger Entry",
			{"voucher_type": doc.doctype, "voucher_no": doc.name},
			["amount", "fund_source", "program", "reference_doctype", "reference_name"],
			order_by="entry_no",
		)
	]


class TestDonors:
	def test_a_number_and_a_name_to_compare(self, home):
		first, second = (
			gifts_of.donor(home, "(주) 한빛", donor_type="For-profit Corporation"),
			gifts_of.donor(home),
		)
		assert int(second.donor_no) == int(first.donor_no) + 1
		assert first.search_key == "한빛"

	def test_a_resident_number_is_kept_of_those_who_want_a_receipt(self, home):
		number = "900101-1" + "23456"
		digits = next(f"{number}{last}".replace("-", "") for last in range(10) if _reads(f"{number}{last}"))
		with pytest.raises(frappe.ValidationError):
			gifts_of.donor(home, resident_no=digits)
		doc = gifts_of.donor(home, resident_no=digits, receipt_wanted=1)
		assert doc.resident_no == "900101-1******"
		assert str(doc.birth_date) == "1990-01-01"
		assert digits not in str(frappe.db.sql("SELECT * FROM `tabDonor` WHERE name = %s", doc.name))
		doc.reload()
		doc.phone = "010-1234-5678"
		doc.save()
		assert doc.get_password("resident_no_secret") == digits

	def test_merging_two_records_of_one_donor(self, home):
		keep, drop = gifts_of.donor(home, phone="01012345678"), gifts_of.donor(home, email="hong@example.com")
		one, other = gifts_of.gift(home, keep), gifts_of.gift(home, drop, 20_000)
		assert [row.name for row in donors.duplicates(keep)] == [drop.name]
		with acting_as(home.manager):
			donors.merge(keep.name, drop.name)
		kept, dropped = fresh(keep), fresh(drop)
		assert (kept.email, dropped.status, dropped.merged_into) == ("hong@example.com", "Merged", keep.name)
		assert {frappe.db.get_value("Donation", doc.name, "donor") for doc in (one, other)} == {keep.name}
		with pytest.raises(frappe.ValidationError):
			gifts_of.gift(home, dropped)

	def test_how_a_donor_gives_follows_from_what_they_do(self, home):
		doc = gifts_of.donor(home)
		assert doc.giving == "Nothing Yet"
		gifts_of.gift(home, doc)
		assert fresh(doc).giving == "Occasional"
		pledge = gifts_of.write(
			home, "Donation Pledge", donor=doc.name, amount=30_000, starts_on="2026-01-25"
		)
		assert fresh(doc).giving == "Regular"
		pledge.status = "Ended"
		pledge.save()
		assert fresh(doc).giving == "Occasional"


def _reads(number: str) -> bool:
	try:
		identifiers.read_resident_no(number, frappe.utils.getdate())
	except Exception:
		return False
	return True


class TestPledges:
	def test_d1_a_year_of_debits(self, home):
		"""D1, on the records: eleven gifts for twelve instalments; the pledge itself is nowhere in the books."""
		doc = gifts_of.donor(home)
		pledge = gifts_of.write(
			home,
			"Donation Pledge",
			donor=doc.name,
			amount=30_000,
			starts_on="2026-01-01",
			ends_on="2026-10-31",
		)
		for month in (1, 2, 3, 4, 6, 7, 8, 9, 10):
			gifts_of.gift(home, doc, day=f"2026-{month:02}-25", pledge=pledge.name)
		told = pledges.told(pledge)
		assert (told["due"], told["given"], told["missed"], told["rate"]) == (300_000, 270_000, 1, "90.00")
		assert [row["name"] for row in pledges.missed([home.facility])] == [pledge.name]
		assert not balances.totals(home.year, ())[0].amount

	def test_a_payer_number_is_one_pledges(self, home):
		doc = gifts_of.donor(home)
		values = {"donor": doc.name, "amount": 10_000, "payer_no": "A-1"}
		gifts_of.write(home, "Donation Pledge", **values)
		with pytest.raises(frappe.DuplicateEntryError):
			gifts_of.write(home, "Donation Pledge", **values)


class TestGifts:
	def test_a_gift_is_received_in_the_books_once(self, home):
		doc = gifts_of.donor(home)
		designated = gifts_of.gift(
			home, doc, 50_000, purpose=gifts_of.purpose(home).name, deed=gifts_of.deed(home)
		)
		free = gifts_of.gift(home, doc)
		assert (designated.designation, free.designation) == ("Designated", "Undesignated")
		(resolution,) = gifts_of.book(home, designated, free)
		assert sorted(entries(resolution)) == sorted(
			[
				(50_000, home.designated, home.snacks, "Donation", designated.name),
				(30_000, home.undesignated, home.program, "Donation", free.name),
			]
		)
		assert {fresh(doc).status for doc in (designated, free)} == {"Booked"}
		with pytest.raises(frappe.ValidationError):
			gifts_of.resolve(home, free)
		assert not verify(home.facility)

	def test_a_resolution_says_what_its_gifts_say(self, home):
		one = gifts_of.gift(home, gifts_of.donor(home))
		(draft,) = gifts_of.resolve(home, one)
		with acting_as(home.accountant), pytest.raises(frappe.ValidationError):
			draft.lines[0].amount = 29_999
			draft.save()
		fresh(one).amount = 20_000
		with acting_as(home.manager), pytest.raises(frappe.ValidationError):
			one.save()
		with acting_as(home.accountant):
			frappe.delete_doc("Income Resolution", draft.name)
		assert (fresh(one).status, one.income_resolution) == ("To Be Resolved", None)
		assert gifts_of.resolve(home, one)

	def test_a_cancelled_resolution_lets_its_gifts_go(self, home):
		one = gifts_of.gift(home, gifts_of.donor(home))
		(resolution,) = gifts_of.book(home, one)
		with acting_as(home.head):
			approval.move_to(resolution.doctype, resolution.name, "Cancelled", "잘못 적음")
		assert fresh(one).status == "To Be Resolved"
		assert gifts_of.book(home, one)

	def test_days_are_received_apart(self, home):
		doc = gifts_of.donor(home)
		made = gifts_of.resolve(home, *(gifts_of.gift(home, doc, day=f"2026-11-{day}") for day in (3, 3, 4)))
		assert sorted(len(row.lines) for row in made) == [1, 2]

	def test_d14_without_a_deed_a_purpose_does_not_count(self, home):
		aim = gifts_of.purpose(home)
		assert gifts_of.gift(home, gifts_of.donor(home), purpose=aim.name).designation == "Undesignated"

	def test_d11_money_in_another_account_is_moved_first(self, home):
		"""D11: 50,000 into the operating account: told, and received once the transfer is on record."""
		one = gifts_of.gift(home, gifts_of.donor(home), 50_000, arrived_in=home.operating)
		with pytest.raises(frappe.ValidationError):
			gifts_of.resolve(home, one)
		with acting_as(home.manager):
			one.moved_on = "2026-11-11"
			one.save()
		assert str(gifts_of.resolve(home, one)[0].cause_date) == "2026-11-11"

	def test_nobody_sends_what_has_become_of_a_gift(self, home):
		one = gifts_of.gift(home, gifts_of.donor(home), status="Booked", returned_amount=30_000)
		assert (one.status, one.returned_amount, one.receipt_value) == ("To Be Resolved", 0, 30_000)

	def test_an_unknown_depositor(self, home):
		one = gifts_of.gift(home, None, depositor_name="김모름")
		assert one.status == "Unidentified"
		gifts_of.book(home, one)
		with acting_as(home.manager):
			fresh(one).donor = gifts_of.donor(home, "김모름").name
			one.save()
		assert one.status == "Booked"

	def test_a_wrong_payment_goes_back(self, home):
		"""제27조: out of the revenue that received it, by a refund of its own line."""
		one = gifts_of.gift(home, gifts_of.donor(home), 30_000)
		gifts_of.book(home, one)
		with acting_as(home.accountant):
			refund = frappe.get_doc("Refund Resolution", returns.give_back(one.name, 20_000, "착오 송금"))
		assert fresh(one).returned_amount == 0
		factory.settle(factory.approve(refund))
		assert (fresh(one).status, one.returned_amount, one.receipt_value) == ("Booked", 20_000, 10_000)
		with acting_as(home.accountant), pytest.raises(frappe.ValidationError):
			returns.give_back(one.name, 10_001, "착오 송금")
		with acting_as(home.accountant):
			rest = frappe.get_doc("Refund Resolution", returns.give_back(one.name, 10_000, "착오 송금"))
		factory.settle(factory.approve(rest))
		assert fresh(one).status == "Given Back"
		assert books.standing(home.year, home.undesignated) == (0, 0)


class TestGoods:
	def given(self, home, donor, *rows, **values):
		items = [{"item_name": "쌀", "quantity": 10, "unit": "포", **row} for row in rows]
		return gifts_of.write(
			home,
			"Donation",
			donor=donor.name,
			donation_kind="Goods",
			donated_on="2026-11-10",
			items=items,
			**values,
		)

	def test_d2_to_d4_what_a_receipt_says(self, home):
		person = gifts_of.donor(home)
		firm = gifts_of.donor(home, "한빛", donor_type="For-profit Corporation")
		row = {"fair_value": 1_200_000, "book_value": 800_000}
		assert self.given(home, person, {"fair_value": 250_000}).receipt_value == 250_000
		assert self.given(home, firm, row).receipt_value == 800_000
		assert self.given(home, firm, row, is_related_party=1).receipt_value == 1_200_000

	def test_no_more_is_used_than_was_given(self, home):
		one = self.given(home, gifts_of.donor(home), {"fair_value": 100_001})
		take = {"donation": one.name, "used_on": "2026-11-12", "recipient": "경로식당"}
		first = gifts_of.write(home, "Donated Goods Use", quantity=3, **take)
		second = gifts_of.write(home, "Donated Goods Use", quantity=7, **take)
		assert (first.amount + second.amount, fresh(one).status) == (100_001, "Used")
		with pytest.raises(frappe.ValidationError):
			gifts_of.write(home, "Donated Goods Use", quantity=0.5, **take)
		with acting_as(home.manager):
			frappe.delete_doc("Donated Goods Use", second.name)
		assert (fresh(one).status, one.items[0].used_quantity) == ("In Stock", 3)

	def test_goods_have_no_income_resolution(self, home):
		one = self.given(home, gifts_of.donor(home), {"fair_value": 100_000})
		with pytest.raises(frappe.ValidationError):
			gifts_of.resolve(home, one)

	def test_goods_come_into_the_register(self, home):
		"""Two wheelchairs of a gift become two cards, worth together what was given."""
		one = self.given(home, gifts_of.donor(home), {"fair_value": 900_001, "quantity": 2})
		kind = frappe.get_all("Asset Class", {"asset_group": "Equipment"}, pluck="name", limit=1)[0]
		with acting_as(home.manager), pytest.raises(frappe.PermissionError):
			goods.register_asset(one.name, one.items[0].name, 2, asset_class=kind)
		with acting_as(home.accountant):
			made = goods.register_asset(one.name, one.items[0].name, 2, asset_class=kind)
		cards = frappe.get_all(goods.ASSET, {"name": ("in", made)}, ["cost", "donation", "acquisition_type"])
		assert sum(card.cost for card in cards) == 900_001
		assert {(card.donation, card.acquisition_type) for card in cards} == {(one.name, "Gift")}
		assert fresh(one).status == "Used"
		use_of = frappe.get_last_doc("Donated Goods Use", {"donation": one.name})
		with acting_as(home.manager), pytest.raises(frappe.ValidationError):
			frappe.delete_doc("Donated Goods Use", use_of.name)

	def test_goods_come_into_stock(self, home):
		one = self.given(home, gifts_of.donor(home), {"fair_value": 100_000})
		with acting_as(home.accountant):
			item = {"doctype": "Consumable", "facility": home.facility, "item_name": "쌀", "unit": "포"}
			item = frappe.get_doc(item).insert()
			goods.take_into_stock(one.name, one.items[0].name, 4, item.name)
		assert float(fresh(item).stock) == 4
		assert [row["left"] for row in goods.left(one.name)] == [6]
