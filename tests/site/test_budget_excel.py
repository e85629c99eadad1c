"""Budgets by Excel: a dry run that tells every wrong row, an import of all or nothing, a template that
comes back as it went.
"""

import base64
import csv
import io
from functools import cached_property
from pathlib import Path

import factory
import frappe
import openpyxl
import pytest
from factory import acting_as
from paper_helpers import body, request
from refusals import refused
from sheets import HEADER, row, workbook

from huimang.budget import api
from huimang.errors import FacilityAccessError
from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey
from huimang.migration import budget_import

PUBLISHED = Path(__file__).parents[1] / "data" / "published_budget_2022.csv"


class Place:
	"""A facility with an accountant and open books."""

	def __init__(self, type_name: str = "노인복지관", year: int = 2026):
		self.facility = factory.make_facility(type_name=type_name)
		self.year = factory.books(self.facility, year)
		self.accountant = self._appoint("Accountant")

	@cached_property
	def head(self) -> str:
		return self._appoint("Facility Head")

	def _appoint(self, role: str) -> str:
		email = f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com"
		return factory.make_user(email, self.facility, [role])

	def approve(self, budget: str) -> None:
		"""Have a budget approved by the head: there is nobody between in this house."""
		assert self.head
		factory.approve(frappe.get_doc("Facility Budget", budget))

	def check(self, content: bytes, **kw) -> dict:
		with acting_as(self.accountant):
			return api.check_file(encoded(content), **{"accounting_year": self.year, **kw})

	def take(self, content: bytes, **kw) -> dict:
		with acting_as(self.accountant):
			target = {} if "budget" in kw else {"accounting_year": self.year}
			return api.import_file(encoded(content), "예산.xlsx", **target, **kw)

	def subjects(self) -> list[str]:
		return frappe.get_all("Account Subject", {"facility": self.facility}, pluck="name", order_by="name")


@pytest.fixture
def place():
	return Place()


def encoded(content: bytes) -> str:
	return base64.b64encode(content).decode()


def both_sides(amount: int = 1_000_000) -> list[list]:
	return [row("세입", "보조금수입", "보조금수입", "시·군·구보조금", amount), row(amount=amount)]


def faults(report: dict) -> list[tuple[int, str]]:
	return [(fault["row"], fault["column"]) for fault in report["faults"]]


def test_a_file_becomes_a_draft(place):
	revenue, _expense = both_sides()
	report = place.take(workbook(revenue, row(산출근거="시내 출장", 단가=20_000, 수량=50, 금액=None)))
	doc = frappe.get_doc("Facility Budget", report["budget"])
	assert (doc.name, doc.stage, doc.revenue_total, doc.expense_total) == (
		f"{place.year}-0",
		"Draft",
		1_000_000,
		1_000_000,
	)
	(line,) = doc.expense_lines
	assert (line.account_subject, line.fund_source) == (f"{place.facility}-E-131", f"{place.facility}-보조금")
	assert (line.description, line.unit_price, line.quantity, line.amount) == (
		"시내 출장",
		20_000,
		50,
		1_000_000,
	)
	assert doc.owner == place.accountant
	comments = frappe.get_all(
		"Comment", {"reference_name": doc.name, "comment_type": "Info"}, pluck="content"
	)
	assert any("예산.xlsx" in comment for comment in comments)


def test_the_dry_run_changes_nothing_and_tells_every_wrong_row(place):
	before = place.subjects()
	content = workbook(
		*both_sides(),
		row(mok="없는 목"),
		row(side="수출", amount="백만"),
		row(사업="없는 사업", 자금원천="없는 재원"),
		row(mok="기관운영비", hang="업무추진비", 자금원천="비지정후원금"),
		row(amount=1_000_000),
		row(gwan=None, hang=None, mok="공공요금", 자금원천=None),
		row(mok="연료비", amount="△1,000"),
	)
	report = place.check(content)
	assert faults(report) == [
		(4, "목"),
		(5, "금액"),
		(5, "구분"),
		(6, "사업"),
		(6, "자금원천"),
		(7, "목"),
		(8, "목"),
		(9, "자금원천"),
		(10, "금액"),
	]
	assert report["rows"] == 9
	assert not report["is_clean"]
	for fault in report["faults"]:
		assert not any(word in fault["reason"] for word in ("Please", "There", "is not")), fault
	assert "없는 목" in report["faults"][0]["value"]
	assert place.subjects() == before
	assert not frappe.db.exists("Facility Budget", {"facility": place.facility})


