"""Books that were kept elsewhere: taken over by list up to a day, booked through the ledger, and taken back as a whole."""

import base64

import factory
import frappe
import house
import pytest
from factory import acting_as
from sheets import workbook

from huimang.donation import booking
from huimang.errors import ClosedPeriodError, FacilityAccessError
from huimang.ledger import balances, verify
from huimang.migration import api, imports
from huimang.takeover import api as takeover

DAY = "2026-10-31"
HEAD = ("거래일", "구분", "결의번호", "목", "적요", "금액", "거래처", "통장", "받는 통장")
GRANT = ("2026-01-05", "수입", "수입-1", "시·군·구보조금", "1분기 보조금", 900_000, "구청", "", "")
PENS = ("2026-01-20", "지출", "지출-1", "수용비 및 수수료", "필기구", 30_000, "희망문구", "", "")
PAPER = ("2026-01-20", "지출", "지출-1", "수용비 및 수수료", "용지", 50_000, "", "", "")
TRIP = ("2026-02-10", "지출", "지출-2", "여비", "출장", 40_000, "", "", "")
BACK = ("2026-03-02", "지출", "지출-3", "여비", "출장비 여입", "△10,000", "", "", "")
MOVED = ("2026-03-05", "이체", "", "", "운영비 이체", 100_000, "", "보조금 통장", "운영비 통장")
STATED = ("2026-03-31", "잔액", "", "", "", 690_000, "", "보조금 통장", "")
BOOK = (TRIP, GRANT, PENS, PAPER, BACK, MOVED, STATED)


def make():
	home = house.build()
	home.stranger = factory.make_user(f"x-{home.head}", factory.make_facility(), ["Facility Head"])
	with acting_as(home.head):
		takeover.set_day(home.year, DAY, "10월까지는 다른 프로그램으로 회계를 처리하였음")
	return home


built, clean_slate, home = house.once(make, lambda home: (*house.people_of(home), home.stranger))


def send(home, road, *rows, kind="past_resolutions", header=HEAD, **more):
	content = base64.b64encode(workbook(*rows, header=header)).decode()
	options = {"accounting_year": home.year, "bank_account": home.bank, **more.pop("options", {})}
	with acting_as(more.pop("user", home.accountant)):
		return road(kind, home.facility, content, options=options, **more)


def check(home, *rows, **more):
	return send(home, api.check, *rows, **more)


def take(home, *rows, **more):
	return send(home, api.take, *rows, file_name="장부.xlsx", rows=len(rows), **more)


def undo(home, told, user=None):
	with acting_as(user or home.head):
		api.undo(told["facility_import"])
		imports.undo(told["facility_import"])


def books(home) -> tuple:
	"""What the ledger of a facility says, all of it."""
	return (
		frappe.get_all(
			"Ledger Entry", {"facility": home.facility}, ["name", "hash", "amount"], order_by="name"
		),
		sorted(
			(row.mok, row.bank_account, row.month, row.amount, row.cash_amount)
			for row in balances.totals(home.year, ("mok", "bank_account", "month"))
		),
		sorted(map(str, balances.budget_lines(home.year))),
		frappe.db.get_value("Ledger Head", home.facility, ["last_no", "last_hash"]) or (0, ""),
	)


def reasons(told) -> list[str]:
	return [f"{fault['row']} {fault['reason']}" for fault in told["faults"]]


def test_a_book_is_taken_over_and_adds_up(home):
	told = check(home, *BOOK)
	assert told["faults"] == [] and told["new"] == 5
	assert not frappe.db.exists("Ledger Entry", {"facility": home.facility})
	by_month, by_account = told["tables"]
	assert by_month["rows"][0] == ["2026-01", "900,000", "80,000", "820,000"]
	assert by_month["rows"][2] == ["2026-03", "0", "△10,000", "790,000"]
	assert [row[:3] for row in by_account["rows"]] == [
		["보조금 통장", "690,000", "690,000"],
		["운영비 통장", "100,000", ""],
	]
	assert take(home, *BOOK)["taken"] == 5
	assert verify.verify(home.facility) == []
	assert balances.cash_of(home.year, home.bank) == 690_000
	assert home.left(home.travel) == house.BUDGET - 30_000
	rows = frappe.get_all(
		"Expense Resolution",
		{"facility": home.facility},
		["name", "resolution_no", "former_no", "total_amount", "payment_date", "approval_date", "taken_over"],
		order_by="resolution_no",
	)
	assert [(row.resolution_no, row.former_no, row.total_amount) for row in rows] == [
		("2026-00001", "지출-1", 80_000),
		("2026-00002", "지출-2", 40_000),
		("2026-00003", "지출-3", -10_000),
	]
	first = frappe.get_doc("Expense Resolution", rows[0].name)
	assert (str(first.approval_date), first.taken_over, first.stage, first.docstatus) == (
		"2026-01-20",
		1,
		"Settled",
		1,
	)
	assert [row.description for row in first.lines] == ["필기구 (희망문구)", "용지"]
	assert not frappe.db.exists("Approval Step", {"reference_name": first.name})
	days = frappe.get_all(
		"Ledger Entry", {"facility": home.facility}, pluck="posting_date", order_by="entry_no"
	)
	assert days == sorted(days)


