"""What the browser may call of donation receipts."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from werkzeug.wrappers import Response

from huimang.donation.receipts import batch as batches
from huimang.donation.receipts import mail, paper, service
from huimang.donation.receipts.service import DOCTYPE, Order
from huimang.facility import access
from huimang.printing import mailing
from huimang.printing.response import file_response
from huimang.rules import donation_receipts as rules

_READY = ("name", "status", "total", "done", "skipped", "mailed", "merged_file")


@frappe.whitelist(methods=["POST"])
def issue(facility: str, donor: str, year: int, code: str = rules.GENERAL) -> str:
	"""Issue a receipt for a donor's gifts of a year that stand on none; answer with its name."""
	access.require(facility, DOCTYPE, "create")
	_require_code(code)
	return service.issue_one(Order(facility, int(year), code), donor)


@frappe.whitelist(methods=["POST"])
def withdraw(receipt: str, reason: str) -> None:
	"""Withdraw a receipt for a stated reason."""
	access.require(_facility_of(receipt), DOCTYPE, "create")
	service.withdraw(receipt, reason)


@frappe.whitelist(methods=["POST"])
def correct(receipt: str, reason: str) -> str | None:
	"""Withdraw a receipt and issue one of what there is now in its place; answer with that, if there is anything."""
	access.require(_facility_of(receipt), DOCTYPE, "create")
	return service.correct(receipt, reason)


@frappe.whitelist(methods=["POST"])
def send(receipt: str) -> bool:
	"""Mail a receipt to its donor, locked; again, where that is asked for. Answer whether it is on its way."""
	access.require(_facility_of(receipt), DOCTYPE, "create")
	mailing.require_account()
	return mail.send(receipt)


@frappe.whitelist(methods=["GET", "POST"])
def download(receipt: str, purpose: str = "") -> Response:
	"""Answer with a receipt as PDF; with a purpose, it bears the whole resident number, which is logged.

	Whoever may print it may have it; the whole number is for those who issue receipts.
	"""
	access.require(facility := _facility_of(receipt), DOCTYPE, "print")
	whole = bool(purpose.strip())
	if whole:
		access.require(facility, DOCTYPE, "create")
		if len(purpose.strip()) < 2:
			frappe.throw(_("Please state what you need the resident registration number for."))
	doc = frappe.get_doc(DOCTYPE, receipt)
	content = paper.one(doc, whole)
	method = "reveal_resident_no" if whole else "Print"
	make_access_log(
		doctype=DOCTYPE, document=receipt, file_type="PDF", method=method, filters=purpose.strip()
	)
	if doc.status == service.ISSUED:
		doc.db_set("print_count", (doc.print_count or 0) + 1, update_modified=False)
	# a file is asked for by GET, which the framework does not commit
	frappe.db.commit()
	return file_response(content, f"기부금영수증_{doc.receipt_no}", "pdf")


@frappe.whitelist(methods=["POST"])
def go_on(batch: str) -> None:
	"""Go on with a batch that was stopped."""
	access.require(frappe.db.get_value("Receipt Batch", batch, "facility") or "", DOCTYPE, "create")
	if frappe.db.get_value("Receipt Batch", batch, "status") == batches.DONE:
		frappe.throw(_("This batch is done."))
	batches.start(batch)


@frappe.whitelist(methods=["GET", "POST"])
def progress(batch: str) -> dict[str, object]:
	"""Return how far a batch is."""
	access.require(frappe.db.get_value("Receipt Batch", batch, "facility") or "", "Receipt Batch", "read")
	return frappe.db.get_value("Receipt Batch", batch, list(_READY), as_dict=True)


def _facility_of(receipt: str) -> str:
	return frappe.db.get_value(DOCTYPE, receipt, "facility") or ""


def _require_code(code: str) -> None:
	if code not in rules.CODES:
		frappe.throw(_("This choice does not exist. Please choose from the list."))
