"""급여: a month of a small facility from its people to the ledger, to the won."""

from __future__ import annotations

import json

import factory
import frappe
import payroll_house as house_of
import pytest
from counting import at_most
from factory import acting_as

from huimang.approval import service as approval
from huimang.ledger import verify
from huimang.personnel.payroll import service
from huimang.tax import clearing, sources


@pytest.fixture(scope="module")
def house(site):
	with house_of.standing() as house:
		yield house


@pytest.fixture(autouse=True)
def clean_slate(house):
	with house_of.from_the_start(house):
		yield


def _figures(slip) -> dict:
	return {(line.kind, line.title): int(line.amount) for line in slip.lines}


def test_one_payslip_by_hand(house):
	"""5급 5호봉 in Seoul's table of 2026, 10 hours of overtime: every figure as a clerk reckons it."""
	person = house_of.employ(house, "김한명")
	house_of.entry(house, person, "시간외근무수당", hours=10)
	slip = house_of.slip_of(house_of.run(house), person)
	assert _figures(slip) == {
		("Earning", "기본급"): 2_618_000,
		(
			"Earning",
			"시간외근무수당",
		): 206_685,  # (2,618,000 + 명절휴가비 261,800) ÷ 209 × 1.5 × 10, rounded up
		("Deduction", "National Pension"): 134_140,  # 2,824,000 × 4.75 %
		("Deduction", "Health Insurance"): 101_540,  # 2,824,685 × 3.595 %
		("Deduction", "Long-term Care Insurance"): 13_340,
		("Deduction", "Unemployment Benefit Insurance"): 25_420,
		("Deduction", "Income Tax"): 58_520,
		("Deduction", "Local Income Tax"): 5_850,
		("Employer", "National Pension"): 134_140,
		("Employer", "Health Insurance"): 101_540,
		("Employer", "Long-term Care Insurance"): 13_340,
		("Employer", "Unemployment Benefit Insurance"): 25_420,
		("Employer", "Employment Stability and Skills"): 7_060,
		("Employer", "Industrial Accident Insurance"): 18_640,
		("Employer", "Wage Claim Guarantee Charge"): 2_540,
		("Employer", "Severance Reserve"): 235_391,  # 2,824,685 ÷ 12, rounded up
	}
	assert (slip.gross, slip.deducted, slip.net) == (2_824_685, 338_810, 2_485_875)


def test_every_figure_unfolds_to_its_steps(house):
	person = house_of.employ(house, "박근거")
	house_of.entry(house, person, "야간근로수당", hours=4.5)
	for line in house_of.slip_of(house_of.run(house), person).lines:
		steps = json.loads(line.steps)
		assert steps or not line.amount, line.title
		assert all(step["formula"] for step in steps), line.title


