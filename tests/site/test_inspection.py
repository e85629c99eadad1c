"""재물조사: the sheet of the base date, what phones record, what is decided, and the papers of it."""

import io

import frappe
import house
import openpyxl
import pytest
from asset_house import card, happen
from counting import at_most
from factory import acting_as, approve, make_user
from pypdf import PdfReader
from refusals import refused

from huimang.migration import upload
from huimang.property import follow_up, inspection, inspection_api, labels, sheet_lines
from huimang.property.counts_import import CountsUpload
from huimang.rules import assets as law
from huimang.statements import engine, paper

SHEET, ITEM = inspection.SHEET, inspection.ITEM


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def place(home, name: str) -> str:
	values = {"doctype": "Asset Place", "facility": home.facility, "place_name": name}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert().name


def sheet(home, base_date="2026-06-30", **kw):
	values = {
		"doctype": SHEET,
		"facility": home.facility,
		"title": "2026년 정기 재물조사",
		"base_date": base_date,
		"inspector": home.colleague,
		"verifier": home.director,
		**kw,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def lines(doc, **where):
	return frappe.get_all(ITEM, {"inspection": doc.name, **where}, ["*"], order_by="name")


def record(home, doc, key, **seen):
	with acting_as(home.colleague):
		return inspection_api.record(doc.name, key, **seen)


def decide(home, doc, key, decision, reason=""):
	name = frappe.db.get_value(ITEM, {"inspection": doc.name, "asset_no": key})
	with acting_as(home.accountant):
		inspection_api.decide(
			doc.name, frappe.as_json([{"name": name, "decision": decision, "reason": reason}])
		)


class TestSheet:
	def test_it_has_what_the_register_had_on_the_base_date(self, home):
		there = card(home)
		card(home, acquired_on="2026-07-01")
		scrapped = card(home, service_life_years=1)
		card(home, asset_class="건물(철근콘크리트조 등)", cost=300_000_000)
		happen(home, law.LOSS, scrapped, event_date="2026-07-10", liability="없음", paper=True)
		doc = sheet(home)
		assert {row.asset: (row.book_quantity, row.disposed_since) for row in lines(doc)} == {
			there: (1, 0),
			scrapped: (1, 1),
		}

	def test_made_anew_it_takes_in_what_is_missing_and_keeps_what_was_counted(self, home):
		first = card(home)
		doc = sheet(home)
		record(home, doc, first)
		late = card(home, acquired_on="2026-06-01")
		with acting_as(home.accountant):
			assert inspection_api.renew(doc.name) == inspection_api.renew(doc.name) == 2
		assert [(row.asset, row.is_checked) for row in lines(doc)] == [(first, 1), (late, 0)]

	def test_an_extra_count_is_of_one_place(self, home):
		office = place(home, "사무실")
		card(home)
		inside = card(home, place=office)
		doc = sheet(home, inspection_type="As Needed", place=office)
		assert [row.asset for row in lines(doc)] == [inside]

	def test_five_thousand_lines_are_written_with_few_statements(self, home):
		for _n in range(3):
			card(home)
		doc = sheet(home)
		frappe.db.delete(ITEM, {"inspection": doc.name})
		with at_most(8):
			sheet_lines.make(doc)


class TestCount:
	def test_a_scan_notes_who_saw_it_when_and_where(self, home):
		office, hall = place(home, "사무실"), place(home, "강당")
		asset = card(home, place=office)
		doc = sheet(home)
		answer = record(home, doc, asset, place=hall)
		row = lines(doc)[0]
		assert (row.counted, row.finding, row.decision) == (1, "Elsewhere", "Correct the Place")
		assert (row.checked_by, bool(row.checked_at)) == (home.colleague, True)
		assert (answer["checked"], answer["total"], answer["item"]["found_place_name"]) == (1, 1, "강당")
		assert record(home, doc, asset, place=office)["item"]["finding"] == "Agreed"

	def test_a_number_that_the_sheet_lacks_is_told_and_can_be_noted(self, home):
		card(home)
		doc = sheet(home)
		assert record(home, doc, "F99999-2020-XX-00001") == {"unknown": "F99999-2020-XX-00001"}
		with acting_as(home.colleague):
			inspection_api.add_unregistered(doc.name, "이름 모를 의자", None, 2)
		row = lines(doc, finding="Unregistered")[0]
		assert (row.asset_name, row.counted, row.difference, row.decision) == (
			*("이름 모를 의자", 2, 2),
			"Enter in the Register",
		)

	def test_parts_of_a_set_are_counted(self, home):
		chairs = card(home, units=20, cost=1_000_000)
		doc = sheet(home)
		assert record(home, doc, chairs, counted=18)["item"]["difference"] == -2
		assert lines(doc)[0].decision == "Report the Loss"

	def test_nothing_but_the_count_can_be_changed(self, home):
		card(home)
		doc = sheet(home)
		item = frappe.get_doc(ITEM, lines(doc)[0].name)
		item.update({"book_quantity": 5, "checked_by": home.head, "finding": "Agreed", "counted": 1})
		with acting_as(home.colleague):
			item.save()
		row = lines(doc)[0]
		assert (row.book_quantity, row.checked_by) == (1, home.colleague)

	def test_other_facilities_neither_see_nor_count(self, home):
		asset = card(home)
		doc = sheet(home)
		other = house.build(with_director=False)
		stranger = make_user(
			f"stranger-{frappe.generate_hash(length=6)}@count.test", other.facility, ["Accountant"]
		)
		for call in (
			lambda: inspection_api.record(doc.name, asset),
			lambda: inspection_api.sheet(doc.name, ""),
			lambda: inspection_api.mark_rest_missing(doc.name),
			lambda: labels.to_pdf([asset], "A4 24칸 (63.5×33.9mm)"),
			lambda: engine.draw("inspection_sheet", {"facility": home.facility, "inspection": doc.name}),
		):
			with refused(frappe.PermissionError), acting_as(stranger):
				call()


class TestUpload:
	def workbook(self, *rows) -> bytes:
		book = openpyxl.Workbook()
		for row in (("관리번호", "실사수량", "상태", "확인 장소"), *rows):
			book.active.append(row)
		stream = io.BytesIO()
		book.save(stream)
		return stream.getvalue()

	def test_counts_on_paper_come_in_as_a_whole_or_not_at_all(self, home):
		office = place(home, "사무실")
		chairs, desk, lamp = card(home, units=20, cost=1_000_000), card(home, place=office), card(home)
		doc = sheet(home)
		wanted = CountsUpload(home.facility, {"inspection": doc.name})
		wrong = self.workbook(
			(chairs, 18, "양호", ""), ("F99999-2020-XX-00001", 1, "", ""), (desk, 1, "없음", "")
		)
		with acting_as(home.accountant):
			report = upload.take_over(wanted, wrong)
		assert sorted(fault["row"] for fault in report.faults) == [3, 4]
		assert not lines(doc, is_checked=1)
		right = self.workbook((chairs, 18, "", ""), (desk, "", "", "사무실"), (lamp, "", "없음", ""))
		with acting_as(home.accountant):
			assert upload.examine(wanted, right).changed == 3
			assert upload.take_over(wanted, right).taken == 3
			assert upload.take_over(wanted, right).known == 3
		found = {row.asset: (row.counted, row.finding) for row in lines(doc)}
		assert found == {chairs: (18, "Too Few"), desk: (1, "Agreed"), lamp: (0, "Too Few")}


class TestDecision:
	def test_A7_only_a_whole_count_with_reasons_is_confirmed_and_then_stays(self, home):
		first, second = card(home), card(home)
		doc = sheet(home)
		record(home, doc, first)
		with refused(frappe.ValidationError, "1건"):
			approve(doc)
		with acting_as(home.accountant):
			assert inspection_api.mark_rest_missing(doc.name) == 1
		with refused(frappe.ValidationError, "사유"):
			approve(doc)
		decide(home, doc, second, "Report the Loss", "이사 중 분실")
		approved = approve(doc)
		assert (approved.stage, approved.item_count, approved.difference_count) == ("Approved", 2, 1)
		with refused(frappe.ValidationError, "다음 조사"):
			record(home, doc, second)

	def test_who_keeps_the_register_does_not_count_alone(self, home):
		asset = card(home)
		doc = sheet(home, verifier=home.accountant)
		record(home, doc, asset)
		with refused(frappe.ValidationError, "대장 관리자"):
			approve(doc)

	def test_A3_what_was_disposed_of_meanwhile_is_not_missing(self, home):
		asset = card(home, service_life_years=1)
		doc = sheet(home)
		with acting_as(home.accountant):
			inspection_api.mark_rest_missing(doc.name)
		assert lines(doc)[0].finding == "Too Few"
		happen(home, law.LOSS, asset, event_date="2026-07-10", liability="없음", paper=True)
		assert approve(doc).difference_count == 0

	def test_what_was_decided_becomes_events(self, home):
		office, hall = place(home, "사무실"), place(home, "강당")
		moved, lost, old = card(home, place=office), card(home), card(home)
		doc = sheet(home)
		record(home, doc, moved, place=hall)
		record(home, doc, lost, counted=0)
		record(home, doc, old, condition="To Be Condemned")
		decide(home, doc, lost, "Report the Loss", "찾지 못함")
		approve(doc)
		with acting_as(home.accountant):
			made = inspection_api.make_events(doc.name)
			assert inspection_api.make_events(doc.name) == []
		kinds = dict(frappe.get_all("Asset Event", {"name": ("in", made)}, ["kind", "stage"], as_list=True))
		assert kinds == {law.MOVE: "Approved", law.LOSS: "Draft", law.CONDEMNATION: "Draft"}
		assert frappe.db.get_value("Facility Asset", moved, "place") == hall
		assert frappe.db.get_value(ITEM, {"inspection": doc.name, "asset": lost}, "asset_event") in made
		with refused():
			follow_up.make_events(sheet(home))


class TestPapers:
	def test_the_sheet_and_the_report_agree(self, home):
		chairs, desk = card(home, units=20, cost=1_000_000), card(home)
		doc = sheet(home)
		record(home, doc, chairs, counted=18)
		blank = engine.draw("inspection_sheet", {"facility": home.facility, "inspection": doc.name})
		assert [row.values.get("counted") for row in blank.rows if row.values.get("no")] == [18, None]
		record(home, doc, desk, condition="To Be Condemned")
		filters = {"facility": home.facility, "inspection": doc.name}
		drawn, result = engine.draw("inspection_sheet", filters), engine.draw("inspection_result", filters)
		keys = ("book", "counted", "difference")
		assert [drawn.rows[-1].values[key] for key in keys] == [21, 19, -2]
		total = result.rows[-1].values
		assert [total[key] for key in keys] == [21, 19, -2]
		assert (total["book_cost"], total["counted_cost"], total["difference_cost"]) == (
			*(1_900_000, 1_800_000),
			-100_000,
		)
		assert (total["condemned"], total["condemned_cost"]) == (1, 900_000)
		assert paper.to_pdf(drawn)[:4] == paper.to_pdf(result)[:4] == b"%PDF"

	def test_labels_say_what_people_need_and_the_code_nothing_but_the_number(self, home, tmp_path):
		names = [card(home, asset_name="<b>탁자</b> & 의자") for _n in range(3)]
		with acting_as(home.accountant):
			pdf = labels.to_pdf(names, "A4 24칸 (63.5×33.9mm)", first=23)
		(tmp_path / "labels.pdf").write_bytes(pdf)
		pages = [page.extract_text() for page in PdfReader(tmp_path / "labels.pdf").pages]
		assert len(pages) == 2 and names[0] in pages[0] and names[2] in pages[1]
		assert "<b>탁자</b>" in pages[0]

	@pytest.mark.parametrize("field", [{"horizontal_pitch": 60}, {"rows_count": 9}, {"label_width": 4}])
	def test_a_sheet_that_cannot_be_is_refused(self, field):
		doc = frappe.get_doc("Label Sheet", "A4 24칸 (63.5×33.9mm)")
		doc.update(field)
		with refused():
			doc.save()
