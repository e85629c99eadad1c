"""소모품: in and out by order, never less than nothing, counted, told when it runs short, and no won of a purchase twice."""

from collections import Counter

import frappe
import house
import pytest
from connections import at_once
from counting import at_most
from factory import acting_as, approve, make_user, settle
from refusals import refused

from huimang.approval import service
from huimang.property import purchases, stock
from huimang.statements import engine

DAY = "2026-03-02"


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def make_item(home, name="복사용지", **kw) -> str:
	values = {"doctype": stock.ITEM, "facility": home.facility, "item_name": name, "unit": "상자", **kw}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert().name


def move(home, kind, *lines, day=DAY, writer=None, **kw):
	"""A draft: lines are (item, quantity) or (item, quantity, amount); of a count (item, counted)."""
	field = "counted" if kind == stock.COUNT else "quantity"
	rows = [
		{"consumable": line[0], field: line[1], "amount": line[2] if len(line) > 2 else 0} for line in lines
	]
	values = {
		"doctype": stock.MOVEMENT,
		"facility": home.facility,
		"movement_type": kind,
		"movement_date": day,
	}
	more = {"purpose": "사무실 비치", "receiver": "김직원", **kw}
	with acting_as(writer or home.accountant):
		return frappe.get_doc({**values, **more, "lines": rows}).insert()


def received(home, item, quantity, amount, day=DAY):
	return approve(move(home, stock.RECEIPT, (item, quantity, amount), day=day))


def in_stock(item) -> float:
	return frappe.db.get_value(stock.ITEM, item, "stock")


def cancel(home, doc):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Request", "잘못 적음")


