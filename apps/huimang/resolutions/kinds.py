"""The kinds of documents that move money, as a table: what the mechanism that serves them has to know of each."""

from __future__ import annotations

from dataclasses import dataclass

from huimang.ledger.keys import EXPENSE as EXPENSE_SIDE
from huimang.ledger.keys import REVENUE as REVENUE_SIDE
from huimang.ledger.keys import TRANSFER as TRANSFER_SIDE


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of document that moves money, or, where it names no day for that, asks for it.

	Attributes:
		doctype: its DocType.
		side: the side of the ledger that it moves.
		day_field: 출납일자, the field with the day on which money is paid or received.
		handler_field: the field with the user who paid or received it.
		officer_field: the duty on Facility Membership that entitles to it: 지출원 or 수입원 (제22조).
		not_officer: message for somebody without that duty.
	"""

	doctype: str
	side: str
	day_field: str = ""
	handler_field: str = ""
	officer_field: str = ""
	not_officer: str = ""

	@property
	def spends(self) -> bool:
		"""Its budget is set aside, needs evidence and a revenue subject that pays for it."""
		return self.side == EXPENSE_SIDE


EXPENSE = Kind(
	doctype="Expense Resolution",
	side=EXPENSE_SIDE,
	day_field="payment_date",
	handler_field="payer",
	officer_field="is_disbursing_officer",
	not_officer="Only a disbursing officer of this facility pays. The facility head appoints one in the memberships.",
)
INCOME = Kind(
	doctype="Income Resolution",
	side=REVENUE_SIDE,
	day_field="receipt_date",
	handler_field="receiver",
	officer_field="is_revenue_officer",
	not_officer="Only a revenue officer of this facility receives money. The facility head appoints one in the memberships.",
)
TRANSFER = Kind(
	doctype="Fund Transfer",
	side=TRANSFER_SIDE,
	day_field="transfer_date",
	handler_field="payer",
	officer_field="is_disbursing_officer",
	not_officer=EXPENSE.not_officer,
)
WITHHOLDING = Kind(
	doctype="Withholding Return",
	side=TRANSFER_SIDE,
	day_field="payment_date",
	handler_field="payer",
	officer_field="is_disbursing_officer",
	not_officer=EXPENSE.not_officer,
)
REQUEST = Kind(doctype="Expense Request", side=EXPENSE_SIDE)
EXPENSE_REFUND = Kind(
	doctype="Refund Resolution",
	side=EXPENSE_SIDE,
	day_field="refund_date",
	handler_field="handler",
	officer_field=INCOME.officer_field,
	not_officer=INCOME.not_officer,
)
"""여입: the money comes in, so it is for the 수입원 (제25조①)."""
REVENUE_REFUND = Kind(
	doctype="Refund Resolution",
	side=REVENUE_SIDE,
	day_field="refund_date",
	handler_field="handler",
	officer_field=EXPENSE.officer_field,
	not_officer=EXPENSE.not_officer,
)
"""반납: the money goes out, so it is for the 지출원 (제28조①)."""

REFUNDS = {"Expense Refund": EXPENSE_REFUND, "Revenue Refund": REVENUE_REFUND}
ORIGINALS = {"Expense Refund": EXPENSE.doctype, "Revenue Refund": INCOME.doctype}
DOCTYPES = tuple(
	dict.fromkeys(kind.doctype for kind in (EXPENSE, INCOME, TRANSFER, WITHHOLDING, *REFUNDS.values()))
)
"""All documents that move money."""
