"""What the books say of a grant: its entries, and what they come to. Whoever calls has asked for the facility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _

from huimang.money import won
from huimang.rules import subsidy_settlement as settling
from huimang.subsidy import charges, sums
from huimang.subsidy.sums import GRANT, INTEREST, OWN, RECEIPT, RETURN, SUBSIDY

_NO_PROOF = ("Quotation", "Contract", "Inspection Report")
_REFERENCE = "FORCE INDEX (reference) WHERE entry.reference_doctype = %s AND entry.reference_name = %s"


class Books(NamedTuple):
	"""What the ledger has of a grant, in won.

	Attributes:
		spent: by part (Subsidy, Own), subject and fund source.
		received: by the 목 of the receipt.
	"""

	spent: dict[tuple[str, str], int]
	received: dict[str, int]
	interest: int
	returned: int

	def part(self, part: str) -> int:
		"""Return what was spent of subsidies, or of own funds."""
		return sum(amount for (of, _subject), amount in self.spent.items() if of == part)

	@property
	def total_spent(self) -> int:
		return sum(self.spent.values())

	@property
	def total_received(self) -> int:
		return sum(self.received.values())


def books(grant: str) -> Books:
	"""Return what the ledger has of a grant, added up from its entries along their index."""
	rows = frappe.db.sql(
		f"""SELECT entry.side, entry.account_subject, entry.fund_source, SUM(entry.amount)
		FROM `tabLedger Entry` entry {_REFERENCE}
		GROUP BY entry.side, entry.account_subject, entry.fund_source""",
		(GRANT, grant),
	)
	spent: dict[tuple[str, str], int] = defaultdict(int)
	received: dict[str, int] = defaultdict(int)
	other = {INTEREST: 0, RETURN: 0}
	for side, subject, fund_source, amount in rows:
		part = charges.part_of(side, frappe._dict(account_subject=subject, fund_source=fund_source))
		if part == RECEIPT:
			received[frappe.get_cached_value("Account Subject", subject, "mok")] += int(amount)
		elif part in other:
			other[part] += int(amount)
		else:
			spent[part, subject] += int(amount)
	return Books(dict(spent), dict(received), other[INTEREST], other[RETURN])


def shares(grant, received: dict[str, int]) -> list[settling.Share]:
	"""Return who funds a grant with what came from each.

	A receipt is whose its 목 says (국고, 시·도, 시·군·구보조금), where the 목 and the grant's funding fit together;
	otherwise receipts are split as granted, for a district hands on what comes from the state with its own.
	"""
	rows = [row for row in grant.shares if row.source != settling.OWN_FUNDS]
	by_source: dict[str, int] = defaultdict(int)
	for mok, amount in received.items():
		by_source[
			settling.SUBJECT_OF.get(frappe.get_cached_value("Account Subject", mok, "subject_name"), "")
		] += amount
	if not set(by_source) <= {row.source for row in rows} or any(
		by_source[row.source] > won(row.amount) for row in rows
	):
		parts = settling.split(sum(received.values()), [won(row.amount) for row in rows])
		by_source = {row.source: part for row, part in zip(rows, parts, strict=True)}
	return [
		settling.Share(
			row.source,
			won(row.amount),
			won(row.amount) if row.source == settling.OWN_FUNDS else by_source.get(row.source, 0),
		)
		for row in grant.shares
	]


def spending(
	grants: Sequence[str], first: date | None = None, last: date | None = None
) -> list[frappe._dict]:
	"""Return the expenses of grants by day, each with what of it is subsidy and what own, and its resolution's papers."""
	rows = []
	for row in entries(grants, first, last):
		row.part = charges.part_of(row.side, row)
		if row.part in (SUBSIDY, OWN):
			row.amount = int(row.amount)
			row.subsidy = row.amount if row.part == SUBSIDY else 0
			row.own = row.amount - row.subsidy
			rows.append(row)
	papers = vouchers(rows)
	for row in rows:
		voucher = papers.get(row.voucher_no) or frappe._dict()
		proofs = [paper for paper in voucher.get("papers", ()) if paper.evidence_type not in _NO_PROOF]
		row.update(
			{
				"payment_method": voucher.get("payment_method"),
				"evidence_type": proofs[0].evidence_type if proofs else None,
				"evidence_no": proofs[0].document_no if proofs else None,
				"papers": len(voucher.get("papers", ())),
			}
		)
	return rows


