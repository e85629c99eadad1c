"""연말정산 and what the offices want of a year: settled with a pay, returned in A02 and A04, sums that agree with the payslips."""

import base64
import io

import factory
import frappe
import openpyxl
import payroll_house as house_of
import pytest
import sheets
from factory import acting_as
from frappe.utils import get_first_day, get_last_day, getdate
from paper_helpers import pages, plain
from refusals import refused

from huimang.approval import service as approval
from huimang.ledger import verify
from huimang.migration import api as uploads
from huimang.money import won
from huimang.personnel.filings import api, files, insurance_report, year_end, year_pay
from huimang.personnel.payroll import service
from huimang.printing.service import Job, print_documents
from huimang.rules import statement_forms, withholding_return
from huimang.statements import engine, pack
from huimang.statements.definition import RowKind
from huimang.statements.filters import read_books
from huimang.tax import clearing, sources


@pytest.fixture(scope="module")
def house(site):
	"""A facility with two confirmed months of pay, of one who stays, one who leaves in September and one with a meal."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	made = house_of.make(frappe.generate_hash(length=6))
	made.stays = house_of.employ(made, "김재직", step=8)
	made.leaves = house_of.employ(made, "이중퇴", left_on="2026-09-30")
	made.joins = house_of.employ(made, "박입사", hired_on="2026-08-16")
	pay = {"doctype": "Employee Pay", "facility": made.facility, "employee": made.stays}
	with acting_as(made.users["hr"]):
		frappe.get_doc(
			{
				**pay,
				"effective_from": "2026-01-01",
				"items": [
					{"pay_item": made.items["정액급식비"], "amount": 140_000},
					{"pay_item": made.items["자가운전보조금"], "amount": 200_000},
				],
			}
		).insert()
	for month in (7, 8):
		run = house_of.run(made, month=month)
		with acting_as(made.users["hr"]):
			approval.move_to(run.doctype, run.name, "In Approval")
		with acting_as(made.users["head"]):
			approval.move_to(run.doctype, run.name, "Approved")
	frappe.db.commit()
	return made


def adjustment(house, employee, **kw):
	values = {"doctype": year_end.ADJUSTMENT, "facility": house.facility, "employee": employee, "year": 2026}
	with acting_as(house.users["hr"]):
		return frappe.get_doc({**values, **kw}).insert()


def figures_of(house, run, employee) -> dict[str, int]:
	return {line.code: int(line.amount) for line in house_of.slip_of(run, employee).lines if line.code}


def test_an_adjustment_tells_what_was_withheld_and_what_is_left(house):
	doc = adjustment(house, house.stays, income_tax=100_009, local_tax=10_000, is_known=1)
	slips = frappe.get_all("Payslip", {"employee": house.stays}, ["taxable", "income_tax", "local_tax"])
	assert (int(doc.total_pay), int(doc.paid_income_tax), int(doc.paid_local_tax)) == tuple(
		int(sum(slip[field] for slip in slips)) for field in ("taxable", "income_tax", "local_tax")
	)
	# what is paid back is cut below ten won as what is withheld is
	left = 100_009 - int(doc.paid_income_tax)
	assert int(doc.income_tax_due) == (-(-left // 10 * 10) if left < 0 else left // 10 * 10)
	assert (doc.paid_year, doc.paid_month) == (2027, 2)
	with refused(frappe.DuplicateEntryError):
		adjustment(house, house.stays)


@pytest.mark.parametrize(
	("left", "settled"),
	[
		((999, 99), (0, 0)),
		((1_000, 100), (1_000, 100)),
		((1_239, 123), (1_230, 120)),
		((-1_239, -123), (-1_230, -120)),
		((0, -55), (0, -50)),
	],
)
def test_small_sums_are_not_withheld_and_ends_are_cut(left, settled):
	"""소득세법 제86조; 국고금 관리법 제47조."""
	assert year_end.settle(*left, getdate("2027-02-25")) == settled


def test_a_leaver_is_settled_with_the_last_pay_and_returned_in_a02(house):
	"""Payslip = resolution = 예수금 = return, where money is paid back and where it is withheld."""
	left = adjustment(house, house.leaves, kind="Leaver", income_tax=20_000, local_tax=2_000, is_known=1)
	assert (left.paid_year, left.paid_month) == (2026, 9)
	more = adjustment(
		house, house.stays, kind="Year End", paid_year=2026, paid_month=9, year=2025, income_tax=50_000,
		local_tax=5_000, earlier_income_tax=20_000, is_known=1,
	)  # fmt: skip
	run = house_of.confirm(house, house_of.run(house, month=9))
	before = frappe.get_all(
		"Payslip", {"employee": house.leaves, "payroll_run": ("!=", run.name)}, ["income_tax", "local_tax"]
	)
	slip = house_of.slip_of(run, house.leaves)
	income = 20_000 - int(sum(row.income_tax for row in before)) - int(slip.income_tax)
	local = 2_000 - int(sum(row.local_tax for row in before)) - int(slip.local_tax)
	assert income < 0
	figures = figures_of(house, run, house.leaves)
	assert figures["Income Tax Settled on Leaving"] == -(-income // 10 * 10)
	assert figures["Local Income Tax Settled on Leaving"] == -(-local // 10 * 10)
	assert figures_of(house, run, house.stays)["Income Tax of the Year-end Adjustment"] == 30_000
	pay = frappe.get_doc("Expense Resolution", service.resolutions_of(run.name)[0].name)
	pay = factory.settle(factory.approve(pay))
	month = get_first_day(pay.payment_date), get_last_day(pay.payment_date)
	paid = sources.payments(house.facility, "Facility", *month)
	rows = {(row.code, row.person): row for row in paid}
	assert rows["A02", house.leaves].income_tax == figures["Income Tax Settled on Leaving"]
	year = year_pay.of_year(house.facility, 2026, employees=[house.leaves])[house.leaves]
	assert rows["A02", house.leaves].paid == year.taxable + year.tax_free
	assert rows["A04", house.stays].income_tax == 30_000 and rows["A04", house.stays].paid == 0
	# what the return asks for is what 예수금 owes of taxes
	owed = sum(int(row.income_tax + row.local_tax) for row in paid)
	kept = sum(
		int(line.amount)
		for name in frappe.get_all("Payslip", {"payroll_run": run.name}, pluck="name")
		for line in frappe.get_doc("Payslip", name).lines
		if line.code in service.TAXES
	)
	assert owed == kept
	filled = withholding_return.compose(paid)
	lines = {line.code: line for line in filled.lines}
	assert (
		lines["A10"].income_tax == lines["A01"].income_tax + lines["A02"].income_tax + lines["A06"].income_tax
	)
	insurance = frappe.get_doc("Expense Resolution", service.resolutions_of(run.name)[1].name)
	factory.settle(factory.approve(insurance))
	assert clearing.balance(clearing.account_of(house.facility, "Facility")) == -kept
	assert not verify.verify(house.facility)
	# what is settled stays
	with acting_as(house.users["hr"]):
		more.reload()
		more.income_tax = 60_000
		with refused(frappe.ValidationError, "차액"):
			more.save()
		with refused(frappe.ValidationError, "지울 수 없습니다"):
			more.delete()


def test_adjustments_are_made_for_all_who_are_there_at_the_end_of_the_year(house):
	with acting_as(house.users["hr"]):
		assert year_end.make_for(house.facility, 2026) == 2
		assert year_end.make_for(house.facility, 2026) == 0


def test_the_year_agrees_with_the_payslips(house):
	"""총급여 without what is free of tax; what is reported of that leaves the car out (미제출 비과세)."""
	found = year_pay.of_year(house.facility, 2026)
	assert set(found) == {house.stays, house.leaves, house.joins}
	own = found[house.stays]
	slips = frappe.get_all("Payslip", {"employee": house.stays}, ["gross", "tax_free", "taxable"])
	assert own.taxable == won(sum(slip.taxable for slip in slips))
	assert (own.tax_free, won(sum(slip.tax_free for slip in slips))) == (280_000, 680_000)
	assert (own.health, own.months) == (own.taxable, 2)


def test_reports_of_the_year_hold_those_who_were_insured(house):
	with acting_as(house.users["hr"]):
		health, employment = (
			frappe.get_doc({"doctype": insurance_report.REPORT, "facility": house.facility, "kind": kind, "year": 2026}).insert()
			for kind in insurance_report.YEARLY
		)  # fmt: skip
	assert [row.employee for row in health.rows] == [house.stays, house.joins]
	assert [row.employee for row in employment.rows] == [house.stays, house.leaves, house.joins]
	assert str(employment.rows[1].left_on) == "2026-10-01"
	paid = year_pay.of_year(house.facility, 2026)
	assert int(employment.total_pay) == sum(year.employment for year in paid.values())
	assert int(health.rows[0].premium) == paid[house.stays].health_premium


def test_a_report_that_was_handed_in_closes_its_task_and_stays(house):
	task = {
		"facility": house.facility,
		"rule_code": "HEALTH-TOTAL",
		"period": "2026",
		"title": "보수총액 통보",
	}
	name = f"{house.facility}-HEALTH-TOTAL-2026"
	frappe.get_doc({"doctype": "Filing Task", "due_on": "2027-03-10", "responsible_role": "HR Manager", **task}).insert(
		set_name=name
	)  # fmt: skip
	report = {"doctype": insurance_report.REPORT, "facility": house.facility, "kind": "Health Total Pay"}
	with acting_as(house.users["hr"]):
		doc = frappe.get_doc({**report, "year": 2026}).insert()
		doc.filed_on = "2027-03-08"
		doc.save()
		assert frappe.db.get_value("Filing Task", name, "status") == "Done"
		with refused(frappe.ValidationError, "제출"):
			doc.delete()


def test_joining_and_leaving_are_reported_by_their_days(house):
	report = {"doctype": insurance_report.REPORT, "facility": house.facility}
	with acting_as(house.users["hr"]):
		joined = frappe.get_doc(
			{**report, "kind": "Acquisition", "from_date": "2026-08-01", "to_date": "2026-08-31"}
		).insert()
		left = frappe.get_doc(
			{**report, "kind": "Loss", "from_date": "2026-10-01", "to_date": "2026-10-31"}
		).insert()
		with refused(frappe.ValidationError):
			frappe.get_doc(
				{**report, "kind": "Loss", "from_date": "2026-03-01", "to_date": "2026-03-31"}
			).insert()
	assert [(row.employee, str(row.joined_on)) for row in joined.rows] == [(house.joins, "2026-08-16")]
	assert [(row.employee, str(row.left_on)) for row in left.rows] == [(house.leaves, "2026-10-01")]
	paid = year_pay.of_year(house.facility, 2026)[house.leaves]
	assert (int(left.rows[0].total_pay), left.rows[0].months) == (paid.taxable, paid.months)
	# what HR corrects is what is handed in
	left.rows[0].total_pay = paid.taxable + 1_000_000
	with acting_as(house.users["hr"]):
		left.save()
		for row in left.rows:
			card = frappe.get_doc("Facility Employee", row.employee)
			card.resident_no, card.resident_no_is_new = "900101-9000013", 1
			card.save()
		sheet = openpyxl.load_workbook(io.BytesIO(files.of_report(left, "xlsx")[0])).active
	assert str(paid.taxable + 1_000_000) in [cell.value for cell in sheet[2]]


def drawn(house, statement, **filters):
	with acting_as(house.users["hr"]):
		return engine.draw(statement, {"facility": house.facility, "accounting_year": house.year, **filters})


def total_of(statement):
	return next(row.values for row in statement.rows if row.kind is RowKind.TOTAL)


def test_statements_of_wages_agree_with_each_other_and_with_the_payslips(house):
	"""Σ 급여대장 = 간이지급명세서 = 지급명세서 총급여 (filings.md §7)."""
	slips = frappe.get_all(
		"Payslip", {"facility": house.facility, "status": "Confirmed"}, ["taxable", "income_tax", "local_tax"]
	)
	year, simple = total_of(drawn(house, "wage_statement")), total_of(drawn(house, "simple_wage_statement"))
	assert year["taxable"] == simple["taxable"] == won(sum(slip.taxable for slip in slips))
	assert year["income_tax"] == won(sum(slip.income_tax for slip in slips))
	assert year["local_tax"] == won(sum(slip.local_tax for slip in slips))
	assert total_of(drawn(house, "simple_wage_statement", from_month=1, to_month=6)).get("taxable") is None


def test_files_with_whole_numbers_are_logged_and_for_those_who_keep_the_cards(house, monkeypatch):
	monkeypatch.setattr(api, "file_response", lambda *answer: answer)
	frappe.db.set_value("Facility Employee", {"facility": house.facility}, "resident_no", None)
	filters = {"facility": house.facility, "accounting_year": house.year}
	with acting_as(house.users["hr"]):
		with refused(frappe.ValidationError, "주민등록번호"):
			api.wage_file("wage_statement", frappe.as_json(filters), "제출")
		for name in (house.stays, house.leaves, house.joins):
			card = frappe.get_doc("Facility Employee", name)
			card.resident_no, card.resident_no_is_new = "900101-9000013", 1
			card.save()
		content, _title, employees = files.of_wages("wage_statement", filters)
		book = openpyxl.load_workbook(io.BytesIO(content))
		assert any("9001019000013" in str(cell.value) for row in book.active for cell in row)
		report = {
			"doctype": insurance_report.REPORT,
			"facility": house.facility,
			"kind": "Employment Total Pay",
		}
		doc = frappe.get_doc({**report, "year": 2026}).insert()
		paper = plain(" ".join(pages(files.of_report(doc, "pdf")[0])))
		assert "900101-9000013" in paper and "보수총액신고서" in paper
		book = openpyxl.load_workbook(io.BytesIO(files.of_report(doc, "xlsx")[0]))
		assert [cell.value for cell in book.active[1]] == list(files.EMPLOYMENT_HEAD)
		api.wage_file("wage_statement", frappe.as_json(filters), "지급명세서 제출")
		assert frappe.db.count(
			"Access Log", {"method": "wage_statement", "reference_document": ("in", employees)}
		) == len(employees)
		plain_paper = plain(" ".join(pages(print_documents(Job(doc.doctype, [doc.name])).content)))
		assert "900101-9000013" not in plain_paper
	with acting_as(house.users["head"]), refused(frappe.PermissionError):
		frappe.get_doc({**report, "year": 2025}).insert()
	with acting_as(house.users["accountant"]), refused(frappe.PermissionError):
		api.wage_file("wage_statement", frappe.as_json(filters), "제출")


def test_the_list_of_remuneration_agrees_with_the_payslips(house):
	"""별지 제4호: 본봉 and 수당 by their subjects, what is deducted, what is paid out."""
	statement = drawn(house, "remuneration")
	total = total_of(statement)
	slips = frappe.get_all(
		"Payslip", {"facility": house.facility, "status": "Confirmed"}, ["gross", "deducted", "net"]
	)
	assert [total[field] for field in ("gross", "deducted", "net")] == [
		won(sum(slip[field] for slip in slips)) for field in ("gross", "deducted", "net")
	]
	assert statement.form.legal_basis.endswith("[별지 제4호서식]")
	assert (
		tuple(column.label for column in statement.form.columns)
		== statement_forms.find("remuneration", "Facility", getdate("2026-12-31")).columns
	)


@pytest.mark.parametrize(
	("type_name", "number", "paper"),
	[("노인요양시설", "별지 제4호의2", 19), ("재가장기요양기관", "별지 제2호", 1)],
)
def test_care_institutions_have_a_form_of_their_own_in_their_settlement(house, type_name, number, paper):
	"""제20조제2항 단서; 장기요양기관 재무·회계 규칙 제11조제1항제1호."""
	frappe.db.set_value("Facility", house.facility, "facility_type", type_name)
	frappe.clear_document_cache("Facility", house.facility)
	statement = drawn(house, "remuneration")
	total = total_of(statement)
	assert f"[{number}서식]" in statement.form.legal_basis
	sums = {
		kind: won(
			frappe.db.sql(
				"""select sum(line.amount) from `tabPayslip Line` line join `tabPayslip` slip on slip.name = line.parent
				where slip.facility = %s and slip.status = 'Confirmed' and line.kind = %s""",
				(house.facility, kind),
			)[0][0]
		)
		for kind in ("Earning", "Employer")
	}
	assert total["base"] + total["allowances"] == sums["Earning"]
	assert total["severance"] + total["insurance"] == sums["Employer"]
	assert total["total"] == sum(sums.values())
	assert [row.values["job"] for row in statement.rows if row.kind is RowKind.SUBTOTAL] == ["직접비 계"]
	filters = {"facility": house.facility, "accounting_year": house.year}
	books = read_books(filters)
	assert {(row.no, row.statement) for row in pack.required(books)} >= {(paper, "remuneration")}
	with acting_as(house.users["accountant"]):
		assert not pack._may_print("remuneration", house.facility)


def upload(house, method, *rows):
	header = ["사번", "성명", "귀속연도", "결정세액", "결정세액(지방소득세)", "종(전) 소득세"]
	content = base64.b64encode(sheets.workbook(*rows, header=header)).decode()
	with acting_as(house.users["hr"]):
		return method("year_end", house.facility, content)


def test_results_come_by_excel_and_replace_what_was_missing(house):
	"""All rows or none; an adjustment that waits for its result gets it, one that has it is passed over."""
	with acting_as(house.users["hr"]):
		year_end.make_for(house.facility, 2026)
	rows = [(None, "김재직", 2026, "512,340", "51,230", 0), (None, "이중퇴", 2026, 10_000, 1_000, 2_000)]
	bad = upload(house, uploads.take, *rows, (None, "없는사람", 2026, 1, 1, 0))
	assert not bad["is_clean"] and not frappe.db.count(
		year_end.ADJUSTMENT, {"facility": house.facility, "is_known": 1}
	)
	told = upload(house, uploads.check, *rows)
	assert (told["new"], told["changed"]) == (1, 1)
	assert upload(house, uploads.take, *rows)["taken"] == 2
	doc = frappe.get_doc(year_end.ADJUSTMENT, {"employee": house.stays, "year": 2026})
	assert (int(doc.income_tax), doc.is_known) == (512_340, 1)
	assert int(doc.income_tax_due) == (512_340 - int(doc.paid_income_tax)) // 10 * 10
	assert upload(house, uploads.check, *rows)["known"] == 2


def test_pay_of_before_the_facility_began_counts_for_the_year(house):
	before = year_pay.of_year(house.facility, 2026)[house.stays]
	opening = {"doctype": "Opening Pay", "facility": house.facility, "employee": house.stays, "year": 2026}
	amounts = {
		"gross": 3_000_000,
		"tax_free": 200_000,
		"income_tax": 74_350,
		"local_tax": 7_430,
		"health": 100_000,
	}
	with acting_as(house.users["hr"]):
		frappe.get_doc({**opening, "month": 3, **amounts}).insert()
	after = year_pay.of_year(house.facility, 2026)[house.stays]
	assert (after.taxable - before.taxable, after.tax_free - before.tax_free) == (2_800_000, 200_000)
	assert (after.income_tax - before.income_tax, after.months - before.months) == (74_350, 1)
	assert after.health_premium - before.health_premium == 100_000
	doc = adjustment(house, house.stays, income_tax=74_350, local_tax=0, is_known=1)
	assert int(doc.paid_income_tax) == after.income_tax
