"""Whole lives of expense resolutions: insert, three approvals and payment, each step a transaction as in a request."""

import frappe

KIND = "Expense Resolution"
PRICE = 1_000
BUDGET = 100_000_000_000


def prepare() -> dict:
	"""Make a facility with people, accounts and a budget that does not run out; return what `live` needs of it."""
	import house

	from huimang.ledger import budget

	built = house.build()
	budget.appropriate_many([(built.key(subject), BUDGET) for subject in (built.supplies, built.travel)])
	frappe.db.commit()
	return {
		"facility": built.facility,
		"year": built.year,
		"bank": built.bank,
		"accountant": built.accountant,
		"director": built.director,
		"head": built.head,
		"lines": [built.line(PRICE, built.supplies), built.line(2 * PRICE, built.travel)],
	}


def live(subject: dict, count: int, number: int) -> None:
	"""Live so many lives, one after the other."""
	for serial in range(count):
		frappe.set_user(subject["accountant"])
		name = _insert(subject, f"사무용품 구입 {number}-{serial}")
		frappe.db.commit()
		for user, step in _STEPS:
			frappe.set_user(subject[user])
			step(name)
			frappe.db.commit()


def _insert(subject: dict, purpose: str) -> str:
	values = {
		"doctype": KIND,
		"facility": subject["facility"],
		"accounting_year": subject["year"],
		"purpose": purpose,
		"payment_method": "Bank Transfer",
		"bank_account": subject["bank"],
		"lines": [dict(line) for line in subject["lines"]],
	}
	return frappe.get_doc(values).insert().name


def _request(name: str) -> None:
	from huimang.approval import service, stages

	service.move_to(KIND, name, stages.IN_APPROVAL)


def _approve(name: str) -> None:
	from huimang.approval import service

	service.decide(KIND, name, "Approve")


def _pay(name: str) -> None:
	from huimang.resolutions import service

	service.settle(KIND, name)


_STEPS = (("accountant", _request), ("director", _approve), ("head", _approve), ("accountant", _pay))
"""Who does what: 상신, 사무국장, 시설장, 출납."""