class TestMovements:
	def test_goods_go_in_and_out_by_order(self, home):
		"""제40조: nothing moves before it is ordered, and who asks does not order."""
		item = make_item(home)
		doc = move(home, stock.RECEIPT, (item, 10, 250_000))
		assert (doc.title, doc.total_amount, in_stock(item)) == ("입고 · 복사용지", 250_000, 0)
		approve(doc)
		assert in_stock(item) == 10
		approve(move(home, stock.ISSUE, (item, 2.5), day="2026-03-05"))
		assert in_stock(item) == 7.5

	def test_A8_nobody_takes_out_what_they_ordered_themselves(self, home):
		item = make_item(home)
		received(home, item, 10, 10_000)
		doc = move(home, stock.ISSUE, (item, 1))
		with acting_as(home.accountant):
			doc = service.move_to(doc.doctype, doc.name, "In Approval")
			with refused(frappe.PermissionError):
				service.decide(doc.doctype, doc.name, "Approve")
		with refused(frappe.PermissionError):
			doc.reload()
			doc.submit()

	def test_A6_an_issue_beyond_the_stock_is_refused(self, home):
		item = make_item(home)
		received(home, item, 3, 3_000)
		with refused(frappe.ValidationError, "재고가 부족"):
			approve(move(home, stock.ISSUE, (item, 5)))
		with refused(frappe.ValidationError, "재고가 부족"):
			approve(move(home, stock.ISSUE, (item, 2), (item, 2)))
		assert in_stock(item) == 3

	def test_stock_is_never_below_nothing_on_any_day(self, home):
		item = make_item(home)
		received(home, item, 5, 5_000, day="2026-03-02")
		approve(move(home, stock.ISSUE, (item, 5), day="2026-03-10"))
		received(home, item, 5, 5_000, day="2026-03-20")
		with refused(frappe.ValidationError, "재고가 부족"):
			approve(move(home, stock.ISSUE, (item, 1), day="2026-03-15"))
		with refused(frappe.ValidationError, "재고가 부족"):
			approve(move(home, stock.ISSUE, (item, 1), day="2026-03-01"))
		approve(move(home, stock.ISSUE, (item, 1), day="2026-03-20"))

	def test_a_movement_is_taken_back_unless_others_build_on_it(self, home):
		item = make_item(home)
		first = received(home, item, 5, 5_000)
		issue = approve(move(home, stock.ISSUE, (item, 4)))
		with refused(frappe.ValidationError, "출고"):
			cancel(home, first)
		cancel(home, issue)
		cancel(home, first)
		assert in_stock(item) == 0

	def test_a_count_sets_the_stock_and_closes_what_lies_before(self, home):
		item = make_item(home)
		received(home, item, 10, 10_000)
		doc = approve(move(home, stock.COUNT, (item, 8), day="2026-03-31"))
		assert (doc.lines[0].book_stock, doc.lines[0].change_of_stock, in_stock(item)) == (10, -2, 8)
		with refused(frappe.ValidationError, "재고조사"):
			approve(move(home, stock.ISSUE, (item, 1), day="2026-03-31"))
		approve(move(home, stock.ISSUE, (item, 1), day="2026-04-01"))

	def test_a_count_is_made_anew_when_something_moved_meanwhile(self, home):
		item = make_item(home)
		received(home, item, 10, 10_000)
		doc = move(home, stock.COUNT, (item, 8), day="2026-03-31")
		with acting_as(home.accountant):
			service.move_to(doc.doctype, doc.name, "In Approval")
		approve(move(home, stock.ISSUE, (item, 1), day="2026-03-30"))
		with refused(frappe.ValidationError, "다시 저장"), acting_as(home.director):
			service.decide(doc.doctype, doc.name, "Approve")

	def test_those_who_keep_it_are_told_once_when_it_runs_short(self, home):
		item = make_item(home, minimum_stock=5)
		received(home, item, 10, 10_000)
		approve(move(home, stock.ISSUE, (item, 5)))
		assert not frappe.db.count("Notification Log", {"document_name": item})
		approve(move(home, stock.ISSUE, (item, 1)))
		approve(move(home, stock.ISSUE, (item, 1)))
		told = frappe.get_all("Notification Log", {"document_name": item}, ["for_user", "subject"])
		assert {row.for_user for row in told} == {home.accountant, home.colleague} and len(told) == 2
		assert "4 상자" in told[0].subject

	def test_what_moves_is_of_the_facility_and_stock_is_not_typed(self, home):
		item = make_item(home)
		doc = frappe.get_doc(stock.ITEM, item)
		doc.stock = 99
		with acting_as(home.accountant):
			doc.save()
		assert in_stock(item) == 0
		with refused(frappe.DuplicateEntryError):
			make_item(home)
		other = house.build(with_director=False)
		with (
			refused(frappe.PermissionError),
			acting_as(make_user("wide@stock.test", other.facility, ["Accountant"])),
		):
			frappe.get_doc(stock.MOVEMENT, received(home, item, 1, 1).name).check_permission("read")

	def test_cost_of_an_issue_does_not_grow_with_its_lines(self, home):
		items = [make_item(home, f"물품 {n}") for n in range(6)]
		approve(move(home, stock.RECEIPT, *((item, 9, 900) for item in items)))
		doc = move(home, stock.ISSUE, *((item, 1) for item in items))
		with acting_as(home.accountant):
			service.move_to(doc.doctype, doc.name, "In Approval")
		with acting_as(home.director), at_most(60):
			service.decide(doc.doctype, doc.name, "Approve")


