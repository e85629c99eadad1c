"""후원금의 사용: what expenses may take of gifts, asked of the ledger while they are written."""

import donation_house as gifts_of
import factory
import frappe
import pytest
from connections import at_once
from counting import at_most
from factory import acting_as
from frappe.utils import getdate

from huimang.approval import service as approval
from huimang.approval.stages import IN_APPROVAL
from huimang.donation import booking, books, goods, use
from huimang.resolutions import requests
from huimang.resolutions.problems import Problems


@pytest.fixture(scope="module")
def built(site):
	"""The facility, committed once for this module; each test undoes what it does."""
	home = gifts_of.begin()
	home.giver = gifts_of.donor(home)
	home.aim = gifts_of.purpose(home, {home.food: "Purpose", home.travel: "Administration"})
	home.deed = gifts_of.deed(home)
	designated = gifts_of.gift(home, home.giver, 200_000, purpose=home.aim.name, deed=home.deed)
	gifts_of.book(home, designated, gifts_of.gift(home, home.giver, 100_000))
	frappe.db.commit()
	return home


@pytest.fixture
def home(built):
	yield built
	gifts_of.leave(built)


def request(doc):
	with acting_as(doc.owner):
		return approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def designated(home, amount: int, subject: str | None = None, program: str | None = None):
	return gifts_of.expense(home, amount, subject or home.food, home.designated, program or home.snacks)


def undesignated(home, amount: int, subject: str):
	return gifts_of.expense(home, amount, subject, home.undesignated, home.program)


def refused(doc, *words: str) -> None:
	with pytest.raises(frappe.ValidationError) as refusal:
		request(doc)
	for word in words:
		assert word in str(refusal.value), refusal.value


def test_d10_designated_gifts_for_their_purpose(home):
	assert request(designated(home, 200_000)).stage == IN_APPROVAL


def test_d10_not_for_anything_else(home):
	"""The gift for snacks on office supplies: refused, whatever the amount."""
	refused(designated(home, 1_000, home.supplies), "아동 간식비")


def test_d10_not_in_another_program(home):
	refused(designated(home, 1_000, program=home.program), "아동 간식비")


def test_designated_gifts_are_spent_once(home):
	"""What is asked for counts as what is spent: the sum never passes what was given."""
	request(designated(home, 150_000))
	refused(designated(home, 50_001), "50,000")
	assert request(designated(home, 50_000)).stage == IN_APPROVAL
	assert books.standing(home.year, home.designated, home.snacks).left == 0


def test_a_request_counts_once_with_its_resolution(home):
	line = {"account_subject": home.food, "program": home.snacks, "fund_source": home.designated}
	with acting_as(home.accountant):
		asked = factory.request(home.facility, [{**line, "amount": 200_000}])
	asked = factory.approve(asked)
	refused(designated(home, 1), "아동 간식비")
	with acting_as(home.accountant):
		doc = requests.resolution_of(asked.name)
		doc.update(
			{"bank_account": home.bank, "payment_method": "Bank Transfer", "evidence_waiver_reason": "시험"}
		)
		doc.lines[0].counter_subject = home.subjects["지정후원금"]
		doc.insert()
	assert request(doc).stage == IN_APPROVAL


def test_d14_administration_up_to_its_share(home):
	"""15 % of 200,000 for raising and managing them."""
	refused(designated(home, 30_001, home.travel), "30,000")
	assert request(designated(home, 30_000, home.travel)).stage == IN_APPROVAL


def test_a_purpose_that_is_over(home):
	frappe.db.set_value("Donation Purpose", home.aim.name, "to_date", "2026-01-31")
	refused(designated(home, 1_000))


def widened(home, **consent) -> None:
	"""The purpose with one subject more."""
	aim = frappe.get_doc("Donation Purpose", home.aim.name)
	aim.append("subjects", {"account_subject": home.supplies, "use": "Purpose", **consent})
	with acting_as(home.manager):
		aim.save()


def test_a_purpose_is_widened_with_the_donors_consent(home):
	"""D10: a new subject needs their agreement once there are gifts."""
	consent = {"consent_on": getdate(), "consent_file": gifts_of.deed(home)}
	with pytest.raises(frappe.ValidationError):
		widened(home)
	widened(home, **consent)
	assert request(designated(home, 1_000, home.supplies)).stage == IN_APPROVAL