def test_what_was_taken_over_is_known_again(home):
	take(home, *BOOK)
	again = take(home, *BOOK)
	assert (again["known"], again["taken"]) == (5, 0)
	more = ("2026-04-01", "지출", "지출-4", "여비", "출장", 40_000, "", "", "")
	told = take(home, *BOOK, more)
	assert (told["known"], told["taken"]) == (5, 1)
	assert frappe.get_last_doc("Expense Resolution").resolution_no == "2026-00004"


@pytest.mark.parametrize(
	("row", "reason"),
	[
		(("2026-11-01", *TRIP[1:]), "10-31"),
		(("2025-12-31", *TRIP[1:]), "01-01"),
		((*TRIP[:5], 1_000_001, *TRIP[6:]), "1,000,000"),
		((*TRIP[:3], "없는과목", *TRIP[4:]), "없는과목"),
		((*TRIP[:3], "직책보조비", *TRIP[4:]), "예산"),
		((*TRIP[:5], -1, *TRIP[6:]), "돌려받은"),
		((*TRIP[:7], "없는통장", ""), "없는통장"),
		((*TRIP[:5], "", *TRIP[6:]), "금액"),
		((*MOVED[:7], "보조금 통장", "보조금 통장"), "서로 다른"),
		((*MOVED[:8], ""), "받는 통장"),
		((*STATED[:5], 1, "", "보조금 통장", ""), "0원"),
	],
)
def test_a_wrong_row_is_told_with_its_reason(home, row, reason):
	told = check(home, row)
	assert len(told["faults"]) == 1 and reason in told["faults"][0]["reason"] + told["faults"][0]["column"], (
		told
	)


def test_one_wrong_row_takes_its_document_with_it(home):
	wrong = (*PAPER[:3], "없는과목", *PAPER[4:])
	unread = (*PAPER[:5], "오만원", *PAPER[6:])
	for bad in (wrong, unread):
		told = check(home, GRANT, PENS, bad, TRIP)
		assert told["new"] == 2 and told["wrong"] >= 1
	told = take(home, GRANT, PENS, unread, TRIP, good_only=1)
	assert told["taken"] == 2
	assert frappe.get_all("Expense Resolution", {"facility": home.facility}, pluck="former_no") == ["지출-2"]


def test_an_import_is_taken_back_without_a_trace(home):
	before = books(home)
	told = take(home, *BOOK)
	with pytest.raises(FacilityAccessError):
		undo(home, told, home.accountant)
	undo(home, told)
	assert books(home) == before
	assert verify.verify(home.facility) == []
	for doctype in ("Expense Resolution", "Expense Resolution Line", "Income Resolution", "Fund Transfer"):
		key = "facility" if not doctype.endswith("Line") else "account_subject"
		assert not frappe.db.exists(doctype, {key: home.facility if key == "facility" else home.travel})
	assert take(home, *BOOK)["taken"] == 5
	assert frappe.get_all("Income Resolution", {"facility": home.facility}, pluck="resolution_no") == [
		"2026-00001"
	]


def test_later_imports_are_taken_back_first(home):
	first, then = take(home, GRANT, PENS), take(home, TRIP)
	with pytest.raises(frappe.ValidationError, match="이어졌으므로"):
		undo(home, first)
	# the request would end here, and all of it be rolled back
	frappe.db.set_value(imports.DOCTYPE, first["facility_import"], "status", imports.DONE)
	undo(home, then)
	undo(home, first)
	assert books(home)[3] == (0, "")


def test_with_the_first_document_of_its_own_the_book_stands(home):
	told = take(home, GRANT, TRIP)
	own = factory.settle(factory.approve(home.expense()))
	assert own.resolution_no == "2026-00002"
	for refused in (lambda: take(home, PENS), lambda: undo(home, told)):
		with pytest.raises(frappe.ValidationError, match="이미 이 시설의 결의서"):
			refused()
	with acting_as(home.head), pytest.raises(frappe.ValidationError, match="이미 이 시설의 결의서"):
		takeover.set_day(home.year, "2026-11-01", "고침")


def test_what_somebody_refers_to_is_not_taken_back(home):
	told = take(home, GRANT, TRIP)
	paid = frappe.get_doc("Expense Resolution", {"facility": home.facility})
	with acting_as(home.accountant):
		factory.refund(paid, [5_000])
	with pytest.raises(frappe.ValidationError, match="되돌릴 수 없습니다"):
		undo(home, told)


