"""Charts and figures of the homes say what the statements say, to each of the facilities they reach, and nothing to others."""

import factory
import frappe
import house
import pytest
import subsidy_house
from refusals import refused

from huimang.desk import own_workspaces
from huimang.facility.roles import (
	DONATION_MANAGER,
	FACILITY_ROLES,
	FACILITY_STAFF,
	HR_MANAGER,
	PLATFORM_OPERATOR,
	SOCIAL_WORKER,
)
from huimang.monitoring import charts
from huimang.statements import engine
from huimang.statements.definition import RowKind

TAG = "dashboards"
MONTH = 11


class Stage:
	"""A house with a grant that is being spent, gifts in two months, and two payslips."""

	def __init__(self):
		self.home = home = house.build(tag=TAG)
		self.hr = factory.make_user(f"hr-{TAG}@example.com", home.facility, [HR_MANAGER])
		self.giving = factory.make_user(f"giving-{TAG}@example.com", home.facility, [DONATION_MANAGER])
		self.worker = factory.make_user(f"worker-{TAG}@example.com", home.facility, [SOCIAL_WORKER])
		self.grant = subsidy_house.granted(home)
		subsidy_house.receive(home, self.grant, 300_000)
		factory.settle(factory.approve(home.expense(subsidy_house.line(home, self.grant, 29_000))))
		factory.approve(home.expense(subsidy_house.line(home, self.grant, 11_000)))
		gift = subsidy_house.statutory(home, "Revenue", "비지정후원금")
		subsidy_house.budgeted(home, "Revenue", gift, home.donation, 500_000)
		for amount in (120_000, 35_000):
			line = {
				"account_subject": gift,
				"program": home.program,
				"fund_source": home.donation,
				"amount": amount,
			}
			factory.settle(
				factory.approve(factory.income(home.facility, [line], bank_account=home.donation_bank))
			)
		for number, gross in enumerate((2_500_000, 3_100_500)):
			payslip(home.facility, number, gross)


def payslip(facility: str, number: int, gross: int) -> None:
	"""A row as a calculation of pay leaves it: its documents refuse to be written otherwise."""
	values = {
		"name": frappe.generate_hash(length=10),
		"facility": facility,
		"employee_name": f"직원 {number}",
		"year": 2026,
		"month": MONTH,
		"pay_day": "2026-11-25",
		"status": "Confirmed",
		"gross": gross,
		"net": gross,
		"pay_key": frappe.generate_hash(length=10),
	}
	slip = frappe.qb.DocType("Payslip")
	frappe.qb.into(slip).columns(*values).insert(*values.values()).run()


PEOPLE = [f"{who}-{TAG}@example.com" for who in ("accountant", "director", "head", "hr", "giving", "worker")]
built, clean_slate, stage = house.once(Stage, PEOPLE)


@pytest.fixture(autouse=True)
def today(monkeypatch):
	monkeypatch.setattr("huimang.monitoring.charts.getdate", lambda *_: frappe.utils.getdate("2026-11-18"))


def total(stage, user: str, name: str, **filters) -> dict:
	with factory.acting_as(user):
		drawn = engine.draw(
			name, {"facility": stage.home.facility, "accounting_year": stage.home.year, **filters}
		)
	return next(row for row in drawn.rows if row.kind == RowKind.TOTAL).values


def bars(chart: dict) -> dict[str, int]:
	return {data["name"]: sum(data["values"]) for data in chart["datasets"]}


def test_grants_are_those_of_the_subsidy_statement(stage):
	told = total(stage, stage.home.accountant, "subsidy_status")
	for user in (stage.home.head, stage.home.accountant, stage.worker):
		with factory.acting_as(user):
			for chart in (charts.grants(), charts.grants_by_facility()):
				assert bars(chart) == {
					"집행": told["spent"],
					"집행 예정액": told["reserved"],
					"잔액": told["left"],
				}
			assert charts.left_of_grants() == f"{told['left']:,}원"
	assert (told["spent"], told["reserved"]) == (29_000, 11_000)


def test_gifts_are_those_of_the_report_on_gifts(stage):
	told = total(stage, stage.home.accountant, "donation_report", part="Money In")
	with factory.acting_as(stage.giving):
		chart = charts.gifts_by_month()
	assert bars(chart) == {"후원금 수입": told["amount"]} == {"후원금 수입": 155_000}


def test_pay_is_that_of_the_payroll_register(stage):
	told = total(stage, stage.hr, "payroll_register", month=MONTH)
	for user in (stage.hr, stage.home.head):
		with factory.acting_as(user):
			assert charts.pay_by_month()["datasets"][0]["values"][MONTH - 1] == told["gross"] == 5_600_500
			assert charts.pay_of_month() == "5,600,500원"


@pytest.mark.parametrize(
	("who", "chart"),
	[("worker", "gifts_by_month"), ("worker", "pay_by_month"), ("giving", "pay_by_month"), ("hr", "grants")],
)
def test_who_may_not_read_it_is_shown_nothing(stage, who, chart):
	with factory.acting_as(getattr(stage, who)), refused():
		getattr(charts, chart)()


def test_another_facility_is_not_counted(stage):
	other = factory.make_facility()
	stranger = factory.make_user("stranger-dashboards@example.com", other, ["Facility Head", "HR Manager"])
	with factory.acting_as(stranger):
		assert charts.grants()["labels"] == []
		for chart in (charts.gifts_by_month(), charts.pay_by_month(), charts.card_spending_by_month()):
			assert sum(chart["datasets"][0]["values"]) == 0
		assert sum(charts.findings_by_severity()["datasets"][0]["values"]) == 0


@pytest.mark.parametrize(
	"role", [*(role for role in FACILITY_ROLES if role != FACILITY_STAFF), PLATFORM_OPERATOR]
)
def test_every_role_has_a_home_whose_parts_are_there(role):
	pages = frappe.get_all("Has Role", {"role": role, "parenttype": "Workspace"}, pluck="parent")
	assert pages, role
	for name in pages:
		page = frappe.get_doc("Workspace", name)
		assert own_workspaces([page.as_dict()])
		for row in page.charts:
			assert frappe.db.exists("Dashboard Chart", row.chart_name), row.chart_name
		for row in page.number_cards:
			assert frappe.db.exists("Number Card", row.number_card_name), row.number_card_name
		for row in page.links:
			assert row.type != "Link" or frappe.db.exists(row.link_type, row.link_to), row.link_to


def test_charts_and_cards_are_counted_for_whoever_looks():
	"""What a home shows is read anew for each user, by functions that are there."""
	for source in frappe.get_all(
		"Dashboard Chart", {"module": "Huimang"}, ["name", "source", "document_type"]
	):
		assert frappe.db.exists("Dashboard Chart Source", source.source), source.name
		assert frappe.db.exists("DocType", source.document_type)
	for method in frappe.get_all("Number Card", {"module": "Huimang", "type": "Custom"}, pluck="method"):
		assert frappe.get_attr(method) in frappe.whitelisted
