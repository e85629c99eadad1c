"""Whatever is changed behind the ledger's back is found, and said in a Korean sentence."""

import factory
import frappe
import ledger_books
import pytest
from ledger_books import make_books

from huimang.ledger import chain
from huimang.ledger import verify as verify_module
from huimang.ledger.keys import REVENUE, BudgetKey
from huimang.ledger.verify import verify, verify_committed

pytestmark = pytest.mark.usefixtures("ledger_alone")


def make():
	"""Books with five entries."""
	books = make_books()
	for amount in (1_000, 2_000, 3_000):
		books.spend(amount)
	books.spend(4_000, books.expense_semok)
	books.receive(50_000)
	return books


built, clean_slate, books = ledger_books.once(make)


def kinds(books) -> list[str]:
	return [finding.kind for finding in verify(books.facility)]


def tamper(books, number: int, **values) -> None:
	"""Change an entry as somebody with the database's password would."""
	assignments = ", ".join(f"`{column}` = %s" for column in values)
	name = chain.entry_name(books.facility, number)
	frappe.db.sql(f"UPDATE `tabLedger Entry` SET {assignments} WHERE name = %s", [*values.values(), name])


def rechain(books, first: int) -> None:
	"""Compute all hashes from an entry on, as a careful forger would."""
	rows = frappe.get_all(
		"Ledger Entry", {"facility": books.facility}, ["name", "hash", *chain.CONTENT], order_by="entry_no"
	)
	prev_hash = rows[first - 2].hash if first > 1 else ""
	for row in rows[first - 1 :]:
		new = chain.digest([row[field] for field in chain.CONTENT], prev_hash)
		tamper(books, row.entry_no, prev_hash=prev_hash, hash=new)
		prev_hash = new
	frappe.db.sql("UPDATE `tabLedger Head` SET last_hash = %s WHERE name = %s", (prev_hash, books.facility))


def test_a_ledger_as_it_was_written(books):
	assert verify(books.facility) == []


def test_hash_survives_the_database():
	"""Quotes, emoji, line breaks, nothing at all: what is read back hashes as what was written."""
	books = make_books()
	from huimang.ledger import posting

	for text in (
		"'; DROP TABLE x; --",
		'"따옴표" \\ 역슬래시 %s',
		"😀 이모지\n두 줄\t탭 ",
		"",
		"  앞뒤 공백  ",
	):
		posting.post(
			books.voucher(), [books.line(10, remarks=text, voucher_row=f"row {text[:5]}")], reserved=False
		)
	assert verify(books.facility) == []


@pytest.mark.parametrize(
	("column", "value"),
	[
		("amount", 1),
		("posting_date", "2026-03-11"),
		("account_subject", "F00000-E-111"),
		("remarks", "다른 적요"),
		("posted_by", "Guest"),
		("posted_at", "2026-01-01 00:00:00"),
		("counterparty", "다른 거래처"),
		("voucher_label", "2026-99999"),
	],
)
def test_a_changed_entry(books, column, value):
	tamper(books, 2, **{column: value})
	finding = verify(books.facility)[0]
	assert (finding.kind, finding.row) == ("changed", chain.entry_name(books.facility, 2))
	assert finding.message == "기장 2번의 내용이 기장한 뒤에 바뀌었습니다."


def test_a_changed_amount_is_found_in_the_sums_as_well(books):
	tamper(books, 2, amount=1)
	assert kinds(books) == ["changed", "balance", "budget"]


def test_a_changed_entry_with_its_hash_computed_anew(books):
	tamper(books, 2, remarks="감춘 내용")
	row = frappe.db.get_value(
		"Ledger Entry", chain.entry_name(books.facility, 2), [*chain.CONTENT, "prev_hash"], as_dict=True
	)
	tamper(books, 2, hash=chain.digest([row[field] for field in chain.CONTENT], row.prev_hash))
	findings = verify(books.facility)
	assert [f.kind for f in findings] == ["broken"]
	assert "2번과 3번" in findings[0].message


def test_a_last_entry_with_its_hash_computed_anew(books):
	tamper(books, 5, remarks="감춘 내용")
	row = frappe.db.get_value(
		"Ledger Entry", chain.entry_name(books.facility, 5), [*chain.CONTENT, "prev_hash"], as_dict=True
	)
	tamper(books, 5, hash=chain.digest([row[field] for field in chain.CONTENT], row.prev_hash))
	assert kinds(books) == ["broken"]


def test_history_computed_anew_from_end_to_end():
	"""Even the head was rewritten: the month's closing remembers."""
	books = make_books()
	for amount in (1_000, 2_000):
		books.spend(amount, day="2026-01-10")
	factory.close_month(books.year, 1)
	books.spend(3_000, day="2026-02-10")
	assert verify(books.facility) == []
	tamper(books, 1, remarks="감춘 내용")
	rechain(books, 1)
	findings = verify(books.facility)
	assert [f.kind for f in findings] == ["rewritten"]
	assert "월 마감 뒤에" in findings[0].message


