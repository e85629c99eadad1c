"""결산 서류 묶음 (제20조; T3–T5): every statement that a year's settlement needs, in one PDF with cover and contents, and as one XLSX.

Which papers those are follows from the kind of books and the size of the facility (`rules.settlement_papers`). What comes from
elsewhere stands in the contents as a paper to be added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

import frappe
from frappe import _

from huimang.facility import access
from huimang.money import format_won
from huimang.printing import pdf
from huimang.rules import facility_size, settlement_papers
from huimang.rules.settlement_papers import Paper
from huimang.statements import engine, paper, remuneration, sheet
from huimang.statements.definition import Drawn, RowKind
from huimang.statements.filters import Books, read_books

DOCTYPE = "Annual Settlement"
DRAFT = "Draft"
AUDIT_REPORT = "감사보고서"
"""The paper that the auditors of the corporation write; the settlement has a field for it."""
_FRONT_PAGES = 2
"""Cover and contents."""

Report = Callable[[int, int, str], None]
"""Told how many of how many papers are drawn, and which one is next."""


@dataclass(frozen=True)
class Part:
	"""A paper of the pack, drawn where a statement makes it and there is something to be told.

	Attributes:
		is_open: whether whoever makes the pack may print it; what tells the pay of everybody is for those alone who see it.
	"""

	paper: Paper
	drawn: Drawn | None
	is_open: bool = True

	@property
	def remark(self) -> str:
		"""What the contents say instead of a page."""
		return "해당 없음" if self.paper.statement and self.is_open else "별도 첨부"


@dataclass(frozen=True)
class Pack:
	"""The papers of one year's settlement, in the order of the rule."""

	books: Books
	parts: list[Part]
	revenue: int
	expense: int

	@property
	def drawn(self) -> list[Drawn]:
		return [part.drawn for part in self.parts if part.drawn]

	@property
	def title(self) -> str:
		return f"{self.books.year}년도 세입·세출 결산서"


def draw(facility: str, accounting_year: str, report: Report = lambda done, count, title: None) -> Pack:
	"""Draw the papers of a year.

	Raises FacilityAccessError where the user may not print one of them.
	"""
	filters = {"facility": facility, "accounting_year": accounting_year}
	books = read_books(filters)
	papers = required(books)
	if books.unit == "Facility":
		papers += settlement_papers.annexes(books.last, papers)
	parts = []
	for done, needed in enumerate(papers):
		report(done, len(papers), needed.title)
		statement, _colon, part = needed.statement.partition(":")
		is_open = bool(statement) and _may_print(statement, facility, needed.is_annex)
		drawn = engine.draw(statement, {**filters, "part": part}, "print") if is_open else None
		if drawn and needed.only_where_it_applies and not _tells_anything(drawn):
			drawn = None
		if drawn or not needed.is_annex:
			parts.append(Part(needed, drawn, is_open))
	revenue, expense = (_settled(parts, name) for name in ("revenue_settlement", "expense_settlement"))
	return Pack(books, parts, revenue, expense)


def required(books: Books) -> list[Paper]:
	"""Return the papers that the settlement of these books needs (T3, T4)."""
	operated_by, capacity, kind = frappe.db.get_value(
		"Facility", books.facility, ["operated_by", "capacity", "facility_type"]
	)
	group = frappe.get_cached_value("Facility Type", kind, "subject_template_group")
	is_small = facility_size.is_small(operated_by, capacity, books.last)
	is_care = books.unit == "Facility" and group == settlement_papers.LONG_TERM_CARE
	return settlement_papers.required(books.kind, is_small, books.last, long_term_care=is_care)


def _may_print(statement: str, facility: str, is_annex: bool = False) -> bool:
	"""Tell whether a paper is left to others: an annex, and what tells the pay of everybody. The rest is refused, not left out."""
	doctype = engine.get(statement).doctype
	if doctype != remuneration.RIGHT and not is_annex:
		return True
	reached = access.facilities_for(frappe.session.user, doctype, "print")
	return reached is None or facility in reached


