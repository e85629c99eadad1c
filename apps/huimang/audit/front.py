"""Cover and contents of an audit pack."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import frappe
from frappe import _

from huimang.audit import selection
from huimang.money import format_won
from huimang.rules.identifiers import mask_numbers_in

PAGES = 2
"""Cover and contents."""


class Section(NamedTuple):
	"""A part of the pack: its title, the page at which it begins, and what the contents say of it."""

	title: str
	page: int
	remark: str = ""


class Facts(NamedTuple):
	"""What the cover tells: documents and won by kind, files of evidence, and whether the ledger is as it was posted."""

	sums: dict[str, tuple[int, int]]
	evidence: int
	is_sound: bool | None
	made_by: str
	made_at: str


def cover(pack: Any, facts: Facts) -> str:
	"""Return the first page."""
	facility = frappe.db.get_value("Facility", pack.facility, ["facility_name", "corporation"], as_dict=True)
	above = facility.corporation and frappe.db.get_value(
		"Corporation", facility.corporation, "corporation_name"
	)
	figures = [
		(_(doctype, "ko"), f"{count:,}건 · {format_won(total)}원")
		for doctype, (count, total) in facts.sums.items()
	]
	figures.append(("증빙 파일", f"{facts.evidence:,}건"))
	if facts.is_sound is not None:
		figures.append(("원장 검증", "이상 없음" if facts.is_sound else "다른 점 있음 (뒤의 검증 결과 참조)"))
	chosen = selection.in_words(pack)
	if pack.purpose:
		chosen.append(("용도", pack.purpose))
	return f"""<style>{_STYLE}</style><section class="cover">
		<h1>감사 자료</h1><div class="period">{pack.from_date:%Y. %m. %d.} ~ {pack.to_date:%Y. %m. %d.}</div>
		{_table("figures", figures)}
		{_table("chosen", chosen) if chosen else ""}
		<div class="made">작성: {escape(facts.made_by)} · {escape(facts.made_at)}<br>
		주민등록번호와 카드번호는 가려서 실었습니다. 그림·PDF 증빙은 올린 그대로입니다.</div>
		<div class="corporation">{escape(above or "")}</div>
		<div class="facility">{escape(facility.facility_name or "")}</div>
	</section>"""


def contents(sections: Sequence[Section]) -> str:
	"""Return the second page."""
	rows = "".join(
		f"<tr><td>{number}</td><td>{escape(each.title)}</td><td>{escape(each.remark)}</td><td>{each.page:,}</td></tr>"
		for number, each in enumerate(sections, 1)
	)
	head = "".join(f"<th>{label}</th>" for label in ("번호", "내용", "비고", "쪽"))
	return f"""<style>{_STYLE}</style><section class="contents"><h2>목 차</h2>
		<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"""


def _table(cls: str, rows: Sequence[tuple[str, str]]) -> str:
	cells = "".join(
		f"<tr><th>{escape(label)}</th><td>{escape(mask_numbers_in(value))}</td></tr>" for label, value in rows
	)
	return f'<table class="{cls}">{cells}</table>'


_STYLE = """
@page { size: A4 portrait; margin: 14mm 14mm 0; }
body { margin: 0; font-family: NanumGothic, "Noto Sans CJK KR", sans-serif; font-size: 9.5pt; color: #111; }
section { position: relative; width: 182mm; height: 269mm; }
.cover { text-align: center; }
h1 { margin: 0; padding: 48mm 0 6mm; font-family: NanumMyeongjo, "Noto Serif CJK KR", serif; font-size: 36pt; letter-spacing: 4mm; }
.period { font-size: 13pt; }
table { border-collapse: collapse; border: 0.4mm solid #222; }
th, td { border: 0.15mm solid #777; padding: 2mm 4mm; }
th { background: #f1f1ee; }
.cover table { margin: 10mm auto 0; width: 130mm; }
.cover th { width: 34mm; }
.figures { font-size: 10.5pt; }
.figures td { text-align: right; }
.chosen td { text-align: left; }
.made { margin-top: 8mm; font-size: 8pt; line-height: 1.6; color: #333; }
.corporation { position: absolute; left: 0; right: 0; bottom: 34mm; font-size: 13pt; }
.facility { position: absolute; left: 0; right: 0; bottom: 20mm; font-size: 20pt; font-weight: bold; }
h2 { margin: 8mm 0 6mm; text-align: center; font-family: NanumMyeongjo, "Noto Serif CJK KR", serif; font-size: 18pt; }
.contents table { width: 100%; }
.contents td:first-child, .contents td:last-child { width: 12mm; text-align: center; }
.contents td:nth-child(3) { width: 62mm; }
"""
