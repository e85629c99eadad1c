"""기부금영수증: issued once a gift, numbered without gaps, kept as issued, withdrawn and corrected (D2, D3, D8, D9)."""

from collections import Counter

import donation_house
import factory
import frappe
import pytest
from connections import at_once
from donation_house import PERSON, person
from donation_house import raw_gift as gift
from factory import acting_as
from paper_helpers import pages, plain

from huimang.donation.receipts import api, batch, paper, service
from huimang.donation.receipts.service import DOCTYPE, LINE, Order
from huimang.errors import FacilityAccessError
from huimang.printing import mailing
from huimang.statements import engine

YEAR = 2026
RESIDENT_NO = "900101-1"


@pytest.fixture(scope="module")
def home(site):
	"""A facility with donors and gifts that are in the books, for the tests of this module; it stays on the test site."""
	frappe.set_user("Administrator")
	place = donation_house.make(frappe.generate_hash(length=6))
	frappe.db.commit()
	return place


def issue(home, *donors):
	return service.issue(Order(home.facility, YEAR), donors)


def numbers(home):
	rows = frappe.get_all(DOCTYPE, {"facility": home.facility}, pluck="number", order_by="number")
	return [int(number) for number in rows]


def test_d2_money_and_goods_of_a_year_stand_on_one_receipt(home):
	donor = person(home)
	gift(home, donor, 100_000)
	goods = gift(home, donor, 250_000, donation_kind="Goods", status="In Stock", receipt_value=250_000)
	item = {"item_name": "쌀", "quantity": 10, "unit": "포", "receipt_value": 250_000, "fair_value": 250_000}
	row = frappe.get_doc(
		{
			"doctype": "Donation Item",
			"parent": goods,
			"parenttype": "Donation",
			"parentfield": "items",
			**item,
		}
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	gift(home, donor, 70_000, status="To Be Resolved")
	gift(home, donor, 90_000, day="2025-12-31")
	with acting_as(home.manager):
		name = api.issue(home.facility, donor, YEAR)
	doc = frappe.get_doc(DOCTYPE, name)
	assert (doc.total_amount, doc.deductible, doc.other, doc.gift_count) == (350_000, 350_000, 0, 2)
	listed = {
		(row.donation_kind, int(row.amount), row.item_name or "", row.quantity or "") for row in doc.rows
	}
	assert listed == {("Money", 100_000, "", ""), ("Goods", 250_000, "쌀", "10포")}
	assert {row.code for row in doc.rows} == {"40"}


def test_a_gift_stands_on_one_receipt_and_a_receipt_stays_as_it_is(home):
	donor = person(home)
	given = gift(home, donor)
	[name] = issue(home, donor)
	assert service.living(given) == frappe.db.get_value(DOCTYPE, name, "receipt_no")
	assert issue(home, donor) == []
	with acting_as(home.manager), pytest.raises(frappe.ValidationError):
		api.issue(home.facility, donor, YEAR)
	frappe.db.set_value("Donor", donor, {"donor_name": "다른 이름", "address": "딴 곳"})
	doc = frappe.get_doc(DOCTYPE, name)
	assert (doc.donor_name, doc.address) == ("김후원", PERSON["address"])
	for change in (lambda: doc.save(), lambda: doc.delete()):
		with pytest.raises(frappe.ValidationError):
			change()


def test_d8_who_has_no_number_gets_none_and_is_told_why(home):
	donor = person(home, resident_no="")
	gift(home, donor)
	with acting_as(home.manager), pytest.raises(frappe.ValidationError, match="주민등록번호"):
		api.issue(home.facility, donor, YEAR)


def test_d9_a_correction_bears_the_number_of_the_one_that_it_replaces(home):
	donor = person(home)
	given = gift(home, donor, 50_000)
	[old] = issue(home, donor)
	frappe.db.set_value("Donation", given, "returned_amount", 20_000)
	with acting_as(home.manager):
		new = api.correct(old, "20,000원 반환")
	doc = frappe.get_doc(DOCTYPE, new)
	assert (doc.total_amount, doc.replaces) == (30_000, old)
	assert frappe.db.get_value(DOCTYPE, old, ["status", "replaced_by"]) == ("Withdrawn", new)
	books = engine.draw("receipt_register", {"facility": home.facility, "accounting_year": home.year})
	notes = {
		row.values["number"]: (row.values["what"], row.values["note"])
		for row in books.rows
		if "note" in row.values
	}
	old_no, new_no = (frappe.db.get_value(DOCTYPE, name, "receipt_no") for name in (old, new))
	assert notes[old_no] == ("취소", "20,000원 반환") and notes[new_no] == ("정정", f"원번호 {old_no}")


def test_a_withdrawn_receipt_keeps_its_number_and_lets_its_gifts_go(home):
	donor = person(home)
	gift(home, donor)
	[name] = issue(home, donor)
	before = numbers(home)
	with acting_as(home.manager):
		with pytest.raises(frappe.ValidationError):
			api.withdraw(name, " ")
		api.withdraw(name, "이름이 틀림")
		with pytest.raises(frappe.ValidationError):
			api.withdraw(name, "또")
	assert numbers(home) == before
	[again] = issue(home, donor)
	assert numbers(home) == list(range(1, len(before) + 2))
	assert "취소" in plain(pages(paper.one(frappe.get_doc(DOCTYPE, name)))[0])
	assert "취소" not in plain(pages(paper.one(frappe.get_doc(DOCTYPE, again)))[0])


def test_others_issue_and_withdraw_none(home):
	donor = person(home)
	gift(home, donor)
	[name] = issue(home, donor)
	stranger = factory.make_user(
		f"s{frappe.generate_hash(length=6)}@donation.example", factory.make_facility(), ["Donation Manager"]
	)
	for user in (home.accountant, home.head, stranger):
		with acting_as(user):
			for call in (
				lambda: api.issue(home.facility, donor, YEAR),
				lambda: api.withdraw(name, "사유"),
				lambda: api.correct(name, "사유"),
				lambda: api.send(name),
			):
				with pytest.raises(FacilityAccessError):
					call()


def test_stamped_sheets_say_what_laid_out_ones_say(home):
	"""Also for names that the stamp cannot set, and for more gifts than the form has rows."""
	names = ["김후원", "<b>위험</b> & 'x' \"y\" {{ 7*7 }}", "=cmd|' /C calc'!A0", "アリス 😀", "가" * 60]
	donors = [person(home, name) for name in names]
	for at, donor in enumerate(donors):
		for _gift in range(at + 1):
			gift(home, donor, 10_000 * (at + 1))
	many = person(home, "많은이")
	for day in range(1, 16):
		gift(home, many, 1_000, day=f"2026-05-{day:02}")
	receipts = issue(home, *donors, many)
	text = [plain(page) for page in pages(paper.many(receipts))]
	assert len(text) == len(receipts) + 1 and "기부내용명세" in text[-1]
	for receipt, page in zip(receipts, text, strict=False):
		laid = pages(paper.one(frappe.get_doc(DOCTYPE, receipt)))
		assert Counter(plain(laid[0])) == Counter(page), receipt
	assert plain("<b>위험</b> & 'x' \"y\" {{ 7*7 }}") in text[1]


def test_the_whole_number_is_for_a_purpose_and_logged(home):
	donor = person(home)
	frappe.utils.password.set_encrypted_password("Donor", donor, "9001011234567", "resident_no_secret")
	gift(home, donor)
	[name] = issue(home, donor)
	doc = frappe.get_doc(DOCTYPE, name)
	assert "1234567" not in plain(pages(paper.one(doc))[0])
	assert "900101-1234567" in plain(pages(paper.one(doc, whole_number=True))[0])
	frappe.utils.password.remove_encrypted_password("Donor", donor, "resident_no_secret")
	assert "900101-1234567" in plain(pages(paper.one(frappe.get_doc(DOCTYPE, name), whole_number=True))[0])


def test_a_race_for_the_same_gifts_makes_one_receipt(home):
	"""Eight ask at once for receipts of the same donors: one a donor, and no number is lost."""
	donors = [person(home, f"경주{i}") for i in range(6)]
	for donor in donors:
		gift(home, donor)
	frappe.db.commit()
	before = len(numbers(home))

	def ask(number: int) -> int:
		made = 0
		for donor in donors if number % 2 else donors[::-1]:
			try:
				made += len(service.issue(Order(home.facility, YEAR), [donor]))
				frappe.db.commit()
			except (frappe.DuplicateEntryError, frappe.QueryDeadlockError):
				frappe.db.rollback()
		return made

	assert sum(at_once(4, ask)) == len(donors)
	frappe.db.rollback()
	assert numbers(home) == list(range(1, before + len(donors) + 1))
	living = frappe.get_all(
		LINE, {"living_gift": ("is", "set"), "parent": ("in", _of(donors))}, pluck="donation"
	)
	assert len(living) == len(set(living)) == len(donors)


def _of(donors):
	return frappe.get_all(DOCTYPE, {"donor": ("in", donors)}, pluck="name")


def make_batch(home, **values):
	"""A batch, and nobody to make it: tests run it themselves."""
	with acting_as(home.manager):
		doc = frappe.get_doc(
			{"doctype": "Receipt Batch", "facility": home.facility, "year": YEAR, **values}
		).insert()
	frappe.db.commit()
	return doc.name


def test_a_batch_killed_half_way_goes_on_without_a_gap(home, monkeypatch):
	monkeypatch.setattr(batch, "start", lambda name: None)
	wanted = [person(home, f"묶음{i:02}") for i in range(12)]
	left_out = person(home, "번호없음", resident_no="")
	for donor in (*wanted, left_out):
		gift(home, donor)
	frappe.db.commit()
	before = numbers(home)
	name = make_batch(home)
	real, calls = service.issue, []

	def dies(order, donors):
		issued = real(order, donors)
		calls.append(issued)
		if len(calls) == 2:
			raise KeyboardInterrupt
		return issued

	monkeypatch.setattr(service, "issue", dies)
	with pytest.raises(KeyboardInterrupt):
		batch.run(name, portion=5)
	frappe.db.rollback()
	assert frappe.db.count(DOCTYPE, {"batch": name}) == 5
	monkeypatch.setattr(service, "issue", real)
	batch.run(name, portion=5)
	batch.run(name, portion=5)
	doc = frappe.get_doc("Receipt Batch", name)
	assert (doc.status, doc.total, doc.done) == ("Done", 12, 12) or doc.done >= 12
	assert numbers(home) == list(range(1, len(before) + doc.done + 1))
	assert "번호없음" in doc.problems
	[file] = frappe.get_all(
		"File", {"attached_to_doctype": "Receipt Batch", "attached_to_name": name}, ["file_url", "is_private"]
	)
	assert file.is_private and file.file_url == doc.merged_file
	living = Counter(frappe.get_all(LINE, {"living_gift": ("is", "set")}, pluck="donation"))
	assert max(living.values()) == 1


def test_mails_are_locked_and_go_once(home, monkeypatch):
	monkeypatch.setattr(batch, "start", lambda name: None)
	monkeypatch.setattr(mailing, "require_account", lambda: None)
	sent = []
	monkeypatch.setattr(frappe, "sendmail", lambda **message: sent.append(message))
	donors = [person(home, "메일"), person(home, "주소없음", email="")]
	for donor in donors:
		gift(home, donor)
	name = make_batch(home, by_mail=1)
	batch.run(name)
	batch.run(name)
	mine = [message for message in sent if "메일님" in message["message"]]
	assert len(mine) == 1 and mine[0]["recipients"] == ["donor@example.test"]
	from io import BytesIO

	from pypdf import PdfReader

	locked = PdfReader(BytesIO(mine[0]["attachments"][0]["fcontent"]))
	assert locked.is_encrypted and not locked.decrypt("") and locked.decrypt("900101")
	problem = frappe.db.get_value(DOCTYPE, {"donor": donors[1]}, "mail_problem")
	assert problem


def test_registers_and_receipts_come_to_the_same(home):
	filters = {"facility": home.facility, "accounting_year": home.year}
	total = int(
		frappe.db.sql(
			f"SELECT COALESCE(SUM(total_amount), 0) FROM `tab{DOCTYPE}` WHERE facility = %s AND status = 'Valid'",
			home.facility,
		)[0][0]
	)
	for name in ("receipt_register", "receipt_details", "receipt_totals"):
		assert engine.draw(name, filters).rows[-1].values["amount"] == total, name
