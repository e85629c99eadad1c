"""Lists and reports that the framework writes into files, made harmless: what somebody typed as a name is a text there, also where
it begins like a formula (=, +, -, @).

The framework's writer takes each text that begins with = for a formula, which the program of whoever opens the file then runs.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile

import frappe
from frappe.desk import query_report, reportview
from frappe.desk.utils import pop_csv_params

from huimang.practice import marks

_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)
_KIND = re.compile(r'\s+t="\w+"')
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


@frappe.whitelist()
def export_list() -> None:
	"""frappe.desk.reportview.export_query"""
	reportview.export_query()
	_disarm()


@frappe.whitelist()
def export_report() -> None:
	"""frappe.desk.query_report.export_query"""
	query_report.export_query()
	_disarm()


def _disarm() -> None:
	answer = frappe.response
	name = answer.get("filename") or ""
	if name.endswith(".xlsx"):
		answer["filecontent"] = marks.workbook(disarmed_xlsx(answer["filecontent"]))
	elif name.endswith(".csv"):
		settings = pop_csv_params(frappe._dict(frappe.local.form_dict))
		answer["filecontent"] = disarmed_csv(answer["filecontent"], **settings)
	if name:
		answer["filename"] = marks.file_name(name)


def disarmed_xlsx(content: bytes) -> bytes:
	"""Return a workbook without formulas as one whose formulas are the texts that they were made of."""
	found, made = io.BytesIO(content), io.BytesIO()
	with zipfile.ZipFile(found) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
		for part in before.infolist():
			data = before.read(part)
			if part.filename.startswith("xl/worksheets/") and b"<f>" in data:
				data = _FORMULA.sub(_as_text, data.decode()).encode()
			after.writestr(part, data)
	return made.getvalue()


def _as_text(cell: re.Match) -> str:
	place, others, words = cell.groups()
	text = f'<is><t xml:space="preserve">={words}</t></is>'
	return f'<c r="{place}"{_KIND.sub("", others)} t="inlineStr">{text}</c>'


def disarmed_csv(content: bytes, delimiter: str = ",", quoting: int = csv.QUOTE_NONNUMERIC) -> bytes:
	"""Return a CSV file whose texts that begin like a formula have an apostrophe before it; numbers stay what they are."""
	made = io.StringIO()
	writer = csv.writer(made, delimiter=delimiter, quoting=quoting)
	for row in csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter):
		writer.writerow(
			[
				f"'{cell}" if cell.startswith(_BEGINNINGS) and not _NUMBER.fullmatch(cell) else cell
				for cell in row
			]
		)
	return made.getvalue().encode()
