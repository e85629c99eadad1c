"""기부금영수증 as its print format sees it: what stands in each place of the form, as plain words and escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate
from frappe.utils.password import get_decrypted_password
from markupsafe import Markup, escape

from huimang.donation.receipts import gifts
from huimang.donation.receipts.service import WITHDRAWN
from huimang.money import format_won, in_words, won
from huimang.rules import donation_receipts as rules

ROWS = 12
"""Gifts that the form has room for; more of them are listed on a sheet of their own."""

_BLANK = Markup("&#160;")
_WORDS = {rules.GENERAL: "일반", rules.SPECIAL: "특례", rules.EXCLUDED: "공제제외"}


@dataclass(frozen=True)
class ReceiptForm:
	"""A receipt, or the blank form where it has no words.

	Attributes:
		basis: the form's name and number.
		words: what stands in the places of the form.
		annex: rows of the list of gifts, where the form has no room for them.
		watermark: what is written over a receipt that no longer counts.
	"""

	basis: str
	words: Mapping[str, str] | None
	annex: list[list[str]] = field(default_factory=list)
	watermark: str = ""
	rows: int = ROWS

	def text(self, name: str, lines: int = 1) -> Markup:
		"""Return what stands in a place; the blank form holds the lines open."""
		if self.words is None:
			return Markup("<br>").join([_BLANK] * lines)
		return escape(self.words.get(name, "")) or _BLANK


def receipt_form(doc: Document) -> ReceiptForm:
	"""Return the form of a Donation Receipt. Called by print formats.

	Raises PermissionError where the user may not read the document: a template can be handed any.
	"""
	basis = rules.basis_of_form(doc.donor_type == gifts.PERSON)
	if doc.flags.blank_form:
		return ReceiptForm(basis, None)
	doc.check_permission("read")
	values = doc.as_dict()
	if doc.flags.whole_number and doc.donor_type == gifts.PERSON:
		values["identity_no"] = whole_number(doc.name) or values["identity_no"]
	rows = values["rows"]
	withdrawn = doc.status == WITHDRAWN
	return ReceiptForm(basis, words(values, rows), annex(rows), "취소" if withdrawn else "")


def whole_number(receipt: str) -> str:
	"""Return the whole resident number that a receipt keeps, or nothing. Whoever asks has been allowed to and is logged."""
	digits = (
		get_decrypted_password("Donation Receipt", receipt, "identity_secret", raise_exception=False) or ""
	)
	return f"{digits[:6]}-{digits[6:]}" if digits else ""


def words(receipt: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	"""Return what stands in the places of the form.

	:param receipt: columns of the receipt.
	:param rows: its lines.
	"""
	issued = f"{getdate(receipt['issued_on']):%Y년 %m월 %d일}"
	mark = (
		"전자발급"
		if receipt.get("electronic_no")
		else "재발급"
		if (receipt.get("print_count") or 0) > 0
		else ""
	)
	placed = {
		"number": receipt["receipt_no"],
		"mark": mark,
		"donor_name": receipt["donor_name"],
		"donor_no": receipt["identity_no"] or "",
		"donor_address": receipt["address"] or "",
		"issuer_name": receipt["issuer_name"],
		"issuer_no": receipt["issuer_no"] or "",
		"issuer_address": receipt["issuer_address"] or "",
		"issuer_basis": receipt["issuer_basis"],
		"asked_on": issued,
		"applicant": receipt["donor_name"],
		"issued_on": issued,
		"receiver": receipt["issuer_name"],
		"in_words": in_words(won(receipt["total_amount"])),
		"total_amount": format_won(won(receipt["total_amount"])),
		"total_deductible": format_won(won(receipt["deductible"] or 0)),
		"total_other": format_won(won(receipt["other"] or 0)),
	}
	shown = [_row(row) for row in rows] if len(rows) <= ROWS else _summed(rows)
	for i, row in enumerate(shown):
		placed |= {f"{name}{i}": value for name, value in row.items()}
	return placed


def annex(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
	"""Return the list of gifts where the form has no room for them."""
	if len(rows) <= ROWS:
		return []
	listed = []
	for i, row in enumerate(rows, 1):
		cells = _row(row)
		listed.append(
			[str(i), *(cells[key] for key in ("day", "kind", "code", "form", "item", "quantity", "amount"))]
		)
	return listed


def _row(row: Mapping[str, Any]) -> dict[str, str]:
	price = won(row.get("unit_price") or 0)
	return {
		**_kind(row),
		"day": f"{getdate(row['donated_on']):%Y.%m.%d.}",
		"item": row.get("item_name") or "",
		"quantity": row.get("quantity") or "",
		"price": format_won(price) if price else "",
		**_money([row]),
	}


def _kind(row: Mapping[str, Any]) -> dict[str, str]:
	code = row["code"]
	return {"kind": _WORDS.get(code, ""), "code": code, "form": rules.FORM_WORDS[row["donation_kind"]]}


def _money(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	total, deductible, other = (
		sum(won(row.get(key) or 0) for row in rows) for key in ("amount", "deductible", "other")
	)
	return {
		"amount": format_won(total),
		"deductible": format_won(deductible) if deductible else "",
		"other": format_won(other) if other else "",
	}


def _summed(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
	"""Return a row for each kind of gift: how many they are, and from which day to which."""
	groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
	for row in rows:
		groups.setdefault((row["code"], row["donation_kind"]), []).append(row)
	shown = []
	for members in groups.values():
		days = [getdate(row["donated_on"]) for row in members]
		period = f"{min(days):%m.%d.}~{max(days):%m.%d.}"
		item = f"{len(members)}건 별지"
		shown.append(
			{**_kind(members[0]), "day": period, "item": item, "quantity": "", "price": "", **_money(members)}
		)
	return shown
