"""소급분 and what was paid before the facility began here."""

from __future__ import annotations

import json

import frappe
import payroll_house as house_of
import pytest
from counting import at_most
from factory import acting_as

from huimang.personnel.payroll import service


@pytest.fixture(scope="module")
def house(site):
	with house_of.standing() as house:
		yield house


@pytest.fixture(autouse=True)
def clean_slate(house):
	with house_of.from_the_start(house):
		yield


def _raise_pay(house, base_pay: int, since: str) -> None:
	"""A step table that is published after months that it holds for have been paid."""
	row = {"grade": "5급", "step": 5, "base_pay": base_pay}
	table = {"facility": house.facility, "authority": house_of.TABLE[0], "effective_from": since}
	with acting_as(house.users["hr"]):
		frappe.get_doc({"doctype": "Salary Step Table", **table, "rows": [row]}).insert()


def _earnings(slip) -> dict:
	return {line.title: int(line.amount) for line in slip.lines if line.kind == "Earning"}


def test_a_raise_from_an_earlier_day_is_paid_back_once(house):
	"""2,618,000 became 2,700,000 from March; known in May: two months of base pay, and the overtime of one."""
	stays, left = house_of.employ(house, "김소급"), house_of.employ(house, "이퇴직", left_on="2026-03-31")
	house_of.entry(house, stays, "시간외근무수당", month=4, hours=10)
	for month in (3, 4):
		house_of.confirm(house, house_of.run(house, month=month))
	_raise_pay(house, 2_700_000, "2026-03-01")
	may = house_of.run(house, month=5, back_pay_from="2026-03-01")
	slip = house_of.slip_of(may, stays)
	assert _earnings(slip) == {
		"기본급": 2_700_000,
		"기본급 소급분": 2 * 82_000,
		"시간외근무수당 소급분": 213_158 - 206_685,  # (2,700,000 + 270,000) ÷ 209 × 1.5 × 10, rounded up
	}
	assert slip.bonus == 164_000 + 6_473 and slip.gross == 2_700_000 + 164_000 + 6_473
	line = next(line for line in slip.lines if line.title == "기본급 소급분")
	assert json.loads(line.back_pay) == {"2026-03": [82_000, 0], "2026-04": [82_000, 0]}
	assert [step["formula"] for step in json.loads(line.steps)] == ["2,700,000 − 2,618,000 → 82,000"] * 2
	assert _earnings(house_of.slip_of(may, left)) == {"기본급 소급분": 82_000}

	house_of.confirm(house, may)
	june = house_of.run(house, month=6, back_pay_from="2026-03-01")
	assert _earnings(house_of.slip_of(june, stays)) == {"기본급": 2_700_000}
	assert not frappe.db.exists("Payslip", f"{june.name}-{left}"), "nothing is owed any more"


def test_the_setting_decides_how_back_pay_is_taxed(house):
	person = house_of.employ(house, "박과세")
	house_of.confirm(house, house_of.run(house, month=3))
	_raise_pay(house, 2_700_000, "2026-03-01")
	taxes = {}
	for as_bonus in (1, 0):
		setting = frappe.get_doc("Payroll Setting", house.facility)
		setting.back_pay_as_bonus = as_bonus
		setting.save()
		run = house_of.run(house, month=4, back_pay_from="2026-03-01")
		slip = house_of.slip_of(run, person)
		taxes[as_bonus] = (int(slip.bonus), int(slip.income_tax))
		frappe.delete_doc("Payroll Run", run.name)
	assert (taxes[1][0], taxes[0][0]) == (82_000, 0) and taxes[1][1] != taxes[0][1]


def test_looking_at_months_again_costs_no_query_more_for_a_person_or_a_month(house):
	models = [house_of.employ(house, f"직원{number}") for number in range(2)]
	house_of.confirm(house, house_of.run(house, month=3))
	_raise_pay(house, 2_700_000, "2026-03-01")
	april = house_of.run(house, month=4, back_pay_from="2026-03-01")
	with acting_as(house.users["hr"]), at_most(100) as one_month:
		service.calculate(april.name)
	house_of.confirm(house, april)
	house_of.crowd(house, models, 20)
	for month in (5, 6):
		house_of.confirm(house, house_of.run(house, month=month))
	_raise_pay(house, 2_800_000, "2026-03-02")
	july = house_of.run(house, month=7, back_pay_from="2026-03-01")
	with acting_as(house.users["hr"]), at_most(len(one_month)):
		service.calculate(july.name)
	paid = _earnings(house_of.slip_of(july, models[0]))
	# the table of March 2 holds for April to June in full, and for 30 days of March: 87,097 + 2,709,678 − 2,700,000
	assert paid["기본급 소급분"] == 3 * 100_000 + 96_775


def test_back_pay_is_for_months_before(house):
	with pytest.raises(frappe.ValidationError, match="소급분"):
		house_of.run(house, month=5, back_pay_from="2026-05-01")


def _opening(house, employee: str, month: int, **kw):
	values = {
		"facility": house.facility,
		"employee": employee,
		"year": 2026,
		"month": month,
		"gross": 3_000_000,
	}
	with acting_as(house.users["hr"]):
		return frappe.get_doc({"doctype": "Opening Pay", **values, **kw}).insert()


def test_months_paid_elsewhere_count_for_a_bonus_and_are_not_paid_again(house):
	"""A bonus in February is averaged with January, which was paid before the facility began here."""
	began, new = house_of.employ(house, "최이월"), house_of.employ(house, "정신규", hired_on="2026-02-01")
	january = _opening(house, began, 1, income_tax=74_350, tax_free=200_000)
	assert (str(january.pay_day), int(january.taxable)) == ("2026-01-31", 2_800_000)
	assert house_of.run(house, month=1).people == 0, "January was paid elsewhere"
	run = house_of.run(house, month=2, holiday_bonus_on="2026-02-17")
	steps = {
		person: next(
			step
			for line in house_of.slip_of(run, person).lines
			for step in json.loads(line.steps)
			if step["label"] == "Average monthly pay with bonus"
		)
		for person in (began, new)
	}
	bonus, base = "1,570,800", 2_618_000  # 60 % of the base
	assert steps[began]["formula"] == f"({bonus} + {base + 2_800_000:,}) ÷ 2"
	assert steps[new]["formula"] == f"({bonus} + {base:,}) ÷ 1"
	assert house_of.slip_of(run, began).previous_gross == 3_000_000


@pytest.mark.parametrize(
	"wrong", [{"tax_free": 3_000_001}, {"bonus": 3_000_001}, {"overtime_free": 1}, {"month": 13}]
)
def test_a_month_paid_elsewhere_must_fit(house, wrong):
	person = house_of.employ(house, "한오류")
	with pytest.raises(frappe.ValidationError):
		_opening(house, person, **{"month": 1, **wrong})


def test_a_month_with_a_payslip_was_not_paid_elsewhere(house):
	person = house_of.employ(house, "조이중")
	house_of.run(house, month=3)
	with pytest.raises(frappe.ValidationError, match="급여명세서"):
		_opening(house, person, 3)
