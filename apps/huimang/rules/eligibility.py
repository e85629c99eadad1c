"""이용 대상 판정: whether a facility must, may or may not keep its books here (재무·회계규칙 제6조의2; administration.md 1).

Each facility type bears a judgement (`Facility Type.eligibility`, the operator's list); the rules R1 to R8 are asked from
above, and the first that fits decides. What is said about each is the table `data/eligibility_rules.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from huimang.rules.dated import DATA

MANDATORY, REVIEW, ALLOWED, EXCLUDED = STRENGTH = ("MANDATORY", "REVIEW", "ALLOWED", "EXCLUDED")
"""The answers, the strongest first: it decides for a facility of several types."""


@dataclass(frozen=True)
class Facts:
	"""What decides.

	Attributes:
		judgement: of the facility type: Mandatory, By Subsidy, Review or Excluded.
		has_paper: it has a 신고증 or an entry in the register of corporations.
		has_unique_no: it has a 고유번호 or 사업자등록번호.
		receives_subsidy: by 사회복지사업법 제42조.
		long_term_care: it is a 노인장기요양기관.
		exempt: it is on the minister's list of exceptions (제6조의2④ 단서).
	"""

	judgement: str
	has_paper: bool = True
	has_unique_no: bool = True
	receives_subsidy: bool = False
	long_term_care: bool = False
	exempt: bool = False


@dataclass(frozen=True)
class Rule:
	"""A rule as it is explained: its id, the answer, the reason, where it is written, and what to do next (in Korean)."""

	id: str
	answer: str
	reason: str
	basis: str
	next_step: str


def judge(facts: Facts) -> Rule:
	"""Return the first rule that fits."""
	return rules()[_first(facts)]


def judge_all(kinds: Iterable[Facts]) -> Rule:
	"""Return the strongest answer of a facility of several types (통합시설), whose books are then kept apart."""
	return min((judge(facts) for facts in kinds), key=lambda rule: STRENGTH.index(rule.answer))


def _first(facts: Facts) -> str:
	if facts.judgement == "Excluded":
		return "R1"
	if not facts.has_paper and not facts.has_unique_no:
		return "R2"
	if not facts.has_unique_no:
		return "R3"
	if facts.judgement == "Review":
		return "R4"
	if facts.exempt:
		return "R5"
	if facts.judgement == "Mandatory" or facts.long_term_care:
		return "R6"
	return "R7" if facts.receives_subsidy else "R8"


@cache
def rules() -> dict[str, Rule]:
	"""The rules R1 to R8 by their ids."""
	with (DATA / "eligibility_rules.csv").open(encoding="utf-8", newline="") as file:
		return {row["id"]: Rule(**row) for row in csv.DictReader(file)}
