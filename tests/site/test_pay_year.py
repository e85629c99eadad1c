"""A year's pay of thirty people: payslips, resolutions, ledger, 예수금 and filings agree to the won."""

from __future__ import annotations

import frappe
import pytest
from pay_year import PUBLISHED, STARTED, PayYear

from huimang.ledger import balances, verify
from huimang.ledger.keys import EXPENSE
from huimang.personnel.payroll import service
from huimang.statements import engine
from huimang.tax import clearing

pytestmark = pytest.mark.long

MONTHS = range(1, 13)
WAGES = ("A01", "A02", "A03", "A04")


@pytest.fixture(scope="module")
def lived(site):
	"""The year, lived once; the connection's transaction holds it and is undone at the end."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	year = PayYear().live()
	yield year
	frappe.db.rollback()


@pytest.fixture(autouse=True)
def clean_slate(lived):
	"""The tests only look."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	yield
	frappe.set_user("Administrator")
	frappe.clear_messages()


def _sums(lived, *fields: str, **wanted) -> list[int]:
	filters = {"facility": lived.house.facility, "status": "Confirmed", **wanted}
	row = frappe.get_all("Payslip", filters, [f"sum({field}) as {field}" for field in fields])[0]
	return [int(row[field] or 0) for field in fields]


def _earned(lived, month: int, title: str) -> int:
	rows = frappe.db.sql(
		"""select sum(line.amount) from `tabPayslip Line` line join `tabPayslip` slip on slip.name = line.parent
		where slip.payroll_run = %s and line.title = %s""",
		(lived.runs[month].name, title),
	)
	return int(rows[0][0] or 0)


def test_everybody_is_paid_the_base_pay_that_a_clerk_reckons(lived):
	for month in MONTHS:
		told = _earned(lived, month, "기본급"), _earned(lived, month, "기본급 소급분")
		assert told == lived.expected_base(month), month
	assert _earned(lived, PUBLISHED, "기본급 소급분") > 0


def test_as_many_payslips_as_people_at_work(lived):
	"""28, one joins and one leaves in March, one is away in May, one joins in July and one leaves at the end of September."""
	people = [lived.runs[month].people for month in MONTHS]
	away_but_owed, left_but_owed = 1, 1
	assert people == [
		*(STARTED, STARTED, STARTED + 1, STARTED),
		STARTED - 1 + away_but_owed + left_but_owed,
		STARTED,
		*(STARTED + 1, STARTED + 1, STARTED + 1),
		*(STARTED, STARTED, STARTED),
	]


def test_payslips_and_resolutions_agree_every_month(lived):
	for month, run in lived.runs.items():
		gross, deducted, net, employer = _sums(
			lived, "gross", "deducted", "net", "employer", payroll_run=run.name
		)
		assert net == gross - deducted
		totals = {row.payroll_part: int(row.total_amount) for row in service.resolutions_of(run.name)}
		assert totals == {"Pay": gross, "Insurance": employer}, month


def test_the_ledger_says_what_the_payslips_say(lived):
	rows = frappe.db.sql(
		"""select line.account_subject, sum(line.amount) from `tabPayslip Line` line
		join `tabPayslip` slip on slip.name = line.parent where slip.facility = %s and line.kind != 'Deduction'
		group by line.account_subject""",
		lived.house.facility,
	)
	booked = balances.totals(lived.house.year, ("mok",), side=EXPENSE)
	assert {row.mok: row.amount for row in booked if row.amount} == {name: int(won) for name, won in rows}
	assert verify.verify(lived.house.facility) == []


def test_the_filings_say_what_was_withheld(lived):
	"""Every month's return has the wages and the taxes of its payslips, and paying it leaves December's alone."""
	for month, doc in lived.returns.items():
		gross, income, local = _sums(lived, "gross", "income_tax", "local_tax", month=month)
		wages = [row for row in doc.rows if row.code in WAGES]
		assert sum(int(row.paid) for row in wages) == gross, month
		assert sum(int(row.income_tax) for row in wages) == income
		assert int(doc.total_amount) == income + local
	account = clearing.account_of(lived.house.facility, "Facility")
	assert clearing.balance(account) == -sum(_sums(lived, "income_tax", "local_tax", month=12))


def test_the_bank_paid_what_everybody_got(lived):
	"""Net pay to people, premiums of both sides and other deductions on to their offices, taxes by the returns."""
	net, deducted, employer, income, local = _sums(
		lived, "net", "deducted", "employer", "income_tax", "local_tax"
	)
	filed = sum(int(doc.total_amount) for doc in lived.returns.values())
	cash = frappe.db.sql(
		"select sum(cash_amount) from `tabLedger Balance` where bank_account = %s", lived.house.bank
	)
	assert int(cash[0][0]) == -(net + employer + (deducted - income - local) + filed)


def test_the_register_adds_up(lived):
	filters = {"facility": lived.house.facility, "accounting_year": lived.house.year, "month": PUBLISHED}
	drawn = engine.draw("payroll_register", filters)
	told = str(drawn.rows[-1].values)
	gross, deducted, net = _sums(lived, "gross", "deducted", "net", month=PUBLISHED)
	assert all(f"{amount:,}" in told or str(amount) in told for amount in (gross, deducted, net))