def test_d13_indirect_costs_of_undesignated_gifts(home):
	"""Half of 100,000 for 사무비 at most; 사업비 has no such limit."""
	refused(undesignated(home, 50_001, home.supplies), "50 %", "50,000")
	assert request(undesignated(home, 50_000, home.supplies)).stage == IN_APPROVAL
	refused(undesignated(home, 1, home.travel))
	assert request(undesignated(home, 50_000, home.food)).stage == IN_APPROVAL


def test_undesignated_gifts_are_spent_once(home):
	refused(undesignated(home, 100_001, home.food), "100,000")


def test_a_facility_may_be_told_only(home):
	"""The limits of the guidelines are told, not refused, where the facility chose so; a purpose binds all the same."""
	setting = frappe.get_doc("Donation Setting", home.facility)
	setting.limits = "Warn"
	setting.save()
	frappe.clear_messages()
	doc = undesignated(home, 60_000, home.supplies)
	assert "50 %" in str(frappe.get_message_log())
	assert request(doc).stage == IN_APPROVAL
	refused(designated(home, 1_000, home.supplies))


def test_limits_of_a_facilitys_own(home):
	setting = frappe.get_doc("Donation Setting", home.facility)
	setting.indirect_limit = 30
	setting.save()
	refused(undesignated(home, 30_001, home.supplies), "30 %")


def test_what_it_costs_to_ask(home):
	"""The lock, the setting, the purposes with their subjects, the balances: whatever the number of gifts and of lines."""
	doc = designated(home, 1_000)
	for _more in range(5):
		doc.append("lines", {**doc.lines[0].as_dict(), "name": None, "idx": None})
	use.check(doc, Problems())
	with at_most(6):
		use.lock(doc)
		use.check(doc, Problems())


def test_what_is_wrong_is_told_while_a_draft_is_written(home):
	frappe.clear_messages()
	designated(home, 1_000, home.supplies)
	assert "아동 간식비" in str(frappe.get_message_log())


def test_two_at_once_do_not_spend_the_same_gift(built):
	"""Each alone is within the gifts, both together are not: one is refused."""
	drafts = [designated(built, 150_000) for _ in range(2)]
	frappe.db.commit()

	def ask(number: int) -> str:
		frappe.set_user(built.accountant)
		try:
			approval.move_to("Expense Resolution", drafts[number].name, IN_APPROVAL)
			frappe.db.commit()
			return "asked"
		except frappe.ValidationError:
			frappe.db.rollback()
			return "refused"

	assert sorted(at_once(2, ask)) == ["asked", "refused"]
	frappe.db.rollback()
	assert books.standing(built.year, built.designated, built.snacks).left == 50_000


def test_two_at_once_do_not_receive_the_same_gift(built):
	"""Both accountants press the button: one writes the resolution, the other is told."""
	one = gifts_of.gift(built, built.giver, 10_000)
	frappe.db.commit()

	def receive(number: int) -> int:
		frappe.set_user((built.accountant, built.colleague)[number])
		try:
			made = booking.resolve(built.facility, [one.name])
			frappe.db.commit()
		except frappe.ValidationError:
			frappe.db.rollback()
			return 0
		return len(made)

	assert sorted(at_once(2, receive)) == [0, 1]
	frappe.db.rollback()
	written = frappe.get_all(booking.RESOLUTION, {"facility": built.facility}, pluck="name")
	lines = frappe.get_all("Income Resolution Line", {"parent": ("in", written), "amount": 10_000}, ["name"])
	assert [row.name for row in lines] == [frappe.db.get_value("Donation", one.name, "resolution_row")]


def test_two_at_once_do_not_hand_out_the_same_goods(built):
	"""Ten sacks, two who take eight each: one of them gets them."""
	rice = {"item_name": "쌀", "quantity": 10, "unit": "포", "fair_value": 300_000}
	values = {
		"donation_kind": "Goods",
		"donor": built.giver.name,
		"donated_on": "2026-11-10",
		"items": [rice],
	}
	one = gifts_of.write(built, "Donation", **values)
	frappe.db.commit()

	def take(_number: int) -> str:
		frappe.set_user(built.manager)
		try:
			gifts_of.write(built, "Donated Goods Use", donation=one.name, quantity=8, used_on="2026-11-12")
			frappe.db.commit()
			return "taken"
		except frappe.ValidationError:
			frappe.db.rollback()
			return "refused"

	assert sorted(at_once(2, take)) == ["refused", "taken"]
	frappe.db.rollback()
	assert [row["left"] for row in goods.left(one.name)] == [2]
