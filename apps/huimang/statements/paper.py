"""A statement as a PDF in its statutory layout.

A table cell costs a layout engine about a millisecond, and a year's cash book has ten thousand of them. So a page
is drawn as the printed form it imitates: the ruled grid is one drawing, and each column is one block of text whose
lines were broken beforehand (pages.py). That is two to three times as fast as a table and puts the page break, and with it
다음쪽으로 and 전쪽이월, into our hands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, groupby

from huimang.printing import pdf
from huimang.statements.cells import is_strong
from huimang.statements.definition import Column, Drawn, Form, RowKind
from huimang.statements.pages import DrawnRow, Page, chunks, paginate, tree_column
from huimang.statements.text import width_of

PAGES_AT_ONCE = 25
MM_PER_EM = 2.82
"""Letters of a table are 8 points high."""
_CELL_PADDING = 1.2
_HEAD_ROW = 6.2
_BOX, _BOX_HEAD = 17, 6
"""Width of a square of the approval box, and of what stands before them."""
_TITLE_SIZE, _TITLE_SPACING = 6.7, 3.0
"""Height of a title's letters, and what is set between them."""
_FILLS = {
	RowKind.SECTION: "#f1f1ee",
	RowKind.TOTAL: "#f1f1ee",
	RowKind.SUBTOTAL: "#f8f8f5",
	RowKind.RUNNING: "#f8f8f5",
}


@dataclass(frozen=True)
class Sheet:
	"""Measures of a page of one statement, in millimetres."""

	form: Form
	width: float
	height: float
	margin_top: float
	margin_side: float
	first_table_top: float = 36.0
	other_table_top: float = 17.0
	foot: float = 7.0
	line: float = 5.5

	@property
	def columns(self) -> Sequence[Column]:
		return self.form.columns

	@property
	def widths(self) -> list[float]:
		scale = self.width / sum(column.width for column in self.columns)
		return [column.width * scale for column in self.columns]

	@property
	def lefts(self) -> list[float]:
		"""Left edges of the columns, and the right edge of the last one."""
		return [0.0, *accumulate(self.widths)]

	@property
	def rooms(self) -> list[float]:
		return [(width - 2 * _CELL_PADDING) / MM_PER_EM for width in self.widths]

	@property
	def head(self) -> float:
		return 2 * _HEAD_ROW if any(column.group for column in self.columns) else 1.3 * _HEAD_ROW

	def lines_below(self, table_top: float) -> int:
		note = 5.0 if self.form.note else 0.0
		return int((self.height - self.foot - note - table_top - self.head) / self.line)


@dataclass(frozen=True)
class Laid:
	"""A statement on its pages, before they are drawn: how many there are is known, so that others can count on."""

	drawn: Drawn
	sheet: Sheet
	pages: list[Page]

	def sheets(self, before: int = 0, count: int | None = None) -> Iterator[str]:
		"""Yield the HTML of the pages in portions.

		:param before: pages that come before these in the same file.
		:param count: pages of the whole file, these alone unless told.
		"""
		style = f"<style>{_style(self.sheet)}</style>"
		number = 0
		for portion in chunks(self.pages, PAGES_AT_ONCE):
			parts = [style]
			for page in portion:
				number += 1
				label = f"- {before + number} / {count or len(self.pages)} -"
				parts.append(
					_page(self.drawn, self.sheet, page, number == 1, number == len(self.pages), label)
				)
			yield "".join(parts)


def lay_out(drawn: Drawn) -> Laid:
	"""Return the statement on its pages."""
	sheet = _sheet(drawn.form)
	pages = paginate(
		drawn.rows,
		sheet.columns,
		sheet.rooms,
		sheet.lines_below(sheet.first_table_top),
		sheet.lines_below(sheet.other_table_top),
		drawn.form.carries,
	)
	return Laid(drawn, sheet, pages)


def to_pdf(drawn: Drawn) -> bytes:
	"""Return the statement as a PDF: title, heading, approval box, ruled table with its head on every page, page n / m."""
	return pdf.render(lay_out(drawn).sheets(), title=f"{drawn.form.title} {drawn.heading.facility}")


def _sheet(form: Form) -> Sheet:
	if form.landscape:
		return Sheet(form, width=269, height=186, margin_top=12, margin_side=14, line=5.3)
	return Sheet(form, width=182, height=269, margin_top=14, margin_side=14)