def test_all_or_nothing(place):
	"""One wrong row of three: no line, no subject, no budget."""
	before = place.subjects()
	content = workbook(
		*both_sides(), row(gwan="사업비", hang="일반사업비", mok="노인상담사업비"), row(amount="많이")
	)
	report = place.take(content, create_subjects=1)
	assert faults(report) == [(5, "금액")]
	assert "budget" not in report
	assert place.subjects() == before
	assert not frappe.db.exists("Facility Budget", {"facility": place.facility})


def test_empty_cells_take_what_was_chosen(place):
	content = workbook(*[r[:5] + [None, None] + r[7:] for r in both_sides()])
	assert faults(place.check(content)) == [(2, "사업"), (2, "자금원천"), (3, "사업"), (3, "자금원천")]
	other = Place()
	strange = {"program": f"{other.facility}-공통(운영)", "fund_source": f"{other.facility}-자부담"}
	assert len(faults(place.check(content, **strange))) == 4
	chosen = {"program": f"{place.facility}-공통(운영)", "fund_source": f"{place.facility}-자부담"}
	doc = frappe.get_doc("Facility Budget", place.take(content, **chosen)["budget"])
	assert {line.fund_source for line in doc.expense_lines} == {f"{place.facility}-자부담"}


def test_a_file_for_one_side_leaves_the_other_as_it_is(place):
	first = place.take(workbook(*both_sides()))
	report = place.check(
		workbook(row(amount=400_000), row(mok="공공요금", amount=600_000)),
		budget=first["budget"],
		accounting_year=None,
	)
	assert (report["revenue_total"], report["expense_total"]) == (1_000_000, 1_000_000)
	assert any("세입" in note for note in report["notes"])
	place.take(workbook(row(amount=400_000), row(mok="공공요금", amount=600_000)), budget=first["budget"])
	doc = frappe.get_doc("Facility Budget", first["budget"])
	assert [line.amount for line in doc.expense_lines] == [400_000, 600_000]
	assert [line.amount for line in doc.revenue_lines] == [1_000_000]


def test_the_same_file_twice_is_the_same_budget(place):
	name = place.take(workbook(*both_sides()))["budget"]
	before = [
		(line.account_subject, line.amount) for line in frappe.get_doc("Facility Budget", name).expense_lines
	]
	place.take(workbook(*both_sides()), budget=name)
	after = [
		(line.account_subject, line.amount) for line in frappe.get_doc("Facility Budget", name).expense_lines
	]
	assert after == before


def test_missing_subjects_are_made_when_asked_for(place):
	rows = [
		row("세입", "보조금수입", "보조금수입", "시·군·구보조금", 3_000),
		row(gwan="사업비", hang="일반사업비", mok="노인상담사업비", 세목="강사료", amount=1_000),
		row(gwan="사업비", hang="일반사업비", mok="노인상담사업비", 세목="재료비", amount=1_000),
		row(gwan="특별회계", hang="공모사업", mok="나눔사업비", amount=1_000),
	]
	report = place.check(workbook(*rows), create_subjects=1)
	assert report["is_clean"]
	assert [subject["path"] for subject in report["new_subjects"]] == [
		"사업비 > 일반사업비 > 노인상담사업비",
		"사업비 > 일반사업비 > 노인상담사업비 > 강사료",
		"사업비 > 일반사업비 > 노인상담사업비 > 재료비",
		"특별회계",
		"특별회계 > 공모사업",
		"특별회계 > 공모사업 > 나눔사업비",
	]
	assert any("법정 과목표에 없는" in note for note in report["notes"])
	doc = frappe.get_doc("Facility Budget", place.take(workbook(*rows), create_subjects=1)["budget"])
	made = [frappe.get_doc("Account Subject", line.account_subject) for line in doc.expense_lines]
	assert [subject.name.removeprefix(place.facility) for subject in made] == [
		"-E-311-01",
		"-E-311-02",
		"-E-811",
	]
	assert not any(subject.is_statutory for subject in made)
	again = place.check(workbook(*rows), budget=doc.name, accounting_year=None)
	assert again["is_clean"] and not again["new_subjects"]


