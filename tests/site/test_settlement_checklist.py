"""The checklist of a settlement: what the other areas lack, told to those who may see it, and gone when it is done."""

from types import SimpleNamespace
from unittest.mock import patch

import factory
import frappe
import house
import past_year
import pytest
from paper_helpers import person

from huimang.ledger import verify
from huimang.ledger.keys import REVENUE
from huimang.settlement import api, checklist
from huimang.settlement.checklist import DONE, MISSING
from huimang.statements import pack

pytestmark = pytest.mark.usefixtures("ledger_alone")


def make() -> SimpleNamespace:
	with patch.object(verify, "BUDGET_SOURCES", "nothing_asked"):
		past = past_year.make().lived()
		return SimpleNamespace(past=past, settlement=past.settlement())


def people(made: SimpleNamespace) -> list[str]:
	return [made.past.accountant, made.past.head]


built, clean_slate, made = house.once(make, people)


def told(made, user: str | None = None) -> dict[str, dict]:
	with factory.acting_as(user or made.past.head):
		return {item["label"]: item for item in api.missing(made.settlement.name)}


def record(doctype: str, **values) -> str:
	"""A record without what its own area asks of one."""
	doc = frappe.new_doc(doctype)
	doc.update(values)
	doc.name = frappe.generate_hash(length=10)
	doc.db_insert()
	return doc.name


def test_what_is_missing_is_told_with_what_to_do_and_where(made):
	past = made.past
	year = {"facility": past.facility, "accounting_year": past.year}
	record(
		"Donation",
		facility=past.facility,
		donated_on="2025-05-05",
		amount=70_000,
		status="Unidentified",
		donation_kind="Money",
	)
	grant = record("Subsidy Grant", **year, title="일자리 사업", status="Running", docstatus=1)
	record("Facility Employee", facility=past.facility)
	record("Facility Asset", facility=past.facility)
	record("Filing Task", facility=past.facility, status="Open", due_on="2025-03-10", title="원천세 신고")
	items = told(made)
	for label in (
		"결산 서류 한 파일",
		"감사보고서",
		"매월 급여 지급",
		"연 1회 재물조사",
		"모든 후원금의 기장",
		"일자리 사업",
	):
		assert items[label]["state"] == MISSING and items[label]["todo"] and items[label]["route"], label
	assert items["일자리 사업"]["route"] == ("Form", "Subsidy Grant", grant)
	assert "1건, 70,000원" in items["모든 후원금의 기장"]["detail"]
	assert (
		items["매월 급여 지급"]["detail"].startswith("2025-01, 2025-02")
		and "원천세 신고" in items["올해의 신고·제출"]["detail"]
	)

	for month in range(1, 13):
		record("Payroll Run", **year, year=2025, month=month, stage="Settled")
	record("Asset Inspection", facility=past.facility, stage="Approved", base_date="2025-12-20")
	frappe.db.set_value("Donation", {"facility": past.facility}, "status", "Booked")
	frappe.db.set_value("Subsidy Grant", grant, "status", "Repaid")
	frappe.db.set_value("Filing Task", {"facility": past.facility}, "status", "Done")
	record("Donation Disclosure", **year, status="Public")
	items = told(made)
	for label in (
		"매월 급여 지급",
		"연 1회 재물조사",
		"모든 후원금의 기장",
		"일자리 사업",
		"올해의 신고·제출",
		"후원금 수입·사용 내용 공개",
	):
		assert items[label]["state"] == DONE and not items[label]["todo"], label


def test_papers_are_to_be_made_again_when_the_books_have_changed(made):
	past, name = made.past, made.settlement.name
	with factory.acting_as(past.accountant), patch.object(pack, "to_pdf", lambda made: b"%PDF-1.4"):
		pack.store(name, pack.draw(past.facility, past.year))
	assert told(made)["결산 서류 한 파일"]["state"] == DONE
	frappe.db.set_value("File", {"attached_to_name": name}, "creation", "2026-01-01 00:00:00")
	past.move(REVENUE, 5, "2025-12-31")
	changed = told(made)["결산 서류 한 파일"]
	assert changed["state"] == MISSING and "바뀌었습니다" in changed["detail"]


def test_areas_that_one_may_not_read_are_not_asked_about(made, monkeypatch):
	record("Facility Employee", facility=made.past.facility)
	assert "매월 급여 지급" in told(made)
	monkeypatch.setattr(checklist, "_may_read", lambda doctype, facility: doctype != "Payroll Run")
	assert "매월 급여 지급" not in told(made)
	with pytest.raises(frappe.PermissionError):
		told(made, person(factory.make_facility(), "Accountant"))


def test_an_annex_is_drawn_where_there_is_something_to_be_told(made):
	past = made.past
	assert not [part for part in pack.draw(past.facility, past.year).parts if part.paper.is_annex]
	record(
		"Subsidy Grant",
		**{
			"facility": past.facility,
			"accounting_year": past.year,
			"title": "일자리 사업",
			"status": "Running",
		},
		**{"docstatus": 1, "law": "Local Subsidy", "start_date": "2025-01-01", "end_date": "2025-12-31"},
		**{"split_rule": "By Share", "interest_rule": "Subsidies Only", "grant_no": 1},
	)
	drawn = pack.draw(past.facility, past.year)
	annexes = [part for part in drawn.parts if part.paper.is_annex]
	assert [part.paper.label for part in annexes][:1] == ["붙임6"]
	assert {"보조금 교부현황", "보조금 정산보고서"} >= {part.paper.title for part in annexes}
	assert "붙임6" in pack._contents(drawn, [1] * len(drawn.drawn), 9)