def _page(drawn: Drawn, sheet: Sheet, page: Page, first: bool, last: bool, label: str) -> str:
	top = sheet.first_table_top if first else sheet.other_table_top
	note = drawn.form.note if last else ""
	return (
		f'<section class="{"first" if first else "next"}">'
		f'<div class="basis">{escape(drawn.form.legal_basis)}</div>'
		f'<h1 style="{_title_style(sheet) if first else ""}">{escape(drawn.form.title)}</h1>'
		f"{_approval(drawn.form.signers) if first and drawn.form.signers else ''}"
		f'<pre class="heading">{escape(drawn.heading.words)}</pre><div class="unit">{escape(drawn.form.unit)}</div>'
		f"{_grid(sheet, page)}{_head_labels(sheet)}{_columns(sheet, page)}"
		f'<div class="note" style="top:{top + sheet.head + page.height * sheet.line + 1.2:.2f}mm">{escape(note)}</div>'
		f'<div class="foot facility">{escape(drawn.heading.facility)}</div>'
		f'<div class="foot">{label}</div>'
		f'<div class="foot paper">{"297mm×210mm" if drawn.form.landscape else "210mm×297mm"}[백상지(80g/㎡)]</div>'
		"</section>"
	)


def _title_style(sheet: Sheet) -> str:
	"""Return how a first page spaces and sizes its title, so that it stays clear of the approval box."""
	room = sheet.width - 2 * (_BOX_HEAD + _BOX * len(sheet.form.signers)) - 8
	letters = max(len(sheet.form.title), 1)
	width = width_of(sheet.form.title) * _TITLE_SIZE
	spacing = min(_TITLE_SPACING, max(0.4, (room - width) / letters))
	size = min(19.0, 19.0 * (room - spacing * letters) / width)
	return f"font-size:{size:.1f}pt;letter-spacing:{spacing:.2f}mm;text-indent:{spacing:.2f}mm"


def _approval(signers: Sequence[str]) -> str:
	heads = "".join(f"<th>{escape(signer)}</th>" for signer in signers)
	return (
		f'<table class="approval"><tr><th class="name" rowspan="2">결<br>재</th>{heads}</tr>'
		f"<tr>{'<td></td>' * len(signers)}</tr></table>"
	)


def _head_labels(sheet: Sheet) -> str:
	"""Return the labels of the columns, with those of their groups above them."""
	labels = []
	edges = sheet.lefts
	for i, column in enumerate(sheet.columns):
		cls = "half low" if column.group else "whole"
		height = _HEAD_ROW if column.group else sheet.head
		labels.append(_head_label(column.label, cls, i, sheet.widths[i], height))
	for group, members in groupby(range(len(sheet.columns)), key=lambda i: sheet.columns[i].group):
		indexes = list(members)
		if group:
			left, right = edges[indexes[0]], edges[indexes[-1] + 1]
			place = f"left:{left:.2f}mm;width:{right - left:.2f}mm"
			labels.append(f'<div class="label half" style="{place}">{escape(group)}</div>')
	return "".join(labels)


def _head_label(label: str, cls: str, index: int, width: float, height: float) -> str:
	"""Return a column's label; one that is wider than its column stands in lines, parted at its slash, and smaller."""
	if _label_em(label) * MM_PER_EM <= width:
		return f'<div class="label {cls} x{index}">{escape(label)}</div>'
	lines = label.split(" / ")
	widest = max(map(_label_em, lines)) * MM_PER_EM
	size = min(8, 8 * (width - 0.6) / widest, 8 * height / len(lines) / MM_PER_EM / 1.1)
	style = f"font-size:{size:.1f}pt;line-height:{height / len(lines):.2f}mm"
	return f'<div class="label {cls} x{index}" style="{style}">{"<br>".join(map(escape, lines))}</div>'


def _label_em(text: str) -> float:
	"""Return about how wide a bold label is, in em: Korean letters fill theirs, others take little more than half."""
	return sum(1 if ord(char) > 0x2E7F else 0.55 for char in text) * 0.96


def _columns(sheet: Sheet, page: Page) -> str:
	# HTML drops a line break that follows <pre>, so one is given away: a first line may be empty.
	return "".join(
		f'<pre class="x{i} {column.kind}">\n{_lines(page.rows, i)}</pre>'
		for i, column in enumerate(sheet.columns)
	)


def _lines(rows: Sequence[DrawnRow], index: int) -> str:
	lines = []
	for drawn in rows:
		strong = is_strong(drawn.row)
		for line in drawn.cells[index]:
			text = escape(line)
			lines.append(f"<b>{text}</b>" if strong and text else text)
	return "\n".join(lines)