def test_who_may_not_write_a_budget_uploads_none(place):
	content = encoded(workbook(*both_sides()))
	stranger = Place()
	for user in (place.head, stranger.accountant):
		with acting_as(user):
			for call in (api.check_file, api.import_file):
				with refused(FacilityAccessError):
					call(content, accounting_year=place.year)
	name = place.take(workbook(*both_sides()))["budget"]
	with acting_as(stranger.accountant), refused(FacilityAccessError):
		api.download_template(place.year, name)
	own = stranger.take(workbook(*both_sides()))["budget"]
	with acting_as(stranger.accountant), pytest.raises(frappe.PermissionError):
		api.download_template(stranger.year, name)
	assert own


def test_only_a_draft_takes_a_file(place):
	name = place.take(workbook(*both_sides()))["budget"]
	place.approve(name)
	with refused(frappe.ValidationError):
		place.check(workbook(*both_sides()), budget=name, accounting_year=None)


@pytest.mark.parametrize("content", ["", "!!! no base64", "7g", base64.b64encode(b"a,b").decode()])
def test_what_is_no_file(place, content):
	with acting_as(place.accountant), refused(frappe.ValidationError):
		api.check_file(content, accounting_year=place.year)


def test_a_file_of_too_many_lines(place, monkeypatch):
	monkeypatch.setattr(budget_import, "MAX_LINES", 2)
	with refused(frappe.ValidationError, "2"):
		place.check(workbook(*both_sides(), row(mok="공공요금")))


def downloaded(place: Place, budget: str | None = None) -> bytes:
	with acting_as(place.accountant), request():
		answer = api.download_template(place.year, budget)
	assert answer.headers["Content-Disposition"].endswith(".xlsx")
	return body(answer)


def opened(content: bytes) -> openpyxl.Workbook:
	return openpyxl.load_workbook(io.BytesIO(content))


