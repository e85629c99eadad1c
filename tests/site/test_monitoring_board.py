"""The boards of the head and of the city's officer: figures of the books, nobody else's facility, down to the evidence."""

import factory
import frappe
import house
import monitoring_house
import pytest
import subsidy_house
from monitoring_house import use
from refusals import refused

from huimang.errors import FacilityAccessError
from huimang.facility.roles import AUDITOR
from huimang.monitoring import api, evidence
from huimang.statements import engine

TAGS = ("ours", "theirs")
PEOPLE = [
	*(
		f"{who}-{tag}@example.com"
		for tag in TAGS
		for who in ("accountant", "director", "head", "holder", "auditor")
	),
	*(f"officer-{tag}@city.example" for tag in TAGS),
]


class Stage:
	"""Two facilities in two districts; in ours a grant of which something was spent with a late use of the card."""

	def __init__(self):
		self.ours = monitoring_house.build("가온시 나래구", "ours")
		self.theirs = monitoring_house.build("가온시 다온구", "theirs")
		home = self.ours.home
		self.grant = subsidy_house.granted(home)
		subsidy_house.receive(home, self.grant, 300_000)
		line = subsidy_house.line(home, self.grant, 28_000)
		self.paid = factory.settle(factory.approve(home.expense(line, purpose="야간 간식")))
		self.receipt = attach(self.paid, "영수증.pdf")
		self.use = use(self.ours, "2026-11-17 23:40:00", 28_000)
		frappe.db.set_value(
			"Card Transaction", self.use.name, {"expense_resolution": self.paid.name, "status": "Evidenced"}
		)
		self.finding = frappe.db.get_value("Monitoring Finding", {"reference_name": self.use.name})
		self.other = use(self.theirs, "2026-11-17 23:40:00", 70_000)
		self.others_finding = frappe.db.get_value("Monitoring Finding", {"reference_name": self.other.name})
		self.unrelated = home.expense(home.line(10_000))
		self.secret = attach(self.unrelated, "비밀.pdf")


def attach(doc, name: str) -> str:
	file = {
		"doctype": "File",
		"file_name": f"{frappe.generate_hash(length=5)}{name}",
		"content": b"%PDF-1.4 of " + name.encode(),
		"is_private": 1,
		"attached_to_doctype": doc.doctype,
		"attached_to_name": doc.name,
	}
	return frappe.get_doc(file).insert(ignore_permissions=True).file_url


built, clean_slate, stage = house.once(Stage, PEOPLE)


def test_the_board_says_what_the_grants_statement_says(stage):
	with factory.acting_as(stage.ours.home.head):
		board = api.board(stage.ours.facility)
		statement = engine.draw(
			"subsidy_status", {"facility": stage.ours.facility, "accounting_year": stage.ours.home.year}
		)
	shown = next(row for row in board["grants"] if row["name"] == stage.grant.name)
	assert (shown["total_amount"], shown["received_amount"], shown["spent_amount"]) == (
		800_000,
		300_000,
		28_000,
	)
	assert shown["left_amount"] == 800_000 - 28_000
	(row, _total) = statement.rows
	for figure in ("total", "received", "reserved", "spent", "left"):
		assert shown[f"{figure}_amount"] == row.values[figure]


def test_the_board_shows_uses_with_what_is_found_in_them(stage):
	with factory.acting_as(stage.ours.home.accountant):
		board = api.board(stage.ours.facility)
	assert board["counts"]["by_severity"]["Warning"] == 1
	assert [row["name"] for row in board["findings"]] == [stage.finding]
	row = next(row for row in board["uses"] if row["name"] == stage.use.name)
	assert (row["severity"], row["findings"]) == ("Warning", 1)
	assert board["cards"][0]["holder_name"].startswith("holder")