@pytest.mark.parametrize(("number", "message"), [(1, "1번이"), (3, "3번이"), (5, "5번이")])
def test_a_missing_entry(books, number, message):
	frappe.db.sql("DELETE FROM `tabLedger Entry` WHERE name = %s", chain.entry_name(books.facility, number))
	finding = verify(books.facility)[0]
	assert finding.kind == "missing"
	assert message in finding.message


def test_several_missing_entries(books):
	frappe.db.sql("DELETE FROM `tabLedger Entry` WHERE facility = %s AND entry_no > 2", books.facility)
	assert "3번부터 5번까지" in verify(books.facility)[0].message


def test_an_inserted_entry(books):
	name = chain.entry_name(books.facility, 5)
	columns = frappe.db.get_table_columns("Ledger Entry")
	replaced = {"name": "%(new)s", "entry_no": "6", "voucher_row": "'x'"}
	frappe.db.sql(
		f"""INSERT INTO `tabLedger Entry` ({", ".join(f"`{c}`" for c in columns)})
		SELECT {", ".join(replaced.get(c, f"`{c}`") for c in columns)} FROM `tabLedger Entry` WHERE name = %(old)s""",
		{"new": chain.entry_name(books.facility, 6), "old": name},
	)
	finding = verify(books.facility)[0]
	assert finding.kind == "inserted"
	assert "6번" in finding.message


def test_a_changed_balance(books):
	frappe.db.sql(
		"UPDATE `tabLedger Balance` SET amount = amount + 7 WHERE facility = %s AND side = %s",
		(books.facility, REVENUE),
	)
	findings = verify(books.facility)
	assert [f.kind for f in findings] == ["balance"]
	assert "50,007" in findings[0].message and "50,000" in findings[0].message


def test_a_missing_balance(books):
	frappe.db.sql(
		"DELETE FROM `tabLedger Balance` WHERE facility = %s AND side = %s", (books.facility, REVENUE)
	)
	assert kinds(books) == ["balance"]


def test_a_balance_moved_to_another_month(books):
	frappe.db.sql(
		"UPDATE `tabLedger Balance` SET month = 4 WHERE facility = %s AND side = %s",
		(books.facility, REVENUE),
	)
	assert kinds(books) == ["balance"]


def test_a_changed_budget(books):
	frappe.db.sql(
		"UPDATE `tabBudget Balance` SET actual = actual - 1 WHERE facility = %s AND side = 'Expense' AND is_control = 1",
		books.facility,
	)
	findings = verify(books.facility)
	assert [f.kind for f in findings] == ["budget"]
	assert "9,999" in findings[0].message and "10,000" in findings[0].message


def test_budget_against_the_documents_that_made_it(books, monkeypatch):
	"""What modules above say through the hook is compared, control and memo rows alike."""
	sources = {"appropriated": {books.key(): 1_000_000, books.key(side=REVENUE): 1_000_000}, "reserved": {}}
	hooks, asked = frappe.get_hooks, {verify_module.BUDGET_SOURCES: ["source"], verify_module.BOOK_CHECKS: []}
	monkeypatch.setattr(frappe, "get_hooks", lambda key, *a: asked[key] if key in asked else hooks(key, *a))
	monkeypatch.setattr(frappe, "get_attr", lambda path: lambda facility, read: sources)
	assert verify(books.facility) == []
	sources["reserved"] = {books.key(): 5}
	sources["appropriated"][books.key()] = 1
	assert kinds(books) == ["budget", "budget"]
	absent = BudgetKey(books.facility, books.year, "Expense", books.other_mok, books.program, books.fund)
	sources["reserved"] = {absent: 5}
	assert "없어졌습니다" in verify(books.facility)[-1].message


def test_one_facility_is_not_blamed_for_another(books):
	other = make_books()
	other.spend(1_000)
	tamper(other, 1, amount=2)
	assert verify(books.facility) == []


def test_what_is_committed_is_read_over_a_connection_of_its_own(books):
	"""This test's entries are not committed: the other road sees an empty ledger."""
	assert verify_committed(books.facility) == []
	tamper(books, 1, amount=2)
	assert verify_committed(books.facility) == []


def test_report_shows_findings_to_whom_the_ledger_is_open():
	import factory

	from huimang.huimang.report.ledger_verification.ledger_verification import execute

	books, stranger = make_books(), make_books()
	tag = frappe.generate_hash(length=6)
	auditor = factory.make_user(f"auditor-{tag}@example.com", books.facility, ["Auditor"])
	with factory.acting_as(auditor):
		_columns, rows, advice = execute({"facility": books.facility})
		assert [row["message"] for row in rows] == ["기장 0건과 잔액, 예산 현황이 모두 기장된 그대로입니다."]
		assert advice is None
		with pytest.raises(frappe.PermissionError):
			execute({"facility": stranger.facility})
