"""행복노인복지관 in small: a facility with people, accounts and a budget, on which resolutions can be tried."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import factory
import frappe
import pytest
from frappe.cache_manager import user_cache_keys

from huimang.budget.service import open_books
from huimang.facility import grants
from huimang.ledger import budget
from huimang.ledger.keys import EXPENSE, REVENUE, BudgetKey

YEAR = 2026
BUDGET = 1_000_000


@dataclass
class House:
	"""A facility at work. `supplies` and `travel` are 목 of expense with a budget from `subsidy`, `grant` one of revenue."""

	facility: str
	year: str
	accountant: str
	colleague: str
	director: str
	head: str
	supplies: str
	travel: str
	grant: str
	program: str
	subsidy: str
	donation: str
	own: str
	bank: str
	donation_bank: str
	operating_bank: str

	def key(self, subject: str | None = None, side: str = EXPENSE, fund: str | None = None) -> BudgetKey:
		subject = subject or (self.supplies if side == EXPENSE else self.grant)
		return BudgetKey(self.facility, self.year, side, subject, self.program, fund or self.subsidy)

	def left(self, subject: str | None = None) -> int:
		return budget.status(self.key(subject)).left

	def line(self, amount: int = 20_000, subject: str | None = None, **kw) -> dict:
		"""A line of expense that nothing speaks against."""
		return {
			"account_subject": subject or self.supplies,
			"program": self.program,
			"fund_source": self.subsidy,
			"counter_subject": self.grant,
			"amount": amount,
			**kw,
		}

	def expense(self, *lines: dict, **kw):
		return factory.expense(
			self.facility, list(lines) or [self.line()], **{"bank_account": self.bank, **kw}
		)

	def request(self, *lines: dict, **kw):
		lines = list(lines) or [self.line()]
		return factory.request(self.facility, [{**line, "counter_subject": None} for line in lines], **kw)

	def income(self, amount: int = 500_000, **kw):
		line = {
			"account_subject": self.grant,
			"program": self.program,
			"fund_source": self.subsidy,
			"amount": amount,
		}
		return factory.income(self.facility, [line], **{"bank_account": self.bank, **kw})


def once(build: Callable, people: Sequence[str] | Callable) -> tuple[Callable, Callable, Callable]:
	"""Three fixtures of what `build` makes: it stands for the tests of a module in one transaction, each test takes back what it
	did (in the place of `clean_slate`), and a test is handed what was made.

	    built, clean_slate, house = once(make, (HEAD, KIM))

	:param people: the logins that `build` makes, or a function that tells them of what was made.
	"""

	def take_back(made, **to) -> None:
		read = [key for key in frappe.local.cache if isinstance(key, bytes) and b"|document_cache::" in key]
		frappe.db.rollback(**to)
		# the framework takes this for the end of the transaction; what the house wrote is still in it (bulk.fetch asks)
		frappe.db.transaction_writes = int(bool(to))
		if read:
			# the cache does not know of the rollback, and others may read there what this test wrote
			frappe.cache.delete(*read)
		frappe.set_user("Administrator")
		frappe.clear_messages()
		forget(people(made) if callable(people) else people)

	@pytest.fixture(scope="module")
	def built(site):
		frappe.set_user("Administrator")
		frappe.local.lang = "ko"
		made = build()
		yield made
		take_back(made)

	@pytest.fixture(autouse=True)
	def clean_slate(built):
		frappe.set_user("Administrator")
		frappe.local.lang = "ko"
		frappe.db.savepoint(TEST)
		yield
		take_back(built, save_point=TEST)

	@pytest.fixture
	def handed(built):
		return built

	return built, clean_slate, handed


def forget(users: Sequence[str]) -> None:
	"""Drop what is cached of users and their memberships: the cache does not know that a rollback to a savepoint took them back.

	All of them at once: the framework's way also looks through the whole cache, several times a user, for what is not theirs.
	"""
	keys = [frappe.cache.make_key(name) for name in user_cache_keys]
	pipe = frappe.cache.pipeline(transaction=False)
	for key in keys:
		frappe.local.cache.pop(key, None)
		if users:
			pipe.hdel(key, *users)
	pipe.execute()
	frappe.local.role_permissions = {}
	grants.forget_all()


TEST = "test_of_house"
"""The savepoint at which each test of what stands once begins."""

_standing: dict[str, House] = {}


def standing(name: str = "home", **kw) -> House:
	"""A house that stands for the whole run, committed: people take long to make, and each test undoes what it does."""
	if name not in _standing:
		assert not frappe.db.transaction_writes, (
			f"{name} would be committed with what the test has written: build it before"
		)
		frappe.set_user("Administrator")
		_standing[name] = build(tag=name, **kw)
		frappe.db.commit()
	return _standing[name]


def leave(home: House) -> None:
	"""Undo what a test did."""
	frappe.db.rollback()
	forget(people_of(home))


def people_of(home: House) -> tuple[str, ...]:
	"""The logins of a house."""
	return (home.accountant, home.colleague, home.director, home.head)


def build(with_director: bool = True, tag: str | None = None) -> House:
	"""A facility with 담당 (who pays), a second 담당 (who receives), 사무국장 and 시설장, and a budget of a million a line."""
	facility = factory.make_facility()
	tag = tag or frappe.generate_hash(length=6)
	people = {
		"accountant": (["Accountant"], "회계 담당"),
		"colleague": (["Accountant"], "주임"),
		"director": (["Office Director"], "사무국장"),
		"head": (["Facility Head"], "관장"),
	}
	if not with_director:
		del people["director"]
	users = {
		name: factory.make_user(f"{name}-{tag}@example.com", facility, roles, title)
		for name, (roles, title) in people.items()
	}
	appoint(facility, users["accountant"], "is_disbursing_officer")
	appoint(facility, users["colleague"], "is_revenue_officer")
	year = open_books(facility, YEAR)
	program = frappe.get_all("Welfare Program", {"facility": facility}, pluck="name")[0]
	house = House(
		facility=facility,
		year=year,
		**{"director": "", **users},
		supplies=_subject(facility, EXPENSE, "수용비 및 수수료"),
		travel=_subject(facility, EXPENSE, "여비"),
		grant=_subject(facility, REVENUE, "시·군·구보조금"),
		program=program,
		subsidy=_fund(facility, "Subsidy"),
		donation=_fund(facility, "Undesignated Donation"),
		own=_fund(facility, "Own Funds"),
		bank=_bank(facility, "보조금 통장", "Subsidy"),
		donation_bank=_bank(facility, "후원금 통장", "Donation"),
		operating_bank=_bank(facility, "운영비 통장", "Operating"),
	)
	lines = [
		("Expense", house.supplies, BUDGET),
		("Expense", house.travel, BUDGET),
		("Revenue", house.grant, 2 * BUDGET),
	]
	factory.approved_budget(
		facility,
		YEAR,
		[
			{
				"side": side,
				"account_subject": subject,
				"fund_source": house.subsidy,
				"program": house.program,
				"unit_price": amount,
				"quantity": 1,
				"frequency": 1,
			}
			for side, subject, amount in lines
		],
	)
	return house


def appoint(facility: str, user: str, duty: str) -> None:
	"""Make somebody 지출원 (is_disbursing_officer) or 수입원 (is_revenue_officer)."""
	name = frappe.db.get_value("Facility Membership", {"facility": facility, "user": user})
	member = frappe.get_doc("Facility Membership", name)
	member.set(duty, 1)
	member.save()


def _subject(facility: str, side: str, title: str) -> str:
	found = frappe.get_all(
		"Account Subject",
		{
			"facility": facility,
			"side": side,
			"level": "Mok",
			"subject_name": title,
			"accounting_unit": "Facility",
		},
		pluck="name",
	)
	assert found, f"no 목 {title}"
	return found[0]


def _fund(facility: str, kind: str) -> str:
	return frappe.get_all("Fund Source", {"facility": facility, "kind": kind}, pluck="name")[0]


def _bank(facility: str, title: str, purpose: str) -> str:
	account = {
		"doctype": "Facility Bank Account",
		"facility": facility,
		"account_title": title,
		"purpose": purpose,
		"accounting_unit": "Facility",
	}
	return frappe.get_doc(account).insert().name
