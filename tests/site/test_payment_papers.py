"""What an expense must show before it is asked for: papers of a contract (X7), reasons of advances and estimates (X5, X6)."""

import factory
import frappe
import house
import pytest
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import service
from huimang.errors import EvidenceMissingError
from huimang.resolutions import advances, api

BIG = 800_000


@pytest.fixture
def home():
	home = house.standing()
	# a facility's own limits come before the law's, so a budget of a million will do
	own = {"two_quotations_above": 300_000, "inspection_above": 500_000, "contract_above": 700_000}
	frappe.db.set_value("Facility", home.facility, own)
	frappe.clear_document_cache("Facility", home.facility)
	yield home
	house.leave(home)
	frappe.clear_document_cache("Facility", home.facility)


def papers(home, *types) -> list[dict]:
	rows = []
	with acting_as(home.accountant):
		for number, kind in enumerate(types):
			name = f"{kind} {number}.pdf"
			file = frappe.get_doc({"doctype": "File", "file_name": name, "is_private": 1, "content": name})
			rows.append({"evidence_type": kind, "attachment": file.insert().file_url})
	return rows


def request(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def purchase(home, amount, *types, **kw):
	return home.expense(
		home.line(amount), request_type="Goods", evidence=papers(home, "Tax Invoice", *types), **kw
	)


class TestContracts:
	def test_x7_all_that_is_missing_one_after_the_other(self, home):
		with refused(EvidenceMissingError, "비교견적서", "300,000"):
			request(purchase(home, 300_001, "Quotation"))
		with refused(EvidenceMissingError, "검수조서", "500,000"):
			request(purchase(home, 500_001, "Quotation", "Quotation"))
		with refused(EvidenceMissingError, "계약서", "700,000"):
			request(purchase(home, 700_001, "Quotation", "Quotation", "Inspection Report"))
		request(purchase(home, 300_000))

	def test_x7_what_is_no_contract_needs_none_but_says_so(self, home):
		with refused(frappe.ValidationError, "품의종류"):
			request(home.expense(home.line(BIG), evidence=papers(home, "Tax Invoice")))
		request(home.expense(home.line(BIG), request_type="Other", evidence=papers(home, "Tax Invoice")))

	def test_x7_not_for_who_is_neither_state_nor_corporation(self, home):
		frappe.db.set_value("Facility", home.facility, "operated_by", "Individual")
		frappe.clear_document_cache("Facility", home.facility)
		request(purchase(home, BIG))

	def test_x7_quotations_compared_for_the_request_count_for_its_parts(self, home):
		with refused(EvidenceMissingError, "비교견적서"):
			request(home.request(home.line(400_000), request_type="Goods"))
		asked = approve(
			home.request(
				home.line(400_000), request_type="Goods", evidence=papers(home, "Quotation", "Quotation")
			)
		)
		with acting_as(home.accountant):
			doc = api.resolution_of_request(asked.name)
			doc.update({"bank_account": home.bank, "evidence": papers(home, "Tax Invoice")})
			doc.lines[0].update({"amount": 350_000, "counter_subject": home.grant})
			doc.insert()
		request(doc)


class TestAdvances:
	def advance(self, home, amount=20_000, **kw):
		return home.expense(home.line(amount), payment_basis="Advance", evidence_waiver_reason="선금", **kw)

	def test_x5_needs_a_reason_of_the_rule(self, home):
		with refused(frappe.ValidationError, "제30조제1항"):
			request(self.advance(home))
		request(self.advance(home, advance_reason="Periodicals"))

	def test_x5_half_of_a_contract(self, home):
		contract = "Works, Manufacture or Purchase by Contract"
		with refused(frappe.ValidationError, "10,000,000"):
			request(self.advance(home, advance_reason=contract, contract_amount=9_999_999))
		request(self.advance(home, advance_reason=contract, contract_amount=10_000_000))

	def test_x6_needs_a_reason_and_an_account(self, home):
		with refused(frappe.ValidationError, "제30조제2항"):
			request(home.expense(payment_basis="Estimate"))
		doc = home.expense(payment_basis="Estimate", estimate_reason="Travel and Representation")
		doc = settle(approve(doc))
		assert [row.name for row in advances.open_accounts(home.facility, home.year)] == [doc.name]
		with acting_as(home.accountant), refused(frappe.ValidationError, "5,000"):
			api.give_account(doc.name, 15_000)
		refund = approve(factory.refund(doc, [5_000]))
		with acting_as(home.accountant), refused(frappe.ValidationError, "5,000"):
			api.give_account(doc.name, 15_000)
		settle(refund)
		with acting_as(home.accountant):
			api.give_account(doc.name, 15_000)
			with refused(frappe.ValidationError):
				api.give_account(doc.name, 15_000)
		assert not advances.open_accounts(home.facility, home.year)
		doc.reload()
		assert (doc.accounted_amount, str(doc.accounted_on)) == (15_000, frappe.utils.nowdate())

	def test_only_early_payments_are_accounted_for_and_by_who_writes_them(self, home):
		doc = settle(approve(home.expense()))
		with acting_as(home.accountant), refused(frappe.ValidationError, "선금"):
			api.give_account(doc.name, 1)
		with acting_as(home.head), refused(frappe.PermissionError):
			api.give_account(doc.name, 1)
