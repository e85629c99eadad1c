"""A house with grants: 노인 일자리 사업, funded by province, district and the facility itself."""

import factory
import frappe

from huimang.subsidy import grants, sums

TOTAL = 800_000
SHARES = (("Province Funds", 210_000), ("District Funds", 490_000), ("Own Funds", 100_000))


def program_of(home) -> str:
	values = {"doctype": "Subsidy Program", "facility": home.facility, "program_title": "노인 일자리"}
	existing = frappe.db.exists(
		"Subsidy Program", {"facility": home.facility, "program_title": "노인 일자리"}
	)
	return existing or frappe.get_doc(values).insert().name


def district(home) -> str:
	values = {"doctype": "Counterparty", "facility": home.facility, "counterparty_name": "가온구청"}
	existing = frappe.db.exists("Counterparty", {k: v for k, v in values.items() if k != "doctype"})
	return existing or frappe.get_doc({**values, "kind": "Public Body"}).insert().name


def draft(home, **kw):
	"""A draft of a grant that nothing speaks against."""
	values = {
		"doctype": "Subsidy Grant",
		"facility": home.facility,
		"accounting_year": home.year,
		"subsidy_program": program_of(home),
		"title": "노인 일자리 지원",
		"purpose": "노인 일자리",
		"granting_body": district(home),
		"program": home.program,
		"fund_source": home.subsidy,
		"bank_account": home.bank,
		"start_date": "2026-01-01",
		"end_date": "2026-12-31",
		"shares": [{"source": source, "amount": amount} for source, amount in SHARES],
		"subjects": [{"account_subject": home.supplies}],
		**kw,
	}
	if frappe.session.user != "Administrator":
		return frappe.get_doc(values).insert()
	with factory.acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def granted(home, **kw):
	"""A grant that is granted, as it was applied for."""
	doc = factory.approve(draft(home, **kw))
	with factory.acting_as(home.accountant):
		grants.decide(doc.name, {"decided_on": "2026-01-02", "document_no": "복지과-101"})
	return frappe.get_doc("Subsidy Grant", doc.name)


def line(home, grant, amount=20_000, **kw) -> dict:
	"""A line of expense that is charged to a grant."""
	return home.line(amount, subsidy_grant=grant.name, **kw)


def income_line(home, grant, amount, **kw) -> dict:
	return {
		"account_subject": home.grant,
		"program": home.program,
		"fund_source": home.subsidy,
		"subsidy_grant": grant.name,
		"amount": amount,
		**kw,
	}


def receive(home, grant, amount, **kw):
	return factory.settle(
		factory.approve(
			factory.income(home.facility, [income_line(home, grant, amount, **kw)], bank_account=home.bank)
		)
	)


def part(grant, name) -> sums.Sum:
	return sums.by_part(sums.read(grant.name))[name]


def told(grant, *fields) -> tuple:
	"""What the grant itself says, in won."""
	return tuple(
		int(value)
		for value in frappe.db.get_value("Subsidy Grant", grant.name, fields, as_dict=True).values()
	)


def budgeted(home, side: str, subject: str, fund: str, amount: int) -> None:
	"""Put a line into the budget, as a supplementary budget would."""
	from huimang.ledger import budget

	budget.appropriate(home.key(subject, side, fund), amount)


def statutory(home, side: str, name: str) -> str:
	wanted = {"facility": home.facility, "side": side, "subject_name": name, "level": "Mok"}
	return frappe.db.get_value("Account Subject", wanted, "name")
