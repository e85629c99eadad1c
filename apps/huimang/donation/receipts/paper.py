"""Receipts on paper: one by the print format, a year's worth stamped into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.www.printview import get_print_format_doc

from huimang.donation.receipts import form, gifts, service
from huimang.donation.receipts.service import DOCTYPE, ISSUED, LINE
from huimang.printing import pdf, stamping
from huimang.printing import service as printing

PORTION = 1_000
"""Receipts whose lines are read at once."""
_HEAD = (
	*("name", "receipt_no", "status", "issued_on", "donor_name", "donor_type", "identity_no", "address"),
	*("issuer_name", "issuer_no", "issuer_address", "issuer_basis", "total_amount", "deductible", "other"),
	"electronic_no",
)


def one(doc: Document, whole_number: bool = False) -> bytes:
	"""Return one receipt as PDF, on the print format that operators see.

	:param whole_number: with the whole resident number; whoever asks for it has been allowed to and is logged.
	"""
	doc.flags.whole_number = whole_number
	with print_language("ko"):
		return pdf.render([_sheet(doc)], title=f"기부금영수증 {doc.receipt_no}")


def many(receipts: Sequence[str], tell: Callable[[int], None] = lambda ready: None) -> bytes:
	"""Return receipts in one PDF, in the order given.

	The form is laid out once a kind of donor; a receipt whose words do not fit its places, or that lists more gifts than it
	has room for, is laid out by itself. Access is the caller's to check.
	"""
	with print_language("ko"):
		book, blanks = stamping.Book("기부금영수증"), {}
		for ready, (receipt, rows) in enumerate(_read(receipts), 1):
			is_person = receipt["donor_type"] == gifts.PERSON
			if is_person not in blanks:
				blanks[is_person] = _blank(receipt["donor_type"])
			_add(book, blanks[is_person], receipt, rows)
			if not ready % PORTION:
				tell(ready)
		return book.finish()


def keep(batch: str, tell: Callable[[int], None]) -> str:
	"""Write the receipts of a batch into one private file of it, in place of the one before; return its address."""
	receipts = frappe.get_all(
		DOCTYPE, {"batch": batch, "status": ISSUED}, pluck="name", order_by="number", limit_page_length=0
	)
	content = many(receipts, tell)
	where = {"attached_to_doctype": "Receipt Batch", "attached_to_name": batch}
	for old in frappe.get_all("File", where, pluck="name"):
		frappe.delete_doc("File", old, ignore_permissions=True)
	file = {
		"doctype": "File",
		"file_name": f"기부금영수증_{batch}.pdf",
		"content": content,
		"is_private": 1,
		**where,
	}
	url = frappe.get_doc(file).insert(ignore_permissions=True).file_url
	frappe.db.set_value("Receipt Batch", batch, "merged_file", url)
	return url


def _add(
	book: stamping.Book,
	blank: stamping.Blank | None,
	receipt: Mapping[str, Any],
	rows: Sequence[Mapping[str, Any]],
) -> None:
	if blank and receipt["status"] == ISSUED and len(rows) <= form.ROWS:
		try:
			book.stamp(blank, form.words(receipt, rows))
			return
		except stamping.DoesNotFit:
			pass
	book.append(pdf.render([_sheet(frappe.get_doc(DOCTYPE, receipt["name"]))], title=""))


def _blank(donor_type: str) -> stamping.Blank | None:
	"""Return the form of a kind of donor without its words; None where it cannot be stamped."""
	doc = frappe.new_doc(DOCTYPE)
	doc.donor_type = donor_type
	doc.flags.blank_form = True
	return stamping.lay_out(_sheet(doc))


def _sheet(doc: Document) -> str:
	return printing.sheet(doc, get_print_format_doc(None, meta=frappe.get_meta(DOCTYPE)))


def _read(receipts: Sequence[str]) -> Iterator[tuple[dict, list[dict]]]:
	"""Yield receipts with their lines, in the order given."""
	for start in range(0, len(receipts), PORTION):
		names = receipts[start : start + PORTION]
		heads = {
			row.name: row
			for row in frappe.get_all(DOCTYPE, {"name": ("in", names)}, list(_HEAD), limit_page_length=0)
		}
		lines = defaultdict(list)
		where = {"parent": ("in", names), "parenttype": DOCTYPE}
		columns = ["parent", *service.LINE_COLUMNS]
		for row in frappe.get_all(LINE, where, columns, order_by="parent, idx", limit_page_length=0):
			lines[row.parent].append(row)
		for name in names:
			yield heads[name], lines[name]