def _tells_anything(drawn: Drawn) -> bool:
	return any(row.kind is RowKind.ENTRY for row in drawn.rows)


def _settled(parts: list[Part], statement: str) -> int:
	"""Return the sum of 세입결산서 or 세출결산서 as it is printed: the pack's cover says what its papers say."""
	drawn = next(part.drawn for part in parts if part.paper.statement == statement)
	totals = [row.values for row in drawn.rows if row.kind is RowKind.TOTAL]
	return next(
		(
			values.get("total", values.get("actual"))
			for values in totals
			if values.get("division") in ("결산", None)
		),
		0,
	)


def to_pdf(pack: Pack) -> bytes:
	"""Return the pack as one PDF whose pages are counted through, so that the contents can name them."""
	laid = [paper.lay_out(drawn) for drawn in pack.drawn]
	count = _FRONT_PAGES + sum(len(each.pages) for each in laid)

	def sheets() -> Iterator[str]:
		yield _cover(pack)
		yield _contents(pack, [len(each.pages) for each in laid], count)
		before = _FRONT_PAGES
		for each in laid:
			yield from each.sheets(before, count)
			before += len(each.pages)

	return pdf.render(sheets(), title=f"{pack.title} {pack.books.facility_name}")


def to_xlsx(pack: Pack) -> bytes:
	"""Return the pack as one workbook: the contents, and a sheet for each paper."""
	contents = [
		(pack.title, pack.books.facility_name, pack.books.period(), ""),
		("서류", "서식", "근거", "비고"),
	]
	contents += [
		(part.paper.title, _form_of(part), part.paper.article, "" if part.drawn else part.remark)
		for part in pack.parts
	]
	return sheet.to_workbook(pack.drawn, contents)


def _form_of(part: Part) -> str:
	"""Return the form as the paper itself cites it, without the name of the rule."""
	basis = part.drawn.form.legal_basis if part.drawn else ""
	if "[" in basis:
		return basis[basis.index("[") + 1 : -1]
	return f"{part.paper.form}서식" if part.paper.form else ""


def _cover(pack: Pack) -> str:
	books = pack.books
	figures = (
		("세입 결산액", pack.revenue),
		("세출 결산액", pack.expense),
		("차인잔액", pack.revenue - pack.expense),
	)
	rows = "".join(f"<tr><th>{label}</th><td>{format_won(won)}원</td></tr>" for label, won in figures)
	corporation = frappe.db.get_value("Facility", books.facility, "corporation")
	above = frappe.db.get_value("Corporation", corporation, "corporation_name") if corporation else None
	return f"""<style>{_STYLE}</style><section class="cover">
		<div class="year">{books.year}년도{"" if books.closed else " (가결산)"}</div>
		<h1>세입 · 세출 결산서</h1>
		<div class="period">{escape(books.period())}</div>
		<table class="figures">{rows}</table>
		<div class="corporation">{escape(above or "")}</div>
		<div class="facility">{escape(books.facility_name)}</div>
	</section>"""


def _contents(pack: Pack, pages: list[int], count: int) -> str:
	rows, page, lengths = [], _FRONT_PAGES + 1, iter(pages)
	for part in pack.parts:
		place = part.remark
		if part.drawn:
			place = str(page)
			page += next(lengths)
		cells = (part.paper.label, part.paper.title, _form_of(part), part.paper.article, place)
		rows.append("".join(f"<td>{escape(cell)}</td>" for cell in cells))
	body = "".join(f"<tr>{row}</tr>" for row in rows)
	head = "".join(f"<th>{label}</th>" for label in ("호", "서류", "서식", "근거", "쪽"))
	return f"""<style>{_STYLE}</style><section class="contents"><h2>목 차</h2>
		<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
		<p>‘별도 첨부’는 이 묶음 밖에서 작성하여 함께 제출하는 서류이고, ‘해당 없음’은 이 회계연도에 적을 내용이 없는 서류입니다.</p>
		<div class="number">- {_FRONT_PAGES} / {count} -</div>
	</section>"""


