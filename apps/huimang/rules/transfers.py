"""Moving budget between subjects (전용): how far it moves, who decides, and what never moves (제16조).

C6: within a 항 the head decides. C7: between 항 or 관 it takes the meetings that a budget takes, but for small
facilities. C8: nothing moves to what the general provisions (예산총칙) close or what was cut in deliberation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from huimang.rules.errors import RuleViolation
from huimang.rules.meetings import NONE_NEEDED, Meetings

WITHIN_HANG = "Within Hang"
BETWEEN_HANG = "Between Hang"
BETWEEN_GWAN = "Between Gwan"
SCOPES = (WITHIN_HANG, BETWEEN_HANG, BETWEEN_GWAN)
"""목간, 항간 and 관간 전용, from the narrowest to the widest."""

RESTRICTED = "Restricted by General Provisions"
CUT = "Cut in Deliberation"

BOUND_KINDS = frozenset({"Subsidy", "Designated Donation", "Undesignated Donation"})
"""Kinds of fund sources whose giver has a say in their use: their money stays theirs."""


class Path(NamedTuple):
	"""A subject with what stands above it; a 목 has no 세목."""

	gwan: str
	hang: str
	mok: str
	semok: str | None = None


def scope(source: Path, target: Path) -> str:
	"""Return how far a move goes: over a 관, over a 항, or neither."""
	if source.gwan != target.gwan:
		return BETWEEN_GWAN
	return BETWEEN_HANG if source.hang != target.hang else WITHIN_HANG


def widest(scopes: Iterable[str]) -> str:
	"""Return the widest of the scopes: it decides on the whole document. No scope counts as the narrowest."""
	return max(scopes, key=SCOPES.index, default=WITHIN_HANG)


def meetings(scope: str, budget_meetings: Meetings, is_small: bool) -> Meetings:
	"""Return the meetings that a transfer takes (제16조① 단서).

	:param budget_meetings: those that the facility's budget takes; :param is_small: 소규모 시설.
	"""
	return NONE_NEEDED if scope == WITHIN_HANG or is_small else budget_meetings


def check_target(target: Path, bars: Mapping[str, str], names: Mapping[str, str]) -> None:
	"""Refuse a move to a subject that is barred, itself or by its 목, 항 or 관 (C8, 제16조②).

	:param bars: the kind of the bar of each barred subject; :param names: names of subjects, for the message.
	"""
	for subject in target:
		kind = bars.get(subject or "")
		if kind == RESTRICTED:
			raise RuleViolation(
				"The general provisions of the budget close {0} to transfers. Please choose another subject.",
				names[subject],
			)
		if kind == CUT:
			raise RuleViolation(
				"{0} was cut when the budget was deliberated, so nothing may be transferred to it. Please choose "
				"another subject.",
				names[subject],
			)


def check_sources(from_source: str, from_kind: str, to_source: str, to_kind: str) -> None:
	"""Refuse a move that gives subsidies or donations another name: they stay what they were given for.

	(사회복지사업법 제42조②, 재무·회계규칙 제41조의7.) Only the facility's own money may change its fund source.
	"""
	if from_source != to_source and not BOUND_KINDS.isdisjoint((from_kind, to_kind)):
		raise RuleViolation(
			"Subsidies and donations stay in their fund source. Please choose the same fund source on both"
			" sides, or change the budget by a supplementary one."
		)