def test_who_may_act_is_told_to_each(stage):
	may = {}
	for user in (stage.ours.home.head, stage.ours.home.accountant, stage.ours.officer):
		with factory.acting_as(user):
			(row,) = api.board(stage.ours.facility)["findings"]
			may[user.split("-")[0]] = (row["can_explain"], row["can_decide"])
	assert may == {"head": (True, True), "accountant": (True, False), "officer": (False, False)}
	with factory.acting_as(stage.ours.holder):
		assert [row["name"] for row in api.mine()] == [stage.finding]
		with refused(FacilityAccessError):
			api.board(stage.ours.facility)


def test_an_officer_sees_the_facilities_of_the_area_only(stage):
	with factory.acting_as(stage.ours.officer):
		(row,) = api.area()
		assert row["name"] == stage.ours.facility
		assert (row["grants"]["spent_amount"], row["findings"]["Warning"]) == (28_000, 1)
		assert [one["name"] for one in api.area_facility(stage.ours.facility)["findings"]] == [stage.finding]
		for call, argument in (
			(api.area_facility, stage.theirs.facility),
			(api.board, stage.theirs.facility),
			(api.finding, stage.others_finding),
		):
			with refused(frappe.PermissionError):
				call(argument)
		assert frappe.get_list("Monitoring Finding", pluck="name") == [stage.finding]
		assert frappe.get_list("Card Transaction", pluck="facility", distinct=True) == [stage.ours.facility]
		assert frappe.get_list("Subsidy Grant", pluck="facility", distinct=True) == [stage.ours.facility]


def test_an_officer_comes_down_to_the_evidence_and_no_further(stage):
	with factory.acting_as(stage.ours.officer):
		shown = api.finding(stage.finding)
		assert shown["resolution"]["purpose"] == "야간 간식"
		assert not shown["resolution"]["can_open"]
		assert [file["url"] for file in shown["resolution"]["files"]] == [stage.receipt]
		assert evidence.file(("finding", stage.finding), stage.receipt).name.endswith("영수증.pdf")
		spent = api.grant(stage.grant.name)["rows"]
		assert [(row["resolution"], row["amount"]) for row in spent] == [(stage.paid.name, 28_000)]
		assert evidence.file((stage.grant.name, stage.paid.name), stage.receipt)
		with refused(FacilityAccessError):
			evidence.file(("finding", stage.finding), stage.secret)
		with refused(FacilityAccessError):
			api.grant_expense(stage.grant.name, stage.unrelated.name)
		with refused(frappe.PermissionError):
			frappe.get_doc("Expense Resolution", stage.paid.name).check_permission("read")
		with refused(FacilityAccessError):
			api.explain(stage.finding, "모릅니다.")


def test_another_citys_officer_sees_none_of_it(stage):
	with factory.acting_as(stage.theirs.officer):
		assert [row["name"] for row in api.area()] == [stage.theirs.facility]
		for call in (
			lambda: api.finding(stage.finding),
			lambda: api.grant(stage.grant.name),
			lambda: api.grant_expense(stage.grant.name, stage.paid.name),
			lambda: api.finding_file(stage.finding, stage.receipt),
			lambda: api.grant_file(stage.grant.name, stage.paid.name, stage.receipt),
			lambda: api.decide(stage.finding, "Accepted", "좋습니다."),
		):
			with refused(frappe.PermissionError):
				call()


@pytest.mark.parametrize("area", ["가온시", "가온시 나래구", "다른시"])
def test_what_an_officer_reaches_follows_the_area(stage, area):
	officer = frappe.get_doc("Officer Jurisdiction", {"user": stage.theirs.officer})
	officer.update({"jurisdiction": area}).save()
	with factory.acting_as(stage.theirs.officer):
		reached = {row["name"] for row in api.area()} & {stage.ours.facility, stage.theirs.facility}
	assert (
		reached
		== {
			"가온시": {stage.ours.facility, stage.theirs.facility},
			"가온시 나래구": {stage.ours.facility},
			"다른시": set(),
		}[area]
	)


def test_an_auditor_reads_the_board_and_changes_nothing(stage):
	with factory.acting_as(stage.ours.auditor):
		assert AUDITOR in frappe.get_roles()
		assert api.board(stage.ours.facility)["findings"]
		with refused(frappe.PermissionError):
			api.explain(stage.finding, "모릅니다.")
