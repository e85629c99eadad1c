"""A facility that receives gifts: people, books with a budget from gifts, a purpose, donors."""

from __future__ import annotations

from types import SimpleNamespace

import factory
import frappe
import house
from factory import acting_as

from huimang.budget.service import open_books

YEAR = 2026


def make(tag: str) -> SimpleNamespace:
	"""행복노인복지관 with 후원 담당, 회계 담당 (who pays), a colleague (who receives) and a head, in the year 2026."""
	facility = factory.make_facility(f"후원시설 {tag}")
	open_books(facility, YEAR)
	roles = {
		"manager": ["Donation Manager"],
		"accountant": ["Accountant"],
		"colleague": ["Accountant"],
		"head": ["Facility Head"],
	}
	users = {
		part: factory.make_user(f"{part}.{tag}@donation.example", facility, held)
		for part, held in roles.items()
	}
	house.appoint(facility, users["accountant"], "is_disbursing_officer")
	house.appoint(facility, users["colleague"], "is_revenue_officer")
	program = frappe.db.get_value("Welfare Program", {"facility": facility})
	snacks = (
		frappe.get_doc({"doctype": "Welfare Program", "facility": facility, "program_name": "아동 간식"})
		.insert()
		.name
	)
	home = SimpleNamespace(
		facility=facility,
		year=f"{facility}-{YEAR}",
		program=program,
		snacks=snacks,
		designated=house._fund(facility, "Designated Donation"),
		undesignated=house._fund(facility, "Undesignated Donation"),
		bank=house._bank(facility, "후원금 전용계좌", "Donation"),
		operating=house._bank(facility, "운영비 통장", "Operating"),
		food=_direct_subject(facility),
		supplies=house._subject(facility, "Expense", "수용비 및 수수료"),
		travel=house._subject(facility, "Expense", "여비"),
		**users,
	)
	gifts = {kind: house._subject(facility, "Revenue", kind) for kind in ("지정후원금", "비지정후원금")}
	lines = [
		("Revenue", gifts["지정후원금"], home.designated, snacks, 3_000_000),
		("Revenue", gifts["비지정후원금"], home.undesignated, program, 3_000_000),
		("Expense", home.food, home.designated, snacks, 1_000_000),
		("Expense", home.supplies, home.designated, snacks, 1_000_000),
		("Expense", home.travel, home.designated, snacks, 1_000_000),
		("Expense", home.supplies, home.undesignated, program, 1_500_000),
		("Expense", home.food, home.undesignated, program, 1_500_000),
	]
	factory.approved_budget(
		facility,
		YEAR,
		[
			{
				"side": side,
				"account_subject": subject,
				"fund_source": fund,
				"program": place,
				"amount": amount,
			}
			for side, subject, fund, place, amount in lines
		],
	)
	home.subjects = gifts
	return home


def begin() -> SimpleNamespace:
	"""A facility for a module of tests, to which more may be added before it is committed."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	return make(frappe.generate_hash(length=6))


def leave(home: SimpleNamespace) -> None:
	"""Undo what a test did."""
	frappe.db.rollback()
	house.forget((home.manager, home.accountant, home.colleague, home.head))


def _direct_subject(facility: str) -> str:
	"""A 목 of the facility's own below 사업비."""
	wanted = {"facility": facility, "side": "Expense", "subject_name": "일반사업비", "level": "Hang"}
	parent = frappe.db.get_value("Account Subject", wanted)
	values = {"facility": facility, "side": "Expense", "parent_subject": parent, "subject_name": "아동간식비"}
	return frappe.get_doc({"doctype": "Account Subject", **values}).insert().name


def write(home: SimpleNamespace, doctype: str, **values):
	"""A document that the donation manager enters."""
	with acting_as(home.manager):
		return frappe.get_doc({"doctype": doctype, "facility": home.facility, **values}).insert()


def donor(home: SimpleNamespace, name: str = "홍길동", **values):
	return write(home, "Donor", donor_name=name, **values)


def deed(home: SimpleNamespace) -> str:
	"""A deed of gift (기탁서), uploaded by the donation manager; the file's address."""
	with acting_as(home.manager):
		# files of the same content share their address with all of them that the site has
		content = f"%PDF-1.4 {frappe.generate_hash()}".encode()
		file = {"doctype": "File", "file_name": "기탁서.pdf", "content": content, "is_private": 1}
		return frappe.get_doc(file).insert().file_url


def purpose(home: SimpleNamespace, subjects: dict[str, str] | None = None, **values):
	"""아동 간식비: food for its program."""
	rows = [
		{"account_subject": name, "use": use} for name, use in (subjects or {home.food: "Purpose"}).items()
	]
	values = {"purpose_name": "아동 간식비", "program": home.snacks, **values}
	return write(home, "Donation Purpose", fund_source=home.designated, subjects=rows, **values)


def gift(home: SimpleNamespace, donor=None, amount: int = 30_000, day: str = "2026-11-10", **values):
	values = {"donor": donor and donor.name, "amount": amount, "donated_on": day, **values}
	return write(home, "Donation", **values)


def resolve(home: SimpleNamespace, *gifts) -> list:
	"""The drafts of the resolutions that receive gifts, written by the accountant."""
	from huimang.donation import booking

	with acting_as(home.accountant):
		names = booking.resolve(home.facility, [one.name for one in gifts])
	return [frappe.get_doc("Income Resolution", name) for name in names]


def book(home: SimpleNamespace, *gifts) -> list:
	"""The resolutions of gifts, approved and received today."""
	return [factory.settle(factory.approve(doc)) for doc in resolve(home, *gifts)]


def expense(home: SimpleNamespace, amount: int, subject: str, fund: str, program: str, **kw):
	"""A draft expense out of gifts."""
	line = {"account_subject": subject, "program": program, "fund_source": fund, "amount": amount}
	counter = home.subjects["지정후원금" if fund == home.designated else "비지정후원금"]
	with acting_as(home.accountant):
		return factory.expense(
			home.facility,
			[{**line, "counter_subject": counter}],
			bank_account=home.bank,
			evidence_waiver_reason="시험",
			**kw,
		)


PERSON = {
	"resident_no": "900101-1******",
	"address": "서울특별시 종로구 세종대로 209",
	"status": "Active",
	"email": "donor@example.test",
}


def raw(home, doctype, **values):
	"""A record as it lies in the table: what receipts read. How it gets there, test_donation.py shows."""
	doc = frappe.get_doc({"doctype": doctype, "facility": home.facility, **values})
	doc.name = frappe.generate_hash(length=10)
	doc.db_insert()
	return doc.name


def person(home, name="김후원", **values):
	"""A donor who wants receipts, as they lie in the table."""
	return raw(
		home, "Donor", donor_name=name, donor_type="Individual", receipt_wanted=1, **{**PERSON, **values}
	)


def raw_gift(home, donor, amount=30_000, day="2026-03-10", **values):
	"""A gift that is in the books, as it lies in the table."""
	given = {"donation_kind": "Money", "donated_on": day, "amount": amount, "status": "Booked", **values}
	return raw(home, "Donation", donor=donor, **given)
