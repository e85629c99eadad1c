"""퇴직금 정산: from the payslips to the resolution that pays it, 예수금 and the withholding return, to the won."""

import factory
import frappe
import payroll_house as house_of
import pytest
from counting import at_most
from factory import acting_as
from frappe.utils import get_first_day, get_last_day, getdate
from paper_helpers import pages, plain
from refusals import refused

from huimang.approval import service as approval
from huimang.ledger import verify
from huimang.personnel import glance
from huimang.personnel.severance import service
from huimang.printing.service import Job, print_documents
from huimang.tax import clearing, sources

LEFT = "2026-10-31"


@pytest.fixture(scope="module")
def house(site):
	"""A facility with three confirmed months of pay, of one who leaves and one who leaves within a year."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	made = house_of.make(frappe.generate_hash(length=6))
	made.leaver = house_of.employ(made, "김퇴직", hired_on="2020-01-01")
	made.short = house_of.employ(made, "이단기", hired_on="2026-03-01")
	for month in (8, 9, 10):
		bonus = {"holiday_bonus_on": "2026-09-25"} if month == 9 else {}
		run = house_of.run(made, month=month, **bonus)
		with acting_as(made.users["hr"]):
			approval.move_to(run.doctype, run.name, "In Approval")
		with acting_as(made.users["head"]):
			approval.move_to(run.doctype, run.name, "Approved")
	frappe.db.commit()
	return made


def settlement(house, employee=None, **kw):
	values = {"doctype": service.SETTLEMENT, "employee": employee or house.leaver, "left_on": LEFT}
	with acting_as(house.users["hr"]):
		return frappe.get_doc({**values, **service.defaults(house.facility), **kw}).insert()


def confirmed(house, doc):
	with acting_as(house.users["hr"]):
		approval.move_to(doc.doctype, doc.name, "In Approval")
	with acting_as(house.users["head"]):
		approval.move_to(doc.doctype, doc.name, "Approved")
	with acting_as(house.users["accountant"]):
		return approval.move_to(doc.doctype, doc.name, "Settled")


def resolution_of(doc):
	return frappe.get_doc("Expense Resolution", service.resolutions_of(doc.name)[0].name)


def test_the_pay_follows_from_the_payslips(house):
	"""8.1–10.31: 2,618,000 × 3, 명절휴가비 1,570,800 × 3/12, 92 days, 2,496 days of service (근로자퇴직급여보장법 제8조①)."""
	doc = settlement(house)
	assert [(str(row.first), int(row.amount)) for row in doc.wages] == [
		("2026-08-01", 2_618_000),
		("2026-09-01", 2_618_000),
		("2026-10-01", 2_618_000),
	]
	assert (int(doc.last_months), int(doc.yearly)) == (7_854_000, 1_570_800)
	service_days = (getdate(LEFT) - getdate("2020-01-01")).days + 1
	daily = (7_854_000 + 1_570_800 * 3 / 12) / 92
	assert doc.service_days == service_days == 2_496
	# the ordinary wage of a day, 13,778.947 × 8, is above the average of 89,638.043
	assert int(doc.daily_ordinary) == 110_232 > daily
	assert int(doc.severance_pay) == -(-110_232 * 30 * 2_496 // 365)
	assert str(doc.pay_by) == "2026-11-14"


def test_the_tax_is_withheld_or_left_to_the_pension_account(house):
	deferred = settlement(house)
	assert (int(deferred.income_tax), int(deferred.transferred)) == (0, int(deferred.total_amount))
	assert int(deferred.net) == int(deferred.total_amount)
	deferred.to_pension_account = 0
	with acting_as(house.users["hr"]):
		deferred.save()
	assert int(deferred.income_tax) > 0 and int(deferred.deferred_tax) == 0
	assert int(deferred.net) == int(deferred.total_amount - deferred.income_tax - deferred.local_tax)


def test_none_is_due_before_a_year_is_over(house):
	doc = settlement(house, house.short)
	assert int(doc.severance_pay) == 0 and doc.not_due
	with acting_as(house.users["hr"]), refused(frappe.ValidationError, "1년"):
		approval.move_to(doc.doctype, doc.name, "In Approval")


def test_wages_must_cover_the_three_months(house):
	doc = settlement(house)
	doc.wages[0].first = "2026-08-02"
	with acting_as(house.users["hr"]):
		doc.save()
		with refused(frappe.ValidationError, "모두 담아야"):
			approval.move_to(doc.doctype, doc.name, "In Approval")


def test_days_of_service_are_settled_once(house):
	settlement(house)
	with refused(frappe.DuplicateEntryError):
		settlement(house)


def test_paid_it_is_owed_and_returned_in_row_a22(house):
	"""Resolution = ledger; 예수금 owes the tax; the return has it in A22 and the local tax as 퇴직소득."""
	doc = confirmed(house, settlement(house, to_pension_account=0))
	paid = resolution_of(doc)
	assert int(paid.total_amount) == int(doc.total_amount)
	before = _cash(house.bank)
	paid = factory.settle(factory.approve(paid))
	account = clearing.account_of(house.facility, "Facility")
	taxes = int(doc.income_tax + doc.local_tax)
	assert clearing.balance(account) == -taxes
	assert before - _cash(house.bank) == int(doc.net)
	month = get_first_day(paid.payment_date), get_last_day(paid.payment_date)
	rows = [row for row in sources.payments(house.facility, "Facility", *month) if row.code == "A22"]
	assert [(row.person, row.paid, row.income_tax, row.local_tax) for row in rows] == [
		(house.leaver, int(doc.total_amount), int(doc.income_tax), int(doc.local_tax))
	]
	assert not verify.verify(house.facility)


def test_the_resolution_says_what_the_settlement_says_and_is_written_once(house):
	doc = confirmed(house, settlement(house))
	resolution = resolution_of(doc)
	with acting_as(house.users["accountant"]):
		assert service.make_resolution(doc) is None
		resolution.lines[0].amount += 1
		with refused(frappe.ValidationError, "퇴직금 정산"):
			resolution.save()
		with refused(frappe.DuplicateEntryError):
			frappe.get_doc(service.resolution(doc)).insert()
	with acting_as(house.users["head"]), refused(frappe.ValidationError, "결의서를 먼저"):
		approval.move_to(doc.doctype, doc.name, "Cancelled", "착오")


def test_accountants_see_what_is_paid_and_not_the_wages(house):
	doc = settlement(house)
	with acting_as(house.users["accountant"]):
		seen = frappe.get_doc(doc.doctype, doc.name)
		seen.apply_fieldlevel_read_permissions()
		assert int(seen.total_amount)
		assert not any(seen.get(field) for field in ("wages", "last_months", "steps"))
	with acting_as(house.users["worker"]), refused(frappe.PermissionError):
		frappe.get_doc(doc.doctype, doc.name).check_permission("read")


def test_the_paper_bears_every_step_and_the_receipt(house):
	doc = settlement(house, to_pension_account=0)
	with acting_as(house.users["hr"]):
		paper = plain(" ".join(pages(print_documents(Job(doc.doctype, [doc.name])).content)))
	for word in (
		"퇴직금정산서",
		"퇴직소득원천징수영수증",
		"110,232",
		"근로자퇴직급여보장법제8조①",
		f"{int(doc.net):,}",
	):
		assert word in paper, word


def test_nothing_is_paid_in_a_month_whose_return_is_filed(house):
	paid = factory.approve(resolution_of(confirmed(house, settlement(house))))
	today = getdate()
	filed = frappe.new_doc("Withholding Return", facility=house.facility, accounting_unit="Facility")
	filed.update({"purpose": "이달분 신고서", "stage": "Approved"})
	filed.update({"period_start": get_first_day(today), "period_end": get_last_day(today)})
	filed.name = frappe.generate_hash(length=10)
	filed.db_insert()
	with refused(frappe.ValidationError, "이달분 신고서"):
		factory.settle(paid)


def test_the_home_of_hr_tells_whose_severance_pay_is_to_be_settled(house):
	"""A fixed number of queries; nobody who does not see everybody's pay is told anything."""
	frappe.db.set_value("Facility Employee", house.leaver, {"left_on": LEFT, "status": "Retired"})
	with acting_as(house.users["hr"]), at_most(25):
		told = glance.today(house.facility)
	assert [row["name"] for row in told["settle"]] == [house.leaver]
	assert len(told["payroll"]) == 3
	settlement(house)
	with acting_as(house.users["hr"]):
		assert glance.today(house.facility)["settle"] == []
	with acting_as(house.users["accountant"]), refused(frappe.ValidationError, "권한"):
		glance.today(house.facility)


def _cash(bank: str) -> int:
	total = frappe.db.sql("select sum(cash_amount) from `tabLedger Balance` where bank_account = %s", bank)
	return int(total[0][0] or 0)


def test_months_before_the_facility_began_count_as_well(house):
	"""What was paid elsewhere (Opening Pay) stands in for a payslip: its wages, and its bonus as paid by the year."""
	opening = {"doctype": "Opening Pay", "facility": house.facility, "employee": house.leaver, "year": 2026}
	with acting_as(house.users["hr"]):
		frappe.get_doc({**opening, "month": 7, "gross": 2_900_000, "bonus": 300_000}).insert()
	doc = settlement(house, left_on="2026-09-15")
	assert [(str(row.first), int(row.amount)) for row in doc.wages] == [
		("2026-06-16", 0),
		("2026-07-01", 2_600_000),
		("2026-08-01", 2_618_000),
		("2026-09-01", 1_309_000),
	]
	assert int(doc.yearly) == 1_570_800 + 300_000
