"""Which papers go with a settlement (T3, T4; 제20조①, for 재가장기요양기관 장기요양기관 재무·회계 규칙 제11조①).

`data/settlement_papers.csv` lists them as the rules number them, with the statement that makes the paper where one does.
Books kept by single entry need no balance sheets (T4: 1–3 and 14–23), a small facility two papers (1 and 17).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huimang.rules.statement_forms import CORPORATION, HOME_CARE

_TABLE = Path(__file__).parent / "data" / "settlement_papers.csv"


@dataclass(frozen=True)
class Paper:
	"""A paper of the list.

	Attributes:
		no: its number in the rule's list.
		statement: name of the statement that makes it; empty where it comes from elsewhere.
		only_where_it_applies: whether it is left out where there is nothing to be told.
	"""

	effective_from: date
	books: str
	no: int
	title: str
	form: str
	article: str
	statement: str
	double_entry: bool
	small: bool
	only_where_it_applies: bool
	only_corporation: bool

	@property
	def is_annex(self) -> bool:
		"""Whether it is added for the reader's sake and not listed by a rule."""
		return self.books == ANNEX

	@property
	def label(self) -> str:
		"""Its number as the contents show it."""
		return f"붙임{self.no}" if self.is_annex else str(self.no)


ANNEX = "Annex"
"""Papers of personnel, property and subsidies that come with a settlement where there is something to be told."""

LONG_TERM_CARE = "Long-term Care"
"""Papers that a 노인장기요양기관 under the general rule makes in place of those with the same number (제20조제2항 단서)."""


def required(
	books: str, is_small: bool, on: date, double_entry: bool = False, long_term_care: bool = False
) -> list[Paper]:
	"""Return the papers that a settlement needs, in the order of the rule.

	:param books: kind of books, as `statement_forms.books_kind` tells them.
	:param is_small: whether the facility is small (소규모 시설); a corporation's books never are.
	:param on: the last day of the year that is settled.
	:param double_entry: whether the books are kept by double entry (제23조 단서).
	:param long_term_care: whether they are those of a 노인장기요양기관 under the general rule.
	"""
	table = HOME_CARE if books == HOME_CARE and on >= _first_day(HOME_CARE) else ""
	instead = {
		paper.no: paper
		for paper in load()
		if long_term_care and not table and paper.books == LONG_TERM_CARE and paper.effective_from <= on
	}
	return [
		instead.get(paper.no, paper)
		for paper in load()
		if paper.books == table
		and paper.effective_from <= on
		and (double_entry or not paper.double_entry)
		and (paper.small or not is_small or books == CORPORATION)
		and (books == CORPORATION or not paper.only_corporation)
	]


def annexes(on: date, beside: Sequence[Paper]) -> list[Paper]:
	"""Return the papers of other areas that supervising offices ask for with a settlement, though no rule lists them.

	:param beside: the papers that the rule asks for; what is among them is not made twice.
	"""
	made = {paper.statement for paper in beside}
	return [
		paper
		for paper in load()
		if paper.is_annex and paper.effective_from <= on and paper.statement not in made
	]


def _first_day(books: str) -> date:
	return min(paper.effective_from for paper in load() if paper.books == books)


@cache
def load() -> tuple[Paper, ...]:
	"""Return all papers of the table."""
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(
			Paper(
				effective_from=date.fromisoformat(row["effective_from"]),
				books=row["books"],
				no=int(row["no"]),
				title=row["title"],
				form=row["form_no"],
				article=row["article"],
				statement=row["statement"],
				double_entry=row["double_entry"] == "1",
				small=row["small"] == "1",
				only_where_it_applies=row["only_where_it_applies"] == "1",
				only_corporation=row["only_corporation"] == "1",
			)
			for row in csv.DictReader(file)
		)
