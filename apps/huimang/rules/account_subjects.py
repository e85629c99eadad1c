"""The chart of account subjects (과목): 관 · 항 · 목 by law, 세목 by the facility (재무·회계규칙 제10조③,
별표 1–10).

The tables stand in `data/account_subjects/*.csv`, one file a template group, each row with the date from
which it holds, its source and how sure that source is. Codes are text: 목 330 may stand beside 항 33.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path

from huimang.rules.errors import RuleViolation

LEVELS = ("Gwan", "Hang", "Mok", "Semok")
"""관, 항, 목 and 세목, from the widest to the narrowest."""

BUDGETED_LEVELS = ("Mok", "Semok")
"""The levels that a budget and a resolution name."""

GROUP_FILES = {
	"Facility": "facility.csv",
	"Welfare Center": "welfare_center.csv",
	"Corporation": "corporation.csv",
	"Long-term Care": "long_term_care.csv",
}
"""Template groups and their tables: 별표 3·4, 별표 5·6, 별표 1·2, 별표 9·10."""

PLACEHOLDER = "○○"
"""How the statutory tables begin the name of a 목 that every facility names for itself."""

_DATA = Path(__file__).parent / "data"
MARKS = ("evidence_exempt", "donation_forbidden", "is_contingency", "provisional_allowed", "is_subsidy")
"""What the tables say of a 목 besides its place: paid without receipts, closed to undesignated donations (D12), 예비비
(C4), open while the year has no budget (C1), a subsidy that is received or paid back."""

_FLAGS = ("is_placeholder", "inactive_by_default", *MARKS)
_NOT_HEARD = re.compile(r"[\s·ㆍᆞ・･‧∙•.,]")
_UNIT_MARKS = {"Facility": "", "Corporation": "C", "Profit Business": "B"}
_LEVEL_MARKS = {"Gwan": "G", "Hang": "H", "Mok": "", "Semok": ""}


@dataclass(frozen=True)
class TemplateRow:
	"""One 목 of a statutory table with the 관 and 항 above it."""

	side: str
	gwan_code: str
	gwan: str
	hang_code: str
	hang: str
	mok_code: str
	mok: str
	is_placeholder: bool = False
	inactive_by_default: bool = False
	evidence_exempt: bool = False
	donation_forbidden: bool = False
	is_contingency: bool = False
	provisional_allowed: bool = False
	is_subsidy: bool = False
	description: str = ""
	source: str = ""
	confidence: str = ""


@dataclass(frozen=True)
class Subject:
	"""One subject of a chart: its place in the tree and what its template says of it.

	`is_open` tells that a facility may add subjects of its own below it.
	"""

	side: str
	level: str
	code: str
	name: str
	parent: Subject | None = None
	is_active: bool = True
	is_open: bool = False
	evidence_exempt: bool = False
	donation_forbidden: bool = False
	is_contingency: bool = False
	provisional_allowed: bool = False
	is_subsidy: bool = False
	description: str = field(default="", compare=False)

	@cached_property
	def path(self) -> tuple[Subject, ...]:
		"""The subject and what stands above it, 관 first."""
		return (*self.parent.path, self) if self.parent else (self,)

	@property
	def path_label(self) -> str:
		"""The names above the subject: ``사무비 > 인건비`` for 급여."""
		return label(subject.name for subject in self.path[:-1])

	@property
	def sort_key(self) -> str:
		"""Text by which subjects stand in the order of the statutory forms."""
		return sort_key(self.side, [subject.code for subject in self.path])


def load(group: str) -> dict[date, list[TemplateRow]]:
	"""Return the tables of a template group by the day from which each holds."""
	tables: dict[date, list[TemplateRow]] = {}
	with (_DATA / "account_subjects" / GROUP_FILES[group]).open(encoding="utf-8", newline="") as file:
		for row in csv.DictReader(file):
			effective_from = date.fromisoformat(row.pop("effective_from"))
			values = {name: value == "1" if name in _FLAGS else value for name, value in row.items()}
			tables.setdefault(effective_from, []).append(TemplateRow(**values))
	return tables


def fund_sources() -> list[dict[str, str]]:
	"""Return the fund sources (재원) with which a facility starts: their name and kind."""
	with (_DATA / "fund_sources.csv").open(encoding="utf-8", newline="") as file:
		return [{name: row[name] for name in ("fund_source_name", "kind")} for row in csv.DictReader(file)]


def chart(rows: Iterable[TemplateRow]) -> list[Subject]:
	"""Return the subjects that a facility starts with, every parent before its children.

	A ○○ 목 is no subject: it opens its 항 to 목 of the facility's own. A 목 whose code the table leaves
	open gets the next free one of its 항.
	"""
	rows = list(rows)
	open_hangs = {(row.side, row.hang_code) for row in rows if row.is_placeholder}
	taken = {(row.side, row.mok_code) for row in rows if row.mok_code}
	subjects: dict[tuple[str, str, str], Subject] = {}
	for row in rows:
		# all of 보조금수입 are subsidies, those that a facility adds below it as well
		all_subsidies = row.is_subsidy and row.side == "Revenue"
		gwan = subjects.setdefault(
			(row.side, "Gwan", row.gwan_code),
			Subject(row.side, "Gwan", row.gwan_code, row.gwan, is_subsidy=all_subsidies),
		)
		hang = subjects.setdefault(
			(row.side, "Hang", row.hang_code),
			Subject(
				row.side,
				"Hang",
				row.hang_code,
				row.hang,
				parent=gwan,
				is_open=(row.side, row.hang_code) in open_hangs,
				is_subsidy=all_subsidies,
			),
		)
		if row.is_placeholder:
			continue
		codes = {code for side, code in taken if side == row.side}
		siblings = [
			other.mok_code for other in rows if (other.side, other.hang_code) == (row.side, row.hang_code)
		]
		code = row.mok_code or next_code("Mok", row.hang_code, siblings, codes)
		taken.add((row.side, code))
		subjects[row.side, "Mok", code] = Subject(
			row.side,
			"Mok",
			code,
			row.mok,
			parent=hang,
			is_open=True,
			is_active=not row.inactive_by_default,
			description=row.description,
			**{mark: getattr(row, mark) for mark in MARKS},
		)
	return list(subjects.values())


def record_name(facility: str, unit: str, side: str, level: str, code: str) -> str:
	"""Return the name of an account subject's record: ``F00001-E-132``, ``F00001-CR-111``,
	``F00001-E-132-01``.

	관 and 항 carry their mark (``F00001-E-G01``, ``F00001-E-H11``), for the tables use a code such as 111
	at two levels.
	"""
	return f"{facility}-{_UNIT_MARKS[unit]}{side[0]}-{_LEVEL_MARKS[level]}{code}"


def sort_key(side: str, codes: Iterable[str]) -> str:
	"""Return the text by which a subject sorts: 세입 before 세출, then by the numbers of its 관, 항, 목
	and 세목.
	"""
	return ".".join(["1" if side == "Revenue" else "2", *(padded(code) for code in codes)])


def next_code(level: str, parent_code: str, siblings: Collection[str], taken: Collection[str]) -> str:
	"""Return the next free code below a parent: 관 09 → 10, 항 31 → 32, 목 311 → 312, 세목 311-01 → 311-02.

	:param siblings: the codes that stand below the same parent.
	:param taken: all codes of that level and side; none of them is given again.
	"""
	if level == "Semok":
		candidates: Iterator[str] = (f"{parent_code}-{number:02}" for number in count(1))
	else:
		numbers = [int(code) for code in siblings if code.isdigit()]
		first = max(numbers) + 1 if numbers else int(f"{int(parent_code or 0) or ''}1")
		candidates = (f"{number:02}" for number in count(first))
	return next(code for code in candidates if code not in taken)


def label(names: Iterable[str]) -> str:
	"""Return names of subjects as one path: ``사무비 > 인건비``."""
	return " > ".join(names)


def name_key(name: str) -> str:
	"""Return what two spellings of one subject have in common: blanks and dots do not tell names apart.

	``시·군·구보조금`` and ``시군구 보조금`` are the same subject to whoever reads them.
	"""
	return unicodedata.normalize("NFKC", _NOT_HEARD.sub("", name)).casefold()


def check_name(name: str, siblings: Mapping[str, str]) -> str:
	"""Return a subject's name with its blanks in order.

	:param siblings: names that stand beside it, by their `name_key`.
	Raises RuleViolation for an empty name, one that is left as a placeholder, and one that is there already.
	"""
	name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
	if not name_key(name):
		raise RuleViolation("Please enter the name of the account subject.")
	if "<" in name or ">" in name:
		raise RuleViolation("Please leave angle brackets out of the name {0}.", name)
	if name.startswith(PLACEHOLDER):
		raise RuleViolation("Please replace ○○ in {0} with the name of your own program or income.", name)
	if other := siblings.get(name_key(name)):
		raise RuleViolation(
			"The account subject {0} is already there. Please use it or choose another name.", other
		)
	return name


def check_own_place(level: str, parent_is_open: bool) -> None:
	"""Refuse a subject of the facility's own where the law leaves no room for one (제10조③).

	A facility adds 세목 below any 목, and 목 below a 항 for which the statutory table has a ○○ 목.
	"""
	if level in ("Gwan", "Hang"):
		raise RuleViolation("Gwan and Hang are set by law. Please add a Semok below a Mok instead.")
	if not parent_is_open:
		raise RuleViolation(
			"The items of this Hang are set by law. Please add a Semok below one of its Mok instead."
		)


def padded(code: str) -> str:
	"""Return a code whose numbers sort as numbers: ``0132``, ``0132-0002``."""
	return re.sub(r"\d+", lambda number: number.group().zfill(4), code)
