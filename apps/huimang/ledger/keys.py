"""What callers hand to the ledger, and the names of the rows that keep its sums."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

REVENUE = "Revenue"
EXPENSE = "Expense"
TRANSFER = "Transfer"
SIDES = (REVENUE, EXPENSE, TRANSFER)


class BudgetKey(NamedTuple):
	"""A line of the budget. Its control line is the 목 of ``account_subject`` with the same program and fund source."""

	facility: str
	accounting_year: str
	side: str
	account_subject: str
	program: str
	fund_source: str


@dataclass(frozen=True, slots=True)
class Posting:
	"""One entry to be written.

	``amount`` is in whole won and increases ``side``; a negative amount takes back (여입, 과오납 반환).
	On side "Transfer" it is what the bank account gains; the postings of such a voucher add up to nothing.
	``voucher_row`` names the row of the document; left out, the postings are counted from 1.
	"""

	side: str
	account_subject: str | None
	program: str | None
	fund_source: str | None
	bank_account: str | None
	amount: int
	counter_subject: str | None = None
	counterparty: str | None = None
	remarks: str = ""
	voucher_row: str | None = None
	reference_doctype: str | None = None
	reference_name: str | None = None

	@property
	def cash_amount(self) -> int:
		"""What the bank account gains, in won."""
		return -self.amount if self.side == EXPENSE else self.amount


@dataclass(frozen=True, slots=True)
class Voucher:
	"""The document that posts; ``label`` is the number that staff know it by (결의서번호)."""

	facility: str
	accounting_unit: str
	accounting_year: str
	posting_date: date | str
	doctype: str
	name: str
	label: str


class BalanceKey(NamedTuple):
	"""What one row of Ledger Balance adds up."""

	facility: str
	accounting_unit: str
	accounting_year: str
	month: int
	side: str
	account_subject: str
	mok: str
	program: str
	fund_source: str
	bank_account: str


def balance_key(entry: dict[str, object]) -> BalanceKey:
	"""Return the key of the Ledger Balance row to which an entry belongs."""
	month = entry["posting_date"].month
	return BalanceKey(*(month if field == "month" else entry[field] for field in BalanceKey._fields))


def row_name(key: tuple) -> str:
	"""Return the name of the row of Budget Balance or Ledger Balance that ``key`` means.

	It is computed, so that a sum is moved through its primary key, without looking for it first.
	"""
	return hashlib.sha256("\x1f".join(str(part or "") for part in key).encode()).hexdigest()[:32]
