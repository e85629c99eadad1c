"""A house with a card, its holder, and an officer of the city in which it lies."""

from dataclasses import dataclass

import factory
import frappe
import house

from huimang.facility.roles import AUDITOR, SOCIAL_WORKER

NUMBER = "9410123412341234"


@dataclass
class Watched:
	"""The house, the card for subsidies with its holder, and who looks at it from the city hall."""

	home: house.House
	card: str
	holder: str
	auditor: str
	officer: str

	@property
	def facility(self) -> str:
		return self.home.facility

	@property
	def people(self) -> tuple[str, ...]:
		home = self.home
		return (
			home.accountant,
			home.colleague,
			home.director,
			home.head,
			self.holder,
			self.auditor,
			self.officer,
		)


def build(area: str, tag: str) -> Watched:
	home = house.build(tag=tag)
	frappe.get_doc("Facility", home.facility).update({"jurisdiction": area}).save()
	holder = factory.make_user(f"holder-{tag}@example.com", home.facility, [SOCIAL_WORKER])
	auditor = factory.make_user(f"auditor-{tag}@example.com", home.facility, [AUDITOR])
	employ(home.facility, holder)
	return Watched(home, card(home, holder), holder, auditor, officer(area, tag))


def employ(facility: str, user: str) -> str:
	doc = frappe.new_doc("Facility Employee")
	doc.update({"facility": facility, "user": user, "full_name": user.split("@")[0], "employee_name": user})
	doc.name = f"{facility}-E-{frappe.generate_hash(length=5)}"
	doc.db_insert()
	return doc.name


def officer(area: str, tag: str) -> str:
	email = f"officer-{tag}@city.example"
	if not frappe.db.exists("User", email):
		factory._write_login(email)
	frappe.get_doc({"doctype": "Officer Jurisdiction", "user": email, "jurisdiction": area}).insert()
	return email


def card(home: house.House, holder: str, **kw) -> str:
	values = {
		"card_title": "보조금 카드",
		"card_kind": "Dedicated Subsidy Card",
		"card_company": "신한카드",
		"card_number": NUMBER,
		"holder": holder,
		"bank_account": home.bank,
		**kw,
	}
	return frappe.get_doc({"doctype": "Corporate Card", "facility": home.facility, **values}).insert().name


def use(watched: Watched, at: str = "2026-11-18 12:00:00", amount: int = 30_000, **kw):
	"""A use of the card as a card company tells it: a Wednesday at noon, unless told otherwise."""
	from huimang.card import transactions
	from huimang.rules.cards import Use

	values = {
		"card_number": "9410-****-****-1234",
		"approved_at": frappe.utils.get_datetime(at),
		"approval_no": frappe.generate_hash(length=8),
		"amount": amount,
		"merchant_name": "가온식당",
		"merchant_category": "한식",
		**kw,
	}
	recorded = transactions.record(watched.facility, Use(**values), "Upload")
	return frappe.get_doc("Card Transaction", recorded.name)


def found(reference) -> dict[str, str]:
	"""The findings in a document: rule and status."""
	return dict(
		frappe.get_all(
			"Monitoring Finding", {"reference_name": reference.name}, ["card_rule", "status"], as_list=True
		)
	)