def test_own_money_does_not_move_on_a_day_of_the_list(home):
	with acting_as(home.head):
		takeover.set_day(home.year, frappe.utils.nowdate(), "오늘까지")
	doc = factory.approve(home.expense())
	with pytest.raises(ClosedPeriodError, match="이전 시스템"):
		factory.settle(doc)


def test_a_single_document_is_cancelled_like_any_other(home):
	take(home, GRANT, TRIP)
	doc = frappe.get_doc("Expense Resolution", {"facility": home.facility})
	from huimang.approval import service

	with acting_as(home.head):
		service.move_to(doc.doctype, doc.name, "Cancelled", comment="두 번 적었음")
	assert home.left(home.travel) == house.BUDGET
	assert verify.verify(home.facility) == []


def test_the_sums_of_a_year_are_taken_over_instead(home):
	header = ("구분", "목", "금액", "통장", "받는 통장")
	rows = (
		("수입", "시·군·구보조금", 900_000, "", ""),
		("지출", "여비", 200_000, "", ""),
		("이체", "", 50_000, "보조금 통장", "운영비 통장"),
		("잔액", "", 650_000, "보조금 통장", ""),
	)
	wrong = ("잔액", "", 60_000, "운영비 통장", "")
	told = check(home, *rows, wrong, kind="opening_balances", header=header)
	assert "50,000" in told["faults"][0]["reason"] and len(told["faults"]) == 1
	options = {"day": "2026-06-30"}
	told = take(home, *rows, kind="opening_balances", header=header, options=options)
	assert told["taken"] == 3
	assert frappe.db.get_value("Expense Resolution", {"facility": home.facility}, "purpose").startswith(
		"2026-06-30"
	)
	assert "06-30" in reasons(check(home, TRIP))[0]
	later = ("2026-07-01", *TRIP[1:])
	assert take(home, later)["taken"] == 1
	with pytest.raises(frappe.ValidationError, match="이미"):
		check(home, *rows, kind="opening_balances", header=header)
	assert verify.verify(home.facility) == []


def test_only_the_head_sets_the_day_and_only_where_it_fits(home):
	for user in (home.accountant, home.director, home.stranger):
		with acting_as(user), pytest.raises(FacilityAccessError):
			takeover.set_day(home.year, DAY, "아무나")
	take(home, GRANT, TRIP)
	with acting_as(home.head):
		for day, reason, said in (
			("2027-01-01", "사유", "사이"),
			("2026-06-30", "", "사유|까닭|적어"),
			("2026-01-31", "사유", "먼저"),
			(None, "", "먼저"),
		):
			with pytest.raises(frappe.ValidationError, match=said):
				takeover.set_day(home.year, day, reason)
		takeover.set_day(home.year, "2026-09-30", "9월까지로 고침")
	assert str(frappe.db.get_value("Accounting Year", home.year, "taken_over_until")) == "2026-09-30"


def test_nobody_marks_a_document_of_their_own_as_taken_over(home):
	doc = home.expense()
	with acting_as(home.accountant):
		doc.taken_over = 1
		with pytest.raises(frappe.ValidationError):
			doc.save()
	made = home.expense(taken_over=1, former_no="1", import_key="P/1")
	assert (made.taken_over, made.former_no, made.import_key) in ((0, None, None), (None, None, None))


def test_without_a_day_nothing_is_taken_over(home):
	with acting_as(home.head):
		takeover.set_day(home.year, None, "")
	with pytest.raises(frappe.ValidationError, match="시설장"):
		check(home, TRIP)
	with pytest.raises(FacilityAccessError):
		check(home, TRIP, user=home.head)


def test_gifts_of_those_days_are_booked_by_nobody_else(home):
	def gift(day):
		values = {"donation_kind": "Money", "donor": donor, "donated_on": day, "amount": 10_000}
		values |= {"facility": home.facility, "bank_account": home.donation_bank}
		return frappe.get_doc({"doctype": "Donation", **values}).insert()

	donor = (
		frappe.get_doc({"doctype": "Donor", "facility": home.facility, "donor_name": "김후원"}).insert().name
	)
	old, new = gift("2026-10-31"), gift("2026-11-01")
	assert (old.status, new.status) == ("Booked", "To Be Resolved")
	assert booking.waiting(home.facility) == [new.name]
	with acting_as(home.head):
		takeover.set_day(home.year, "2026-09-30", "9월까지")
	assert frappe.db.get_value("Donation", old.name, "status") == "To Be Resolved"
	with acting_as(home.head):
		takeover.set_day(home.year, "2026-11-01", "11월 1일까지")
	assert booking.waiting(home.facility) == []
	with acting_as(home.accountant), pytest.raises(frappe.ValidationError, match="이전 시스템"):
		booking.resolve(home.facility, [new.name])