def _grid(sheet: Sheet, page: Page) -> str:
	"""Return the ruled table, in one drawing: fills, thin lines, and the frame."""
	width, head, line = sheet.width, sheet.head, sheet.line
	bottom = head + page.height * line
	edges = sheet.lefts
	fills = [f'<rect width="{width}" height="{head:.2f}" fill="#f1f1ee"/>']
	rules = [f"M{x:.2f} {_rule_top(sheet, i):.2f}V{bottom:.2f}" for i, x in enumerate(edges[1:-1])]
	rules += [f"M{left:.2f} {_HEAD_ROW}H{right:.2f}" for left, right in _group_edges(sheet)]
	y = head
	for i, drawn in enumerate(page.rows):
		height = drawn.height * line
		fill = _FILLS.get(drawn.row.kind)
		if fill:
			fills.append(f'<rect y="{y:.2f}" width="{width}" height="{height:.2f}" fill="{fill}"/>')
		if i:
			rules.append(f"M{edges[tree_column(sheet.columns, drawn.row)]:.2f} {y:.2f}H{width}")
		y += height
	frame = f"M0 0H{width}V{bottom:.2f}H0ZM0 {head:.2f}H{width}"
	# Half a millimetre of room on every side, so that the frame is not cut in half.
	return (
		f'<svg class="grid" width="{width + 1}mm" height="{bottom + 1:.2f}mm" '
		f'viewBox="-0.5 -0.5 {width + 1} {bottom + 1:.2f}">{"".join(fills)}'
		f'<path d="{"".join(rules)}" stroke="#777" stroke-width="0.15" fill="none"/>'
		f'<path d="{frame}" stroke="#222" stroke-width="0.4" fill="none"/></svg>'
	)


def _rule_top(sheet: Sheet, index: int) -> float:
	"""Return where the rule right of a column begins: below the group's heading where it stands inside a group."""
	group = sheet.columns[index].group
	return _HEAD_ROW if group and sheet.columns[index + 1].group == group else 0


def _group_edges(sheet: Sheet) -> list[tuple[float, float]]:
	edges = sheet.lefts
	return [(edges[i], edges[i + 1]) for i, column in enumerate(sheet.columns) if column.group]


def _style(sheet: Sheet) -> str:
	size = "A4 landscape" if sheet.form.landscape else "A4 portrait"
	places = "".join(
		f".x{i}{{left:{left:.2f}mm;width:{width:.2f}mm}}"
		for i, (left, width) in enumerate(zip(sheet.lefts, sheet.widths, strict=False))
	)
	tops = "".join(
		f".{name} .grid{{top:{top - 0.5:.2f}mm}}.{name} .label{{top:{top:.2f}mm}}"
		f".{name} .low{{top:{top + _HEAD_ROW:.2f}mm}}.{name} pre{{top:{top + sheet.head:.2f}mm}}"
		f".{name} .heading,.{name} .unit{{top:{top - 6:.2f}mm}}"
		for name, top in (("first", sheet.first_table_top), ("next", sheet.other_table_top))
	)
	return f"""
@page {{ size: {size}; margin: {sheet.margin_top}mm {sheet.margin_side}mm 0; }}
body {{ margin: 0; font-family: NanumGothic, "Noto Sans CJK KR", sans-serif; font-size: 8pt; color: #111; }}
section {{ position: relative; width: {sheet.width}mm; height: {sheet.height}mm; break-after: page; }}
section:last-child {{ break-after: auto; }}
section > * {{ position: absolute; margin: 0; }}
.basis {{ left: 0; top: 0; font-size: 7pt; color: #333; }}
h1 {{ left: 0; right: 0; text-align: center; font-family: NanumMyeongjo, "Noto Serif CJK KR", serif; }}
.first h1 {{ top: 11mm; }}
.next h1 {{ top: 4.5mm; font-size: 11pt; letter-spacing: 1.5mm; text-indent: 1.5mm; }}
.grid {{ left: -0.5mm; }}
.approval {{ right: 0; top: 2mm; border-collapse: collapse; border: 0.4mm solid #222; }}
.approval th, .approval td {{ width: {_BOX}mm; padding: 0; border: 0.15mm solid #555; text-align: center; font-size: 8pt; }}
.approval th {{ height: 5.2mm; background: #f1f1ee; }}
.approval td {{ height: 16mm; }}
.approval th.name {{ width: {_BOX_HEAD}mm; line-height: 2; }}
section > .heading, section > .unit {{ font: 8.5pt NanumGothic, "Noto Sans CJK KR", sans-serif; white-space: pre; }}
.heading {{ left: 0; }}
.unit {{ right: 0; }}
.label {{ text-align: center; font-weight: bold; white-space: nowrap; }}
.whole {{ height: {sheet.head:.2f}mm; line-height: {sheet.head:.2f}mm; }}
.half {{ height: {_HEAD_ROW}mm; line-height: {_HEAD_ROW}mm; }}
pre {{ box-sizing: border-box; padding: 0 {_CELL_PADDING}mm; overflow: hidden; white-space: pre;
	font: 8pt/{sheet.line}mm NanumGothic, "Noto Sans CJK KR", sans-serif; }}
.won, .rate {{ text-align: right; }}
.date, .code {{ text-align: center; }}
.note {{ left: 0; right: 0; font-size: 7.5pt; color: #333; }}
.foot {{ left: 0; right: 0; bottom: 0; text-align: center; font-size: 7.5pt; color: #333; }}
.foot.facility {{ text-align: left; }}
.foot.paper {{ text-align: right; font-size: 6.5pt; color: #555; }}
{places}{tops}"""