def entries(grants: Sequence[str], first: date | None = None, last: date | None = None) -> list[frappe._dict]:
	"""Return the entries of grants by day, with what the papers need of counterparty and account."""
	if not grants:
		return []
	days, values = "", []
	if first and last:
		days, values = " AND entry.posting_date BETWEEN %s AND %s", [first, last]
	return frappe.db.sql(
		f"""SELECT entry.reference_name subsidy_grant, entry.posting_date, entry.side, entry.account_subject, entry.mok, entry.fund_source, entry.program,
			entry.bank_account, entry.amount, entry.remarks, entry.voucher_type, entry.voucher_no, entry.voucher_label,
			party.counterparty_name, party.business_no, account.account_title, account.bank_name
		FROM `tabLedger Entry` entry
		LEFT JOIN `tabCounterparty` party ON party.name = entry.counterparty
		LEFT JOIN `tabFacility Bank Account` account ON account.name = entry.bank_account
		WHERE entry.reference_doctype = %s AND entry.reference_name IN %s{days}
		ORDER BY entry.posting_date, entry.entry_no""",
		(GRANT, tuple(grants), *values),
		as_dict=True,
	)


def vouchers(rows: list[frappe._dict]) -> dict[str, frappe._dict]:
	"""Return, of the expense resolutions behind entries, means of payment and evidence, by name."""
	names = sorted({row.voucher_no for row in rows if row.voucher_type == "Expense Resolution"})
	if not names:
		return {}
	found = {
		row.name: row
		for row in frappe.get_all("Expense Resolution", {"name": ("in", names)}, ["name", "payment_method"])
	}
	for paper in frappe.get_all(
		"Resolution Evidence",
		{"parent": ("in", names), "parenttype": "Expense Resolution"},
		["parent", "evidence_type", "document_no"],
		order_by="parent, idx",
	):
		found[paper.parent].setdefault("papers", []).append(paper)
	return found


def unsettled(grant: str) -> list[str]:
	"""Return the purposes of documents of a grant that are still being approved, paid or received."""
	found = []
	for doctype in ("Expense Resolution", "Income Resolution", "Expense Request", "Refund Resolution"):
		# of a request that is used up nothing is waited for
		condition = (
			"AND doc.finished_on IS NULL AND doc.remaining_amount != 0"
			if doctype == "Expense Request"
			else ""
		)
		found += frappe.db.sql(
			f"""SELECT DISTINCT doc.purpose FROM `tab{doctype} Line` line
			JOIN `tab{doctype}` doc ON doc.name = line.parent
			WHERE line.subsidy_grant = %s AND doc.stage IN ('In Approval', 'Approved') {condition}""",
			grant,
			pluck=True,
		)
	return found


def differences(facility: str) -> list[str]:
	"""Return the grants of a facility whose sums are not those of the ledger and of the documents: none, if all is well."""
	wrong = []
	for name in frappe.get_all(GRANT, {"facility": facility, "docstatus": 1}, pluck="name", order_by="name"):
		kept, ledger = sums.read(name), books(name)
		parts = sums.by_part(kept)
		told = (parts[RECEIPT].actual, parts[INTEREST].actual, parts[RETURN].actual)
		spent = {
			(place.part, place.account_subject): amount.actual
			for place, amount in kept.items()
			if place.part in (SUBSIDY, OWN) and amount.actual
		}
		if (
			told != (ledger.total_received, ledger.interest, ledger.returned)
			or spent != {key: amount for key, amount in ledger.spent.items() if amount}
			or sum(amount.reserved for amount in kept.values()) != _reserved(name)
		):
			wrong.append(name)
	return wrong


def told_differences(facility: str) -> Iterator[str]:
	"""Yield a sentence for each grant whose sums differ, for the verification of the ledger."""
	for name in differences(facility):
		title = frappe.db.get_value(GRANT, name, "title")
		yield _("The sums of the grant {0} are not those of its entries and documents.").format(title)


def _reserved(grant: str) -> int:
	rows = frappe.db.sql(
		"""SELECT SUM(amount) FROM (
			SELECT line.amount FROM `tabExpense Resolution` doc
			JOIN `tabExpense Resolution Line` line ON line.parent = doc.name
			WHERE line.subsidy_grant = %s AND doc.stage IN ('In Approval', 'Approved')
			UNION ALL
			SELECT line.amount - IFNULL(claim.claimed, 0) FROM `tabExpense Request` doc
			JOIN `tabExpense Request Line` line ON line.parent = doc.name
			LEFT JOIN `tabLine Claim` claim ON claim.name = line.name
			WHERE line.subsidy_grant = %s AND doc.stage IN ('In Approval', 'Approved') AND doc.finished_on IS NULL
		) held""",
		(grant, grant),
	)
	return int(rows[0][0] or 0)
