"""Receipts: the photo of a use, and what a resolution shows of it as evidence (카드전표).

What the card company told and the system keeps counts as a slip (법인세법 시행령 제158조④), so a use is evidence in itself; its
photo is shown with it once it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import frappe
from frappe.utils import getdate

from huimang.approval.stages import DRAFT

EVIDENCE_TYPE = "Card Slip"
_DOCUMENT, _ROW = "Expense Resolution", "Resolution Evidence"


def evidence_row(use: Mapping) -> dict:
	"""Return the row of evidence that a use is in its resolution."""
	return {
		"evidence_type": EVIDENCE_TYPE,
		"issued_on": getdate(use["approved_at"]),
		"document_no": use["approval_no"],
		"sheets": 1,
		"card_transaction": use["name"],
	}


def share(doc, uses: Iterable[Mapping]) -> None:
	"""Show the photos of uses with the draft of their resolution."""
	for use in uses:
		if use["receipt"]:
			_show(doc.name, use["name"], use["receipt"])


def adopt(use) -> None:
	"""Show a photo that was just attached with the resolution; one that is asked for keeps its rows, and gets the file."""
	if use.receipt and use.expense_resolution:
		_show(use.expense_resolution, use.name, use.receipt)


def _show(resolution: str, use: str, url: str) -> None:
	wanted = {"file_url": url, "attached_to_doctype": _DOCUMENT, "attached_to_name": resolution}
	if not frappe.db.exists("File", wanted):
		name = frappe.db.get_value("File", {"file_url": url}, "file_name")
		values = {"doctype": "File", "file_name": name, "is_private": 1, **wanted}
		file = frappe.get_doc(values)
		file.flags.ignore_permissions = True
		file.insert()
	if frappe.db.get_value(_DOCUMENT, resolution, "stage") == DRAFT:
		row = frappe.db.get_value(_ROW, {"parent": resolution, "card_transaction": use})
		if row:
			frappe.db.set_value(_ROW, row, "attachment", url)