_STYLE = """
@page { size: A4 portrait; margin: 14mm 14mm 0; }
body { margin: 0; font-family: NanumGothic, "Noto Sans CJK KR", sans-serif; font-size: 9pt; color: #111; }
section { position: relative; width: 182mm; height: 269mm; }
.cover { text-align: center; }
.cover .year { padding-top: 52mm; font-size: 18pt; }
h1 { margin: 8mm 0 6mm; font-family: NanumMyeongjo, "Noto Serif CJK KR", serif; font-size: 34pt; letter-spacing: 3mm; }
.period { font-size: 11pt; }
.figures { margin: 26mm auto 0; border-collapse: collapse; border: 0.4mm solid #222; font-size: 11pt; }
.figures th, .figures td { border: 0.15mm solid #777; padding: 2.4mm 5mm; }
.figures th { background: #f1f1ee; }
.figures td { width: 52mm; text-align: right; }
.corporation { position: absolute; left: 0; right: 0; bottom: 38mm; font-size: 13pt; }
.cover .facility { position: absolute; left: 0; right: 0; bottom: 24mm; font-size: 20pt; font-weight: bold; }
h2 { margin: 8mm 0 6mm; text-align: center; font-family: NanumMyeongjo, "Noto Serif CJK KR", serif; font-size: 18pt; }
.contents table { width: 100%; border-collapse: collapse; border: 0.4mm solid #222; }
.contents th, .contents td { border: 0.15mm solid #777; padding: 1.5mm 2mm; }
.contents th { background: #f1f1ee; }
.contents td:first-child, .contents td:last-child { text-align: center; white-space: nowrap; }
.contents p { font-size: 8pt; color: #333; }
.number { position: absolute; left: 0; right: 0; bottom: 0; text-align: center; font-size: 7.5pt; color: #333; }
"""


def store(settlement: str, pack: Pack) -> list[str]:
	"""Keep the pack with its settlement, and return the addresses of its two files.

	Made again, it replaces the files that are there, so there is one of each whatever is tried. Once the settlement is being
	approved its files stay as approvers have seen them: what is there already is what the caller gets.
	"""
	doc = frappe.get_doc(DOCTYPE, settlement, for_update=True)
	doc.check_permission("write")
	urls = []
	for extension, make in (("pdf", to_pdf), ("xlsx", to_xlsx)):
		name = file_name(settlement, pack.books, extension)
		standing = _standing(settlement, name)
		if standing and doc.stage != DRAFT:
			urls.append(standing[0].file_url)
			continue
		for file in standing:
			frappe.delete_doc("File", file.name, ignore_permissions=True)
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": name,
				"content": make(pack),
				"is_private": 1,
				"attached_to_doctype": DOCTYPE,
				"attached_to_name": settlement,
			}
		).insert()
		urls.append(file.file_url)
	return urls


def file_name(settlement: str, books: Books, extension: str) -> str:
	"""Return the name of a file of the pack: unlike any other settlement's, and another one when the year is closed."""
	return f"{_('Settlement Papers', 'ko')}{'' if books.closed else '(가결산)'}_{settlement}.{extension}"


def standing(settlement: str, books: Books) -> datetime | None:
	"""Return when the pack that a settlement has was made; None where it has none."""
	files = _standing(settlement, file_name(settlement, books, "pdf"))
	return max((file.creation for file in files), default=None)


def _standing(settlement: str, name: str) -> list[frappe._dict]:
	"""Return the files of that name that the settlement has. The framework may have put letters between name and type."""
	stem, extension = name.rsplit(".", 1)
	files = frappe.get_all(
		"File",
		{"attached_to_doctype": DOCTYPE, "attached_to_name": settlement},
		["name", "file_name", "file_url", "creation"],
	)
	return [
		file for file in files if file.file_name.startswith(stem) and file.file_name.endswith(f".{extension}")
	]
