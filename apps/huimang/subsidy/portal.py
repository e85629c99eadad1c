"""A grant's expenses in the columns of a portal (보탬e, e나라도움, a district's own sheet): which columns, an operator says.

A Subsidy Portal Format lists the headings and what stands below each; the code knows the values, not the portals.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import frappe
from frappe import _
from frappe.utils import getdate
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from huimang.migration.cells import put_text
from huimang.subsidy import queries
from huimang.subsidy.sums import GRANT

FORMAT = "Subsidy Portal Format"
_DATES = {"YYYY-MM-DD": "%Y-%m-%d", "YYYYMMDD": "%Y%m%d", "YYYY.MM.DD": "%Y.%m.%d", "YY.MM.DD": "%y.%m.%d"}


def to_xlsx(
	grant: str, portal_format: str, from_date: str | None = None, to_date: str | None = None
) -> bytes:
	"""Return the expenses of a grant, of all its days or of some, as a workbook in the columns of a format."""
	layout = frappe.get_cached_doc(FORMAT, portal_format)
	head = frappe.get_doc(GRANT, grant)
	days = (getdate(from_date), getdate(to_date)) if from_date and to_date else (None, None)
	book = Workbook()
	page = book.active
	page.title = "집행내역"
	for at, column in enumerate(layout.columns, 1):
		cell = page.cell(row=1, column=at)
		put_text(cell, column.heading)
		cell.font = Font(bold=True)
		page.column_dimensions[get_column_letter(at)].width = max(12, 2 * len(column.heading) + 2)
	page.freeze_panes = "A2"
	for number, row in enumerate(queries.spending([grant], *days), 1):
		values = values_of(head, number, row)
		for at, column in enumerate(layout.columns, 1):
			cell, value = page.cell(row=number + 1, column=at), _value(column, values)
			if isinstance(value, int):
				cell.value, cell.number_format = value, "#,##0"
			else:
				put_text(cell, value)
	stream = BytesIO()
	book.save(stream)
	return stream.getvalue()


def values_of(grant, number: int, row: Mapping) -> dict[str, object]:
	"""Return what of an expense a format may ask for, by the keys of Subsidy Portal Column."""
	subject = frappe.get_cached_doc("Account Subject", row["account_subject"])
	return {
		"Serial No.": number,
		"Payment Date": row["posting_date"],
		"Resolution No.": row["voucher_label"],
		"Account Subject": subject.subject_name,
		"Hang": frappe.get_cached_value("Account Subject", subject.hang, "subject_name")
		if subject.hang
		else "",
		"Particulars": row["remarks"],
		"Counterparty": row["counterparty_name"],
		"Business Registration No.": row["business_no"],
		"Amount": row["amount"],
		"Subsidy": row["subsidy"],
		"Own Funds": row["own"],
		"Payment Method": _(row["payment_method"], "ko") if row["payment_method"] else "",
		"Evidence Type": _(row["evidence_type"], "ko") if row["evidence_type"] else "",
		"Evidence No.": row["evidence_no"],
		"Bank Name": row["bank_name"],
		"Project Code": grant.external_project_code,
		"Subsidized Program": grant.title,
		"Program": frappe.get_cached_value("Welfare Program", row["program"], "program_name"),
	}


def _value(column, values: Mapping[str, object]) -> str | int:
	value = values.get(column.value_key) if column.value_key else column.fixed_text
	if hasattr(value, "strftime"):
		return value.strftime(_DATES.get(column.date_format or "", "%Y-%m-%d"))
	return value if isinstance(value, int) else str(value or "")