def test_a_joiner_is_paid_by_the_calendar_and_without_pension(house):
	"""From July 16: 16 of 31 days; 국민연금 and 건강보험 begin with the next month."""
	person = house_of.employ(house, "이중도", hired_on="2026-07-16")
	slip = house_of.slip_of(house_of.run(house), person)
	figures = _figures(slip)
	assert figures["Earning", "기본급"] == -(-2_618_000 * 16 // 31)
	assert ("Deduction", "National Pension") not in figures and (
		"Deduction",
		"Health Insurance",
	) not in figures
	assert ("Deduction", "Unemployment Benefit Insurance") in figures


def test_the_holiday_bonus_is_for_those_employed_on_its_day(house):
	stays = house_of.employ(house, "최재직")
	joins = house_of.employ(house, "정입사", hired_on="2026-09-26")
	run = house_of.run(house, month=9, holiday_bonus_on="2026-09-25")
	assert _figures(house_of.slip_of(run, stays))["Earning", "명절휴가비"] == 1_570_800  # 60 % of 2,618,000
	assert ("Earning", "명절휴가비") not in _figures(house_of.slip_of(run, joins))


def test_the_family_counts_by_its_flags(house):
	family = [
		{"dependant_name": "배우자", "relation": "Spouse", "birth_date": "1984-01-01"},
		{"dependant_name": "첫째", "relation": "Child", "birth_date": "2012-01-01"},
		{"dependant_name": "둘째", "relation": "Child", "birth_date": "2015-01-01"},
		{"dependant_name": "셋째", "relation": "Child", "birth_date": "2022-01-01"},
	]
	family = [{**row, "tax_dependant": 1, "family_allowance": 1} for row in family]
	person = house_of.employ(house, "강다자", dependants=family)
	slip = house_of.slip_of(house_of.run(house), person)
	assert _figures(slip)["Earning", "가족수당"] == 40_000 + 50_000 + 80_000 + 120_000
	assert (slip.dependants, slip.children) == (5, 2)


def test_meals_are_free_of_tax_up_to_their_limit(house):
	person = house_of.employ(house, "오식대")
	pay = {
		"doctype": "Employee Pay",
		"facility": house.facility,
		"employee": person,
		"effective_from": "2026-01-01",
	}
	with acting_as(house.users["hr"]):
		frappe.get_doc(
			{**pay, "items": [{"pay_item": house.items["정액급식비"], "amount": 250_000}]}
		).insert()
	slip = house_of.slip_of(house_of.run(house), person)
	assert (slip.gross, slip.tax_free, slip.taxable) == (2_868_000, 200_000, 2_668_000)


def test_approved_overtime_is_paid_with_the_next_month(house):
	"""Hours that are to be paid in money count; those to be given as leave, and of other months, do not."""
	person = house_of.employ(house, "김초과")
	for day, paid, stage in (
		("2026-06-10", "In Money", "Approved"),
		("2026-06-11", "In Leave", "Approved"),
		("2026-06-12", "In Money", "In Approval"),
		("2026-07-10", "In Money", "Approved"),
	):
		request = {
			"doctype": "Overtime Request",
			"facility": house.facility,
			"employee": person,
			"work_date": day,
		}
		doc = frappe.get_doc({**request, "compensated_by": paid, "overtime_hours": 2, "stage": stage})
		doc.name = frappe.generate_hash(length=10)
		doc.db_insert()
	slip = house_of.slip_of(house_of.run(house), person)
	assert _figures(slip)["Earning", "시간외근무수당"] == 41_337  # 13,778.947 × 1.5 × 2, rounded up


def test_a_broken_person_stops_only_themselves(house):
	house_of.employ(house, "김정상")
	broken = house_of.employ(house, "박없는호봉", grade="없는급")
	run = house_of.run(house)
	assert (run.people, run.errors) == (1, 1)
	slip = house_of.slip_of(run, broken)
	assert slip.status == "Error" and "없는급" in slip.problem and not slip.pay_key
	frappe.db.set_value("Facility Employee", broken, "grade", "5급")
	frappe.db.set_value("Employee State", {"parent": broken}, "grade", "5급")
	with acting_as(house.users["hr"]):
		run = service.calculate(run.name, only=[broken])
	assert (run.people, run.errors) == (2, 0)


def test_nobody_is_paid_twice_however_often_it_runs(house):
	people = [house_of.employ(house, f"직원{number}") for number in range(3)]
	run = house_of.run(house)
	before = frappe.db.sql("select name, net from tabPayslip where payroll_run = %s order by name", run.name)
	with acting_as(house.users["hr"]):
		again = service.calculate(run.name)
	assert (
		frappe.db.sql("select name, net from tabPayslip where payroll_run = %s order by name", run.name)
		== before
	)
	assert again.people == len(people)
	late = house_of.employ(house, "늦게등록")
	second = house_of.run(house)
	assert second.people == 1 and house_of.slip_of(second, late).net
	with pytest.raises(frappe.ValidationError):
		confirmed = house_of.confirm(house, run)
		with acting_as(house.users["hr"]):
			service.calculate(confirmed.name)


def test_a_month_adds_up_from_payslips_to_the_ledger(house):
	"""Payslips = resolutions = ledger; 예수금 owes what was deducted, and the insurances are paid on out of it."""
	people = [house_of.employ(house, f"직원{number}", step=number + 1) for number in range(5)]
	house_of.entry(house, people[0], "시간외근무수당", hours=12.5)
	house_of.entry(house, people[1], "기타 공제", amount=30_000)
	run = house_of.confirm(house, house_of.run(house))
	slips = [house_of.slip_of(run, person) for person in people]
	gross, deducted, employer = (
		int(sum(slip.get(field) for slip in slips)) for field in ("gross", "deducted", "employer")
	)
	taxes = int(sum(slip.income_tax + slip.local_tax for slip in slips))
	assert {slip.status for slip in slips} == {"Confirmed"}
	pay, insurance = (
		frappe.get_doc("Expense Resolution", row.name) for row in service.resolutions_of(run.name)
	)
	assert (int(pay.total_amount), int(insurance.total_amount)) == (gross, employer)

	pay = factory.settle(factory.approve(pay), on=None)
	account = clearing.account_of(house.facility, "Facility")
	assert clearing.balance(account) == -deducted
	assert _cash(house.bank) == -(gross - deducted) == -int(sum(slip.net for slip in slips))
	paid = sources.payments(house.facility, "Facility", *_month_of(pay.payment_date))
	assert {row.code for row in paid} == {"A01"} and len(paid) == 5
	assert sum(row.income_tax + row.local_tax for row in paid) == taxes
	assert sum(row.paid for row in paid) == gross

	factory.settle(factory.approve(insurance))
	assert clearing.balance(account) == -taxes
	assert _cash(house.bank) == -(gross - deducted) - employer - (deducted - taxes)
	assert not verify.verify(house.facility)


def test_what_was_calculated_from_something_else_is_not_reviewed(house):
	"""The day of the holiday bonus, an entry of the month, the terms of the pay, or a person, came after the calculation."""
	person = house_of.employ(house, "김변경")
	run = house_of.run(house, month=9)
	with acting_as(house.users["hr"]):
		run.holiday_bonus_on = "2026-09-25"
		run.save()
		for _one_is_not_all in range(2):
			with pytest.raises(frappe.ValidationError, match="계산"):
				approval.move_to(run.doctype, run.name, "In Approval")
			service.calculate(run.name, only=[person])
		service.calculate(run.name)
	house_of.entry(house, person, "시간외근무수당", month=9, hours=1)
	with acting_as(house.users["hr"]):
		with pytest.raises(frappe.ValidationError, match="김변경"):
			approval.move_to(run.doctype, run.name, "In Approval")
		service.calculate(run.name, only=[person])
	terms = {"facility": house.facility, "employee": person, "effective_from": "2026-09-01"}
	with acting_as(house.users["hr"]):
		frappe.get_doc({"doctype": "Employee Pay", **terms}).insert()
		with pytest.raises(frappe.ValidationError, match="김변경"):
			approval.move_to(run.doctype, run.name, "In Approval")
		service.calculate(run.name, only=[person])
	newcomer = house_of.employ(house, "김신입")
	with acting_as(house.users["hr"]):
		with pytest.raises(frappe.ValidationError, match="김신입"):
			approval.move_to(run.doctype, run.name, "In Approval")
		service.calculate(run.name, only=[newcomer])
		assert approval.move_to(run.doctype, run.name, "In Approval").stage == "In Approval"


def test_a_resolution_of_a_payroll_says_what_the_payroll_says_and_is_written_once(house):
	house_of.employ(house, "김하나")
	run = house_of.confirm(house, house_of.run(house))
	pay = frappe.get_doc("Expense Resolution", service.resolutions_of(run.name)[0].name)
	with acting_as(house.users["accountant"]):
		assert service.make_resolutions(run) == []
		pay.lines[0].amount += 1
		with pytest.raises(frappe.ValidationError, match="급여대장|급여"):
			pay.save()
		with pytest.raises(frappe.DuplicateEntryError):
			frappe.get_doc(service.resolution(run, "Pay", house.bank)).insert()
		pay.reload()
		pay.delete()
		assert len(service.make_resolutions(run)) == 1


def test_a_cancelled_payroll_leaves_the_month_to_another(house):
	person = house_of.employ(house, "김취소")
	run = house_of.run(house)
	with acting_as(house.users["hr"]):
		approval.move_to(run.doctype, run.name, "In Approval")
	with acting_as(house.users["head"]):
		approval.move_to(run.doctype, run.name, "Approved")
		approval.move_to(run.doctype, run.name, "Cancelled", "착오")
	assert house_of.slip_of(run, person).status == "Cancelled"
	assert house_of.run(house).people == 1


def test_payslips_are_for_hr_the_head_and_the_person(house):
	person = house_of.employ(house, "김본인", user=house.users["worker"])
	other = house_of.employ(house, "이타인")
	run = house_of.run(house)
	own, foreign = house_of.slip_of(run, person), house_of.slip_of(run, other)
	for part, reads in (("hr", (1, 1)), ("head", (1, 1)), ("accountant", (0, 0)), ("worker", (0, 0))):
		with acting_as(house.users[part]):
			assert (own.has_permission("read"), foreign.has_permission("read")) == tuple(map(bool, reads)), (
				part
			)
	house_of.confirm(house, run)
	own.reload()
	with acting_as(house.users["worker"]):
		assert own.has_permission("read") and not foreign.has_permission("read")
		assert frappe.get_list("Payslip", pluck="name") == [own.name]
	with acting_as(house.users["accountant"]):
		assert not own.has_permission("read")


def test_the_list_for_the_bank_pays_the_net(house):
	from huimang.personnel.payroll import transfer_list

	person = house_of.employ(house, "김이체")
	run = house_of.confirm(house, house_of.run(house))
	_title, content = transfer_list.of(run.name, house.bank)
	row = content.decode("utf-8-sig").splitlines()[1].split(",")
	assert row[:4] == ["신한은행", "110123456789", "김이체", str(int(house_of.slip_of(run, person).net))]


def test_queries_do_not_grow_with_the_people(house):
	"""Neither of calculating nor of confirming and paying."""
	models = [house_of.employ(house, f"처음{number}") for number in range(3)]
	run = house_of.run(house)
	with acting_as(house.users["hr"]):
		house_of.crowd(house, models, 1, "A")
		with at_most(75) as few:
			service.calculate(run.name)
	with at_most(1_000) as confirmed:
		_pay(house, run)
	house_of.crowd(house, models, 60, "B")
	second = house_of.run(house, month=8)
	with acting_as(house.users["hr"]), at_most(len(few)):
		assert service.calculate(second.name).people == 64
	# what was asked once is remembered, so it is less rather than more
	with at_most(len(confirmed)):
		_pay(house, second)


def _pay(house, run) -> None:
	house_of.confirm(house, run)
	for row in service.resolutions_of(run.name):
		factory.settle(factory.approve(frappe.get_doc("Expense Resolution", row.name)))


def _cash(bank: str) -> int:
	total = frappe.db.sql("select sum(cash_amount) from `tabLedger Balance` where bank_account = %s", bank)
	return int(total[0][0] or 0)


def _month_of(day):
	return frappe.utils.get_first_day(day), frappe.utils.get_last_day(day)
