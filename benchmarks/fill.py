"""Fill a ledger with as many entries as wanted: the chain, the balances and the budget are as if they had been posted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import frappe
from frappe.utils import now_datetime

from huimang.budget.service import open_books
from huimang.database import bulk
from huimang.database.sql import standard_columns
from huimang.ledger import chain
from huimang.ledger.keys import EXPENSE, REVENUE, BalanceKey, BudgetKey, balance_key, row_name

YEAR = 2026
FIRST_DAY = date(YEAR, 1, 1)
LINES = 2
BANKS = ("운영비 통장", "보조금 통장")


def facilities(number: int, entries: int) -> list[str]:
	"""Make so many facilities with so many entries each in 2026, and return their names."""
	names = [empty_facility() for _i in range(number)]
	for name in names:
		fill(name, entries)
	return names


def empty_facility() -> str:
	"""Make a facility with the books of 2026 and two bank accounts."""
	import factory

	name = factory.make_facility()
	open_books(name, YEAR)
	for title in BANKS:
		account = {
			"doctype": "Facility Bank Account",
			"facility": name,
			"account_title": title,
			"purpose": "Cash",
		}
		frappe.get_doc(account).insert()
	frappe.db.commit()
	return name


def fill(facility: str, entries: int) -> None:
	"""Give a facility whose ledger is empty so many entries, spread over the year, its lines and two bank accounts."""
	sums, standard = _Sums(), standard_columns("Administrator", now_datetime())
	with bulk.writer() as writer:
		writer.insert("Ledger Entry", _columns(standard), _entries(facility, entries, sums, standard))
		for doctype, columns, rows in sums.tables(facility, standard):
			writer.insert(doctype, columns, rows)


def rows_of(facility: str, entries: int) -> tuple[tuple[str, ...], list[tuple]]:
	"""Return the columns and rows of the entries that `fill` would write."""
	standard = standard_columns("Administrator", now_datetime())
	return _columns(standard), list(_entries(facility, entries, _Sums(), standard))


class _Plan:
	"""What the entries of a facility name, in turn."""

	def __init__(self, facility: str) -> None:
		self.facility = facility
		self.year = f"{facility}-{YEAR}"
		self.subjects = {
			side: frappe.get_all(
				"Account Subject",
				{"facility": facility, "side": side, "level": "Mok"},
				pluck="name",
				order_by="name",
			)
			for side in (EXPENSE, REVENUE)
		}
		self.funds = frappe.get_all("Fund Source", {"facility": facility}, pluck="name", order_by="name")
		self.program = frappe.get_all("Welfare Program", {"facility": facility}, pluck="name")[0]
		self.banks = [f"{facility}-{title}" for title in BANKS]

	def row(self, number: int, total: int, posted_at) -> dict[str, object]:
		"""Return the columns of an entry: every tenth voucher is a receipt, the others are expenses."""
		voucher, line = divmod(number - 1, LINES)
		side = EXPENSE if voucher % 10 else REVENUE
		place = (voucher * 7 + line) % len(self.subjects[side])
		subject = self.subjects[side][place]
		# A subject is paid from one or two sources, and a source has its account.
		fund = (place + voucher // 10 % 2) % len(self.funds)
		amount = 1_000 * (1 + number % 997) * (1 if side == EXPENSE else 12)
		return {
			"facility": self.facility,
			"entry_no": number,
			"accounting_unit": "Facility",
			"accounting_year": self.year,
			"posting_date": FIRST_DAY + timedelta(days=(number - 1) * 365 // total),
			"side": side,
			"account_subject": subject,
			"mok": subject,
			"program": self.program,
			"fund_source": self.funds[fund],
			"counter_subject": self.subjects[REVENUE][0] if side == EXPENSE else "",
			"bank_account": self.banks[fund % len(self.banks)],
			"amount": amount,
			"cash_amount": -amount if side == EXPENSE else amount,
			"voucher_type": "Expense Resolution" if side == EXPENSE else "Income Resolution",
			"voucher_no": f"{self.facility}-filled-{voucher}",
			"voucher_label": f"{YEAR}-{voucher + 1:05d}",
			"voucher_row": str(line + 1),
			"entry_kind": "Normal",
			"reversal_of": "",
			"counterparty": "",
			"remarks": f"{voucher + 1}번째 결의 {line + 1}행",
			"reference_doctype": "",
			"reference_name": "",
			"posted_by": "Administrator",
			"posted_at": posted_at,
		}


class _Sums:
	"""What entries add up to, in the shape of the ledger's tables."""

	def __init__(self) -> None:
		self.balances: dict[BalanceKey, list[int]] = defaultdict(lambda: [0, 0, 0])
		self.budget: dict[BudgetKey, int] = defaultdict(int)
		self.last = (0, "")

	def add(self, row: dict[str, object], digest: str) -> None:
		total = self.balances[balance_key(row)]
		total[0] += row["amount"]
		total[1] += row["cash_amount"]
		total[2] += 1
		self.budget[BudgetKey(*(row[field] for field in BudgetKey._fields))] += row["amount"]
		self.last = (row["entry_no"], digest)

	def tables(self, facility: str, standard: dict) -> Iterator[tuple[str, tuple, list]]:
		"""Yield DocType, columns and rows; every line's budget is a tenth more than what was spent on it."""
		tail = tuple(standard.values())
		sums = ("amount", "cash_amount", "entry_count")
		rows = [(row_name(key), *key, *total, *tail) for key, total in self.balances.items()]
		yield "Ledger Balance", ("name", *BalanceKey._fields, *sums, *standard), rows
		sums = ("mok", "is_control", "appropriated", "reserved", "actual")
		rows = [
			(row_name(key), *key, key.account_subject, 1, _budgeted(actual), 0, actual, *tail)
			for key, actual in self.budget.items()
		]
		yield "Budget Balance", ("name", *BudgetKey._fields, *sums, *standard), rows
		yield from self._budget_document(facility, standard | {"docstatus": 1})
		rows = [(facility, facility, *self.last, *tail)]
		yield "Ledger Head", ("name", "facility", "last_no", "last_hash", *standard), rows

	def _budget_document(self, facility: str, standard: dict) -> Iterator[tuple[str, tuple, list]]:
		"""Yield the budget in force that gave the lines what they have."""
		year, tail = f"{facility}-{YEAR}", tuple(standard.values())
		name = f"{year}-0"
		columns = (
			"name",
			"facility",
			"accounting_unit",
			"accounting_year",
			"budget_type",
			"version",
			"title",
			"stage",
		)
		document = (name, facility, "Facility", year, "Original", 0, "본예산", "Approved")
		yield "Facility Budget", (*columns, *standard), [(*document, *tail)]
		columns = (
			"name",
			"parent",
			"parenttype",
			"parentfield",
			"side",
			"account_subject",
			"program",
			"fund_source",
		)
		rows = [
			(f"{name}-{row_name(key)[:12]}", name, "Facility Budget", f"{key.side.lower()}_lines", *key[2:])
			+ (_budgeted(actual), *tail)
			for key, actual in self.budget.items()
		]
		yield "Facility Budget Line", (*columns, "amount", *standard), rows


def _budgeted(actual: int) -> int:
	return actual * 11 // 10


def _columns(standard: dict) -> tuple[str, ...]:
	return ("name", *chain.CONTENT, "prev_hash", "hash", *standard)


def _entries(facility: str, total: int, sums: _Sums, standard: dict) -> Iterator[tuple]:
	plan, prev_hash, tail = _Plan(facility), "", tuple(standard.values())
	for number in range(1, total + 1):
		row = plan.row(number, total, standard["creation"])
		content = [row[field] for field in chain.CONTENT]
		digest = chain.digest(content, prev_hash)
		sums.add(row, digest)
		yield (chain.entry_name(facility, number), *content, prev_hash, digest, *tail)
		prev_hash = digest
