"""Who has to be told of a budget and who decides on it: operating committee and board (제10조①, 제13조①, 제16조①, 제17조)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from huimang.rules.errors import RuleViolation


class Meetings(NamedTuple):
	"""The meetings that a decision takes: 시설운영위원회 보고 and 이사회 의결."""

	committee: bool = False
	board: bool = False


class Held(NamedTuple):
	"""A meeting that was held: its day, and whether its minutes (회의록) are at hand."""

	day: date | None = None
	minutes: bool = False

	@property
	def is_proven(self) -> bool:
		return bool(self.day and self.minutes)


NONE_NEEDED = Meetings()


def required(unit: str, operated_by: str) -> Meetings:
	"""Return the meetings that confirm a budget (제10조①).

	법인회계 (and 수익사업회계): the board decides. 시설회계: the committee is told; where a corporation runs the
	facility, its board decides after that.

	:param unit: Facility, Corporation or Profit Business; :param operated_by: Corporation, Government or Individual.
	"""
	if unit != "Facility":
		return Meetings(board=True)
	return Meetings(committee=True, board=operated_by == "Corporation")


def missing(needed: Meetings, committee: Held, board: Held) -> list[str]:
	"""Return which of the needed meetings lack their day or minutes: "Operating Committee", "Board"."""
	return [
		name
		for name, is_needed, held in (
			("Operating Committee", needed.committee, committee),
			("Board", needed.board, board),
		)
		if is_needed and not held.is_proven
	]


def check_days(committee: date | None, board: date | None, today: date) -> None:
	"""Refuse a board meeting before the operating committee's, and meetings that are still to come.

	The committee is told first, then the board decides (제10조①).
	"""
	for day in (committee, board):
		if day and day > today:
			raise RuleViolation(
				"The meeting of {0} is still to come. Please register it once it was held.", day
			)
	if committee and board and board < committee:
		raise RuleViolation(
			"The board ({1}) decides after the operating committee ({0}) has been told. Please correct "
			"one of the dates.",
			committee,
			board,
		)
