"""Which form prescribes a statement (T5, B11, L2): title, number and article, from a dated table.

`data/statement_forms.csv` has a row for each form and kind of books, with the columns that the form prints, its source and
how sure that source is. A new form is a new row with the day from which it holds.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "statement_forms.csv"
_RULES = {
	"사회복지": "「사회복지법인 및 사회복지시설 재무·회계 규칙」",
	"장기요양": "「장기요양기관 재무·회계 규칙」",
}

FACILITY = "Facility"
CORPORATION = "Corporation"
HOME_CARE = "Home Care"
"""Books of a 재가장기요양기관 (기관코드 3), which has a rule of its own."""


@dataclass(frozen=True)
class StatutoryForm:
	"""A form of the accounting rules.

	Attributes:
		title: its name.
		number: ``별지 제5호의3``.
		article: where the rule asks for it.
		columns: its columns as the form prints them.
		columns_confidence: how sure the columns are: high, medium or low.
	"""

	statement: str
	books: str
	effective_from: date
	rule: str
	number: str
	title: str
	article: str
	columns: tuple[str, ...]
	columns_confidence: str

	@property
	def legal_basis(self) -> str:
		"""The form as its paper cites it."""
		return f"{_RULES[self.rule]} [{self.number}서식]"


def books_kind(unit: str, group: str, legal_basis: str) -> str:
	"""Return which kind of books an accounting unit keeps: the forms differ by it.

	:param unit: accounting unit: Facility, Corporation or Profit Business.
	:param group: template group of the facility's type.
	:param legal_basis: the act that the facility's type comes from.
	"""
	if unit != "Facility":
		return CORPORATION
	home_care = group == "Long-term Care" and legal_basis.startswith("노인장기요양보험법")
	return HOME_CARE if home_care else FACILITY


def find(statement: str, books: str, on: date) -> StatutoryForm | None:
	"""Return the form of a statement for a kind of books on a day; None where no rule prescribes one."""
	fitting = [
		form
		for form in load()
		if form.statement == statement and form.books in (books, "") and form.effective_from <= on
	]
	# The form of the very kind goes before the one for all, and the newest before older ones.
	return max(fitting, key=lambda form: (form.books == books, form.effective_from), default=None)


@cache
def load() -> tuple[StatutoryForm, ...]:
	"""Return all forms of the table."""
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(
			StatutoryForm(
				statement=row["statement"],
				books=row["books"],
				effective_from=date.fromisoformat(row["effective_from"]),
				rule=row["rule"],
				number=row["form_no"],
				title=row["title"],
				article=row["article"],
				columns=tuple(row["columns"].split("|")),
				columns_confidence=row["columns_confidence"],
			)
			for row in csv.DictReader(file)
		)
