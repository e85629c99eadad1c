"""QR labels of assets on label sheets. The code holds the number and nothing else: it says nothing to whoever finds it."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
import segno
from frappe import _
from frappe.utils import flt, getdate
from markupsafe import Markup, escape

from huimang.facility import access
from huimang.printing import pdf

SHEET, ASSET = "Label Sheet", "Facility Asset"
MOST = 2_000
_A4 = (210.0, 297.0)
_SMALL = 24.0
"""Height in mm below which a label has room for two lines beside its code."""
_STYLE = """<style>
@page { size: 210mm 297mm; margin: 0; }
body { margin: 0; font-family: "NanumGothic", sans-serif; color: #000; }
.sheet { position: relative; width: 210mm; height: 296.9mm; break-after: page; overflow: hidden; }
.sheet:last-child { break-after: auto; }
.label { position: absolute; overflow: hidden; }
.label svg { position: absolute; }
.text { position: absolute; overflow: hidden; line-height: 1.28; }
.text div { white-space: nowrap; overflow: hidden; }
.no { font-weight: bold; letter-spacing: -0.02em; }
</style>"""


def check_sheet(doc) -> None:
	"""Refuse a sheet whose labels overlap or do not fit on A4."""
	if doc.columns_count < 1 or doc.rows_count < 1 or min(flt(doc.label_width), flt(doc.label_height)) < 10:
		frappe.throw(_("A label is at least 10 mm wide and high. Please check the measures."))
	if flt(doc.horizontal_pitch) < flt(doc.label_width) or flt(doc.vertical_pitch) < flt(doc.label_height):
		frappe.throw(_("The labels overlap. Please check the pitch."))
	right = flt(doc.left_margin) + (doc.columns_count - 1) * flt(doc.horizontal_pitch) + flt(doc.label_width)
	bottom = flt(doc.top_margin) + (doc.rows_count - 1) * flt(doc.vertical_pitch) + flt(doc.label_height)
	if right > _A4[0] + 0.5 or bottom > _A4[1] + 0.5:
		frappe.throw(_("The labels do not fit on a sheet of A4 (210 × 297 mm). Please check the measures."))


def to_pdf(names: Sequence[str], sheet: str, first: int = 1) -> bytes:
	"""Return labels of assets as PDF, in the order of their numbers.

	:param names: assets; the user must be allowed to print each of them.
	:param sheet: name of the Label Sheet.
	:param first: number of the first label that is still on the sheet, counted from 1 along the rows.

	Raises PermissionError where one of the assets is out of reach.
	"""
	layout = frappe.get_cached_doc(SHEET, sheet)
	places = layout.columns_count * layout.rows_count
	if not names or len(names) > MOST:
		frappe.throw(_("Please choose between one and {0} assets.").format(f"{MOST:,}"))
	if not 1 <= first <= places:
		frappe.throw(_("This sheet has {0} labels. Please enter where the first free one is.").format(places))
	pages: list[list[str]] = []
	for at, asset in enumerate(_assets(names), first - 1):
		if not pages or at % places == 0:
			pages.append([])
		pages[-1].append(_label(asset, layout, at % places))
	body = "".join(f'<div class="sheet">{"".join(page)}</div>' for page in pages)
	return pdf.render([_STYLE + body], title="자산 라벨")


def _assets(names: Sequence[str]) -> list[frappe._dict]:
	fields = ("name", "asset_no", "asset_name", "facility", "acquired_on", "subsidy_amount")
	rows = frappe.get_all(ASSET, {"name": ("in", list(names))}, fields, order_by="asset_no")
	if len(rows) < len(set(names)):
		frappe.throw(_("One of the assets is no longer in the register."), frappe.DoesNotExistError)
	for facility in {row.facility for row in rows}:
		access.require(facility, ASSET, "print")
	return rows


def _label(asset: frappe._dict, layout, at: int) -> str:
	"""Return a label: the code at the left, beside it whose it is, what it is, its number, and since when."""
	row, column = divmod(at, layout.columns_count)
	width, height = flt(layout.label_width), flt(layout.label_height)
	left = flt(layout.left_margin) + column * flt(layout.horizontal_pitch)
	top = flt(layout.top_margin) + row * flt(layout.vertical_pitch)
	# a phone reads a code of 15 mm at arm's length; beyond that the words get the room
	side = max(min(15.0, height - 2.0), min(height - 3.0, width * 0.36, 26.0))
	beside = width - side - 4.5
	facility = frappe.get_cached_value("Facility", asset.facility, "facility_name")
	subsidy = "보조금 " if asset.subsidy_amount else ""
	lines = [
		("", facility),
		("", asset.asset_name),
		("no", asset.asset_no),
		("", f"{subsidy}{_day(asset.acquired_on)}"),
	]
	if height < _SMALL:
		lines = [lines[1], lines[2], lines[3]]
	size = min(height / (len(lines) * 1.28 + 0.8), beside / (len(asset.asset_no or "") * 0.62 + 0.1), 3.4)
	text = "".join(f'<div class="{kind}">{escape(line or "")}</div>' for kind, line in lines)
	return (
		f'<div class="label" style="left:{left:.2f}mm;top:{top:.2f}mm;width:{width:.2f}mm;height:{height:.2f}mm">'
		f"{_code(asset.asset_no, side, (height - side) / 2)}"
		f'<div class="text" style="left:{side + 3:.2f}mm;top:{(height - size * 1.28 * len(lines)) / 2:.2f}mm;'
		f'width:{beside:.2f}mm;font-size:{size:.2f}mm">{text}</div></div>'
	)


def _code(number: str, side: float, top: float) -> Markup:
	"""Return the QR code of a number as SVG, with its quiet zone, `side` mm wide; error correction M."""
	code = segno.make_qr(number, error="m")
	modules = code.symbol_size(border=2)[0]
	path = "".join(
		f"M{x} {y}h{length}v1h-{length}z"
		for y, line in enumerate(code.matrix_iter(border=2))
		for x, length in _runs(line)
	)
	return Markup(
		f'<svg style="left:1.5mm;top:{top:.2f}mm" width="{side:.2f}mm" height="{side:.2f}mm" '
		f'viewBox="0 0 {modules} {modules}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
	)


def _runs(line: bytearray) -> list[tuple[int, int]]:
	"""Return where dark modules begin and how many follow one another."""
	runs: list[tuple[int, int]] = []
	for x, dark in enumerate(line):
		if not dark:
			continue
		if runs and sum(runs[-1]) == x:
			runs[-1] = runs[-1][0], runs[-1][1] + 1
		else:
			runs.append((x, 1))
	return runs


def _day(day) -> str:
	return f"{getdate(day):%Y.%m.%d}" if day else ""
