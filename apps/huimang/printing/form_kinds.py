"""What tells the forms of documents that move money apart on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CAUSE = (("원인행위일자", "cause_date"),)
_ORDER = (("발의일자", "proposal_date"), ("결재일자", "approval_date"))
_REGISTERED = (("등기일자", "registration_date"),)


@dataclass(frozen=True, kw_only=True)
class Kind:
	"""A kind of form. Fields of the document that it lacks are named by nothing."""

	title: str
	purpose_label: str
	closing: str
	dates: tuple[tuple[str, str], ...]
	number_label: str = "결의서번호"
	number_field: str = "resolution_no"
	officer_label: str = ""
	officer_flag: str = ""
	money_moved_by: str = ""
	money_moved_on: str = ""
	account_label: str = ""
	has_subjects: bool = True
	has_counter_subject: bool = False


def _settled(field: str) -> tuple[tuple[str, str], ...]:
	return (*_CAUSE, *_ORDER, ("출납일자", field), *_REGISTERED)


EXPENSE_REFUND = Kind(
	title="여입결의서",
	officer_label="수입원",
	officer_flag="is_revenue_officer",
	money_moved_by="handler",
	money_moved_on="refund_date",
	purpose_label="여입 사유",
	account_label="여입통장",
	closing="위와 같이 여입을 결의합니다.",
	dates=_settled("refund_date"),
	has_counter_subject=True,
)
REVENUE_REFUND = Kind(
	title="반납결의서",
	officer_label="지출원",
	officer_flag="is_disbursing_officer",
	money_moved_by="handler",
	money_moved_on="refund_date",
	purpose_label="반납 사유",
	account_label="반납통장",
	closing="위와 같이 반납(과오납 반환)을 결의합니다.",
	dates=_settled("refund_date"),
)
KINDS = {
	"Expense Request": Kind(
		title="품의서",
		number_label="품의번호",
		number_field="request_no",
		purpose_label="원인 및 용도",
		closing="위와 같이 품의합니다.",
		dates=(*_ORDER, *_CAUSE),
	),
	"Expense Resolution": Kind(
		title="지출결의서",
		officer_label="지출원",
		officer_flag="is_disbursing_officer",
		money_moved_by="payer",
		money_moved_on="payment_date",
		purpose_label="원인 및 용도",
		account_label="지급방법",
		closing="위와 같이 지출을 결의합니다.",
		dates=_settled("payment_date"),
		has_counter_subject=True,
	),
	"Income Resolution": Kind(
		title="수입결의서",
		officer_label="수입원",
		officer_flag="is_revenue_officer",
		money_moved_by="receiver",
		money_moved_on="receipt_date",
		purpose_label="수입 내용",
		account_label="입금통장",
		closing="위와 같이 수입을 결의합니다.",
		dates=_settled("receipt_date"),
	),
	"Refund Resolution": EXPENSE_REFUND,
	"Fund Transfer": Kind(
		title="자금이체결의서",
		officer_label="지출원",
		officer_flag="is_disbursing_officer",
		money_moved_by="payer",
		money_moved_on="transfer_date",
		purpose_label="이체 사유",
		closing="위와 같이 자금이체를 결의합니다.",
		dates=(*_ORDER, ("출납일자", "transfer_date"), *_REGISTERED),
		has_subjects=False,
	),
}


def kind_of(doc: Mapping[str, Any] | Any) -> Kind:
	"""Return the kind of form that a document is printed on."""
	if doc.get("refund_type") == "Revenue Refund":
		return REVENUE_REFUND
	return KINDS[doc.doctype]
