"""The approval box (결재란): who stamped which square, and what the stamp looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from markupsafe import Markup, escape

_FILLS = ("Requested", "Approved")
_LONG_ROW = 7
_LONG_ROWS = 3


@dataclass(frozen=True)
class Square:
	"""One square of the approval line: its heading and the role that signs it."""

	title: str
	role: str


@dataclass(frozen=True)
class Step:
	"""One Approval Step, as far as paper needs it."""

	decision: str
	full_name: str
	role: str
	decided_on: date
	is_final: bool = False
	is_deputy: bool = False


@dataclass(frozen=True)
class ApprovalBox:
	"""One square as it is printed. All text is escaped."""

	title: Markup
	date: str = ""
	seal: tuple[Markup, ...] = ()
	seal_is_long: bool = False
	tilt: int = 0
	mark: str = ""


def approval_boxes(line: Sequence[Square], steps: Sequence[Step]) -> list[ApprovalBox]:
	"""Return the squares of ``line`` with the stamps of the latest round of ``steps``.

	A round begins where the writer asks for approval; what was stamped before a return or a withdrawal is gone.
	The writer stamps the first square, each approver the first free one of their role.

	:param line: the facility's approval line, left to right.
	:param steps: every step of the document, oldest first.
	"""
	stamps: dict[int, Step] = {}
	for step in _latest_round(steps):
		index = _square_for(step, line, stamps)
		if index is not None:
			stamps[index] = step
	return [_stamped(square, stamps.get(i)) for i, square in enumerate(line)]


def seal_rows(full_name: str) -> tuple[tuple[str, ...], bool]:
	"""Return the rows of characters that a seal shows, and whether they need small letters.

	Seals of two to four characters are cut in two rows, filled up with 인 or 의인 as seal-cutters do.
	"""
	name = "".join(full_name.split())
	if 2 <= len(name) <= 4 and not name.isascii():
		filled = name + ("", "인", "의인")[4 - len(name)]
		return (filled[:2], filled[2:]), False
	rows = tuple(name[i : i + _LONG_ROW] for i in range(0, len(name), _LONG_ROW))
	return rows[:_LONG_ROWS], True


def _latest_round(steps: Sequence[Step]) -> Sequence[Step]:
	start = max((i for i, step in enumerate(steps) if step.decision == "Requested"), default=None)
	if start is None:
		return ()
	current = steps[start:]
	return () if any(step.decision in ("Returned", "Withdrawn") for step in current) else current


def _square_for(step: Step, line: Sequence[Square], stamps: dict[int, Step]) -> int | None:
	if step.decision not in _FILLS:
		return None
	if step.decision == "Requested":
		return 0
	free = (i for i, square in enumerate(line) if i not in stamps and square.role == step.role)
	return next(free, None)


def _stamped(square: Square, step: Step | None) -> ApprovalBox:
	title = escape(square.title)
	if step is None:
		return ApprovalBox(title)
	rows, is_long = seal_rows(step.full_name)
	return ApprovalBox(
		title,
		date=step.decided_on.strftime("%Y.%m.%d"),
		seal=tuple(escape(row) for row in rows),
		seal_is_long=is_long,
		# A few degrees either way, always the same for a name: a hand never sets a seal straight.
		tilt=crc32(step.full_name.encode()) % 13 - 6,
		mark=" ".join(word for word, holds in (("전결", step.is_final), ("대결", step.is_deputy)) if holds),
	)