def test_the_template_offers_the_facilitys_own_names(place):
	frappe.get_doc(
		{"doctype": "Welfare Program", "facility": place.facility, "program_name": "노인상담"}
	).insert()
	book = opened(downloaded(place))
	sheet = book["예산"]
	assert [cell.value for cell in sheet[1]] == HEADER
	assert book["목록"].sheet_state == "hidden"
	assert [s.title for s in book if s.sheet_state == "visible"] == ["예산", "작성 방법", "과목표"]
	offered = {str(rule.sqref).split("2")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
	assert {offered[letter] for letter in "AFG"} == {"list_side", "list_program", "list_fund_source"}
	programs = book.defined_names["list_program"].attr_text
	assert [cell.value for cell in book["목록"]["F"] if cell.value] == ["공통(운영)", "노인상담"]
	assert programs.endswith("$F$1:$F$2")
	moks = frappe.db.count("Account Subject", {"facility": place.facility, "level": "Mok", "is_active": 1})
	assert sum(1 for line in sheet.iter_rows(min_row=2, values_only=True) if line[3]) == moks


def test_the_template_filled_in_comes_back(place):
	book = opened(downloaded(place))
	sheet = book["예산"]
	for line in sheet.iter_rows(min_row=2):
		if line[3].value in ("시·군·구보조금", "여비"):
			line[6].value, line[12].value = "보조금", 500_000
	out = io.BytesIO()
	book.save(out)
	report = place.check(out.getvalue())
	assert report["is_clean"]
	assert (report["rows"], report["revenue_total"], report["expense_total"]) == (2, 500_000, 500_000)


def test_a_budget_written_out_is_read_back_as_it_was(place):
	evil = "=HYPERLINK(1)"
	name = place.take(
		workbook(*both_sides(), row(mok="공공요금", 산출근거="x", 단가=7, 수량=0.5, 횟수=12, 금액=None))
	)["budget"]
	doc = frappe.get_doc("Facility Budget", name)
	doc.expense_lines[0].description = evil
	doc.save()
	content = downloaded(place, name)
	cell = next(cell for line in opened(content)["예산"].iter_rows() for cell in line if cell.value == evil)
	assert cell.data_type == "s" and cell.quotePrefix
	place.take(content, budget=name)
	again = frappe.get_doc("Facility Budget", name)
	fields = (
		"account_subject",
		"program",
		"fund_source",
		"description",
		"unit_price",
		"quantity",
		"frequency",
		"amount",
	)
	for table in ("revenue_lines", "expense_lines"):
		assert [[line.get(f) for f in fields] for line in again.get(table)] == [
			[line.get(f) for f in fields] for line in doc.get(table)
		]


# A budget that a nursing home published


def published(column: str) -> bytes:
	"""The revenue side of the published budget as the workbook that its accountant would upload."""
	with PUBLISHED.open(encoding="utf-8") as file:
		rows = [[r["side"], r["gwan"], r["hang"], r["mok"], int(r[column])] for r in csv.DictReader(file)]
	return workbook(*rows, header=["구분", "관", "항", "목", "예산액"])


def expenses(total: int) -> bytes:
	"""An expense side for it (the home's own was not published)."""
	return workbook(
		row("세출", "사무비", "인건비", "급여", total - 400_000_000, 자금원천="자부담"),
		row("세출", "사업비", "운영비", "생계비", 400_000_000, 자금원천="자부담"),
	)


@pytest.fixture
def home():
	return Place("노인요양시설", 2022)


@pytest.fixture
def chosen(home):
	return {"program": f"{home.facility}-공통(운영)", "fund_source": f"{home.facility}-자부담"}


def test_a_published_budget_is_understood(home, chosen):
	"""What it spells in its own way is found; what the law's table lacks is told, row by row."""
	report = home.check(published("original_budget"), **chosen)
	told = {fault["row"]: fault["value"] for fault in report["faults"]}
	assert told == {3: "비급여수입(의료)", 4: "계약의사진료비", 6: "일자리안정자금", 7: "일학습"}
	assert any("보조금수입" in note for note in report["notes"])


def test_a_published_budget_goes_in_with_its_supplement(home, chosen):
	"""The published file has the revenue side only.

	It goes in as a draft, which is not confirmed until the expenses match.
	"""
	report = home.check(published("original_budget"), create_subjects=1, **chosen)
	assert report["is_clean"]
	assert report["revenue_total"] == 1_558_468_000
	assert [subject["path"].split(" > ")[-1] for subject in report["new_subjects"]] == [
		"비급여수입(의료)",
		"계약의사진료비",
		"일자리안정자금",
		"일학습",
	]
	name = home.take(published("original_budget"), create_subjects=1, **chosen)["budget"]
	doc = frappe.get_doc("Facility Budget", name)
	assert (doc.revenue_total, doc.expense_total) == (1_558_468_000, 0)
	with refused(frappe.ValidationError, "1,558,468,000"):
		home.approve(name)
	home.take(expenses(1_558_468_000), budget=name, **chosen)
	home.approve(name)
	salaries = BudgetKey(
		home.facility,
		home.year,
		"Expense",
		f"{home.facility}-E-111",
		chosen["program"],
		chosen["fund_source"],
	)
	assert ledger.status(salaries).left == 1_158_468_000

	with acting_as(home.accountant):
		supplement = api.make_supplementary(name)
	report = home.take(published("first_supplement"), budget=supplement, **chosen)
	assert not report["new_subjects"]
	doc = frappe.get_doc("Facility Budget", supplement)
	assert (doc.revenue_total, doc.expense_total) == (1_378_587_120, 1_558_468_000)
	first = doc.revenue_lines[0]
	assert (first.amount, first.previous_amount) == (86_405_000, 90_705_000)
	assert sum(line.previous_amount for line in doc.revenue_lines) == 1_558_468_000
	with refused(frappe.ValidationError, "1,378,587,120", "1,558,468,000"):
		home.approve(supplement)
	home.take(expenses(1_378_587_120), budget=supplement, **chosen)
	home.approve(supplement)
	assert ledger.status(salaries).left == 978_587_120
