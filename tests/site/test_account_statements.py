"""계좌별 잔액, 현금및예금명세서 (T5, 별지 제8호) and 거래처원장."""

import frappe
import ledger_books
import pytest
from ledger_books import make_books
from paper_helpers import pages, plain

from huimang.ledger import balances, budget, posting
from huimang.ledger.keys import EXPENSE, REVENUE, Posting
from huimang.rules.statement_forms import find
from huimang.statements import engine, paper
from huimang.statements.bank_balances import deposits
from huimang.statements.definition import RowKind


def make():
	books = make_books(appropriated=1_000_000, revenue=5_000_000)
	budget.appropriate_many([(books.key(fund=books.other_fund), 500_000)])
	return books


built, clean_slate, books = ledger_books.once(make)


def draw(name, books, **filters):
	return engine.draw(name, {"facility": books.facility, "accounting_year": books.year, **filters})


def account(books, title, **kw):
	other = frappe.copy_doc(frappe.get_doc("Facility Bank Account", books.bank))
	other.update({"account_title": title, **kw})
	return other.insert().name


def party(books, name):
	doc = {
		"doctype": "Counterparty",
		"facility": books.facility,
		"kind": "Individual",
		"counterparty_name": name,
	}
	return frappe.get_doc(doc).insert().name


class TestBankBalances:
	KEYS = ("income", "expense", "transfer", "sum")

	def figures(self, drawn, title):
		rows = [row for row in drawn.rows if title in (row.values.get("account"), row.values.get("fund"))]
		return [tuple(row.values[key] for key in self.KEYS) for row in rows]

	def test_each_account_and_whose_money_lies_on_it(self, books):
		other = account(books, "다른 통장")
		books.receive(900_000)
		posting.post(
			books.voucher(), [books.line(100_000, side=EXPENSE, fund=books.other_fund)], reserved=False
		)
		moves = [
			Posting("Transfer", None, None, books.fund, bank, won)
			for bank, won in ((books.bank, -300_000), (other, 300_000))
		]
		posting.post(books.voucher(), moves)
		drawn = draw("bank_balances", books)
		funds = dict(
			frappe.get_all(
				"Fund Source", {"facility": books.facility}, ["name", "fund_source_name"], as_list=True
			)
		)
		assert self.figures(drawn, "운영비 통장") == [(900_000, 100_000, -300_000, 500_000)]
		assert self.figures(drawn, "다른 통장") == [(0, 0, 300_000, 300_000)]
		assert sorted(self.figures(drawn, funds[books.fund])) == [
			(0, 0, 300_000, 300_000),
			(900_000, 0, -300_000, 600_000),
		]
		assert self.figures(drawn, funds[books.other_fund]) == [(0, 100_000, 0, -100_000)]
		assert self.figures(drawn, "합계") == [(900_000, 100_000, 0, 800_000)]

	@pytest.mark.parametrize("month", [1, 2, 12])
	def test_section_7_the_sum_is_the_balance_of_the_cash_book(self, books, month):
		books.receive(70_000, "2026-01-05")
		books.spend(1_000, day="2026-02-05")
		books.receive(3, "2026-12-31")
		cash = draw("cash_book", books, to_month=month).rows[-1].values["balance"]
		assert self.figures(draw("bank_balances", books, month=month), "합계")[0][3] == cash


class TestCashAndDeposits:
	def test_t5_form_8_tells_cash_deposits_and_withheld_money_apart(self):
		accounts = [
			frappe._dict(name=name, account_title=name, bank_name="", account_number="", purpose=purpose)
			for name, purpose in (
				("시재", "Cash"),
				("본통장", "Operating"),
				("예수", "Withholding"),
				("빈", "Other"),
			)
		]
		rows = list(deposits(accounts, {"시재": 300, "본통장": 5_000, "예수": -40}))
		assert [(row.values["holding"], row.values["amount"]) for row in rows] == [
			("현금", 300),
			("현금 계", 300),
			("예금", 5_000),
			("예금 계", 5_000),
			("예수금", -40),
			("예수금 계", -40),
			("합계", 5_260),
		]

	def test_t5_form_8_is_revenue_less_expenses(self, books):
		books.receive(900_000)
		books.spend(123_456)
		frappe.db.set_value(
			"Facility Bank Account", books.bank, {"purpose": "Operating", "bank_name": "농협은행"}
		)
		drawn = draw("cash_and_deposits", books)
		kept = {row.side: row.amount for row in balances.totals(books.year, ("side",))}
		assert drawn.rows[-1].values["amount"] == kept[REVENUE] - kept[EXPENSE] == 776_544
		assert drawn.rows[0].values["bank"] == "농협은행" and drawn.heading.period == "2026. 12. 31. 현재"
		statutory = find("cash_and_deposits", "Facility", frappe.utils.getdate("2026-12-31"))
		assert tuple(column.label for column in drawn.form.columns) == statutory.columns
		assert "별지제8호서식" in plain(pages(paper.to_pdf(drawn))[0])


class TestCounterpartyLedger:
	def test_all_counterparties_in_one_line_each(self, books):
		shop, donor = party(books, "가게"), party(books, "후원회")
		posting.post(books.voucher(), [books.line(500_000, side=REVENUE, counterparty=donor)])
		for amount in (10_000, 20_000):
			posting.post(books.voucher(), [books.line(amount, counterparty=shop)], reserved=False)
		books.spend(7)
		drawn = draw("counterparty_ledger", books)
		assert [
			tuple(row.values.get(key) for key in ("title", "count", "income", "expense"))
			for row in drawn.rows
		] == [
			("가게", 2, 0, 30_000),
			("후원회", 1, 500_000, 0),
			("(거래처 없음)", 1, 0, 7),
			("합계", 4, 500_000, 30_007),
		]
		assert drawn.rows[0].link == ("Counterparty", shop)

	def test_one_counterparty_by_day(self, books):
		shop = party(books, "가게")
		for day, amount in (("2026-01-10", 10_000), ("2026-02-10", 20_000), ("2026-02-11", 5_000)):
			voucher = books.voucher(day=day)
			posting.post(voucher, [books.line(amount, counterparty=shop, remarks="구입")], reserved=False)
		posting.reverse(voucher.doctype, voucher.name, "2026-02-20")
		books.spend(1)
		drawn = draw("counterparty_ledger", books, counterparty=shop, from_month=2)
		assert [(row.values.get("remarks"), row.values.get("expense")) for row in drawn.rows] == [
			("전월까지 누계", 10_000),
			("구입", 20_000),
			("구입", 5_000),
			("구입", -5_000),
			("2월 월계", 20_000),
			("2월 누계", 30_000),
		]
		assert drawn.rows[1].link[0] == "Expense Resolution"
		assert dict(drawn.heading.details) == {"거래처": "가게"}

	def test_transfers_are_neither_received_nor_paid(self, books):
		other = account(books, "다른 통장")
		posting.post(
			books.voucher(),
			[
				Posting("Transfer", None, None, None, bank, won)
				for bank, won in ((books.bank, -5), (other, 5))
			],
		)
		assert [row.kind for row in draw("counterparty_ledger", books).rows] == [RowKind.TOTAL]

	def test_anothers_counterparty_is_refused(self, books):
		stranger = party(make_books(), "남")
		with pytest.raises(frappe.ValidationError):
			draw("counterparty_ledger", books, counterparty=stranger)