class TestPurchases:
	def test_what_was_paid_for_comes_into_stock_without_a_second_order(self, home):
		item = make_item(home)
		paid = settle(approve(home.expense(home.line(300_000), evidence_waiver_reason="시험")))
		row = paid.lines[0].name
		lines = [{"source_row": row, "consumable": item, "quantity": 8, "amount": 200_000}]
		with acting_as(home.accountant):
			name = purchases.receive(paid.name, frappe.utils.getdate(), lines)
			assert purchases.lines_left(paid.name)[0]["left"] == 100_000
			with refused(frappe.ValidationError, "100,000"):
				purchases.receive(paid.name, frappe.utils.getdate(), lines)
		doc = frappe.get_doc(stock.MOVEMENT, name)
		assert (doc.stage, doc.docstatus, doc.source_name, in_stock(item)) == ("Approved", 1, paid.name, 8)
		cancel(home, doc)
		assert (in_stock(item), purchases.lines_left(paid.name)[0]["left"]) == (0, 300_000)

	def test_nothing_comes_in_before_it_is_approved(self, home):
		draft = home.expense(home.line(50_000))
		lines = [
			{"source_row": draft.lines[0].name, "consumable": make_item(home), "quantity": 1, "amount": 1}
		]
		with refused(), acting_as(home.accountant):
			purchases.receive(draft.name, frappe.utils.getdate(), lines)

	def test_a_resolution_whose_goods_are_in_stock_is_not_cancelled(self, home):
		item = make_item(home)
		paid = approve(home.expense(home.line(50_000), evidence_waiver_reason="시험"))
		lines = [{"source_row": paid.lines[0].name, "consumable": item, "quantity": 1, "amount": 50_000}]
		with acting_as(home.accountant):
			purchases.receive(paid.name, frappe.utils.getdate(), lines)
		with refused(frappe.ValidationError, "입고"), acting_as(home.head):
			service.decide(paid.doctype, paid.name, "Cancel Resolution", "착오")


class TestLedger:
	def ledger(self, home, **filters):
		values = {"facility": home.facility, "accounting_year": home.year, **filters}
		return engine.draw("consumable_ledger", values)

	def test_a_month_of_all_items_by_hand(self, home):
		item = make_item(home, spec="A4")
		received(home, item, 10, 10_000, day="2026-02-10")
		received(home, item, 10, 13_000, day="2026-03-02")
		approve(move(home, stock.ISSUE, (item, 12), day="2026-03-05"))
		approve(move(home, stock.COUNT, (item, 7), day="2026-03-31"))
		drawn = self.ledger(home, from_month=3, to_month=3)
		row = next(row.values for row in drawn.rows if row.values.get("title") == "복사용지")
		keys = ("before", "in", "out", "adjusted", "left")
		assert [row[f"{key}_quantity"] for key in keys] == ["10", "10", "12", "△1", "7"]
		assert [row[f"{key}_amount"] for key in keys] == [10_000, 13_000, 12_600, -1_300, 9_100]
		assert drawn.rows[-1].values["left_amount"] == 9_100

	def test_the_movements_of_one_item(self, home):
		item = make_item(home)
		received(home, item, 10, 10_000, day="2026-02-10")
		approve(move(home, stock.ISSUE, (item, 4), day="2026-03-05", department="상담실"))
		drawn = self.ledger(home, from_month=3, to_month=3, consumable=item)
		assert [row.values["left_amount"] for row in drawn.rows[:2]] == [10_000, 6_000]
		assert drawn.rows[1].values["receiver"] == "상담실 김직원"

	def test_donated_goods_have_a_ledger_of_their_own(self, home):
		received(home, make_item(home, "쌀", stock_kind="Donated"), 5, 250_000)
		titles = [row.values["title"] for row in self.ledger(home, stock_kind="Donated").rows]
		assert titles == ["쌀", "합계"]
		assert "쌀" not in [row.values.get("title") for row in self.ledger(home).rows]


def test_two_who_take_the_last_at_once(site):
	"""Six issues of two each, of seven in stock: three are ordered, three refused."""
	frappe.set_user("Administrator")
	home = house.build(with_director=False)
	item = make_item(home)
	received(home, item, 7, 7_000)
	drafts = [move(home, stock.ISSUE, (item, 2)) for _n in range(6)]
	for doc in drafts:
		with acting_as(home.accountant):
			service.move_to(doc.doctype, doc.name, "In Approval")
	frappe.db.commit()

	def order(number: int) -> Counter:
		frappe.set_user(home.head)
		try:
			service.decide(stock.MOVEMENT, drafts[number].name, "Approve")
			frappe.db.commit()
			return Counter(ordered=1)
		except frappe.ValidationError:
			frappe.db.rollback()
			return Counter(refused=1)

	counted = sum(at_once(6, order), Counter())
	frappe.db.rollback()
	assert counted == {"ordered": 3, "refused": 3}
	assert in_stock(item) == 1
