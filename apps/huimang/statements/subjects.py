"""The chart of accounts as statements walk it: 관 · 항 · 목 · 세목 in the order of the forms, with sums at every level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import frappe

from huimang.statements.definition import Column

LEVELS = ("Gwan", "Hang", "Mok", "Semok")
SIDES = ("Revenue", "Expense")
SIDE_LABELS = {"Revenue": "세입", "Expense": "세출"}
MOK = LEVELS.index("Mok")


class Sums(Protocol):
	"""Figures that can be added up. They count as nothing where all of them are 0."""

	def add(self, other: Sums) -> None: ...

	def __bool__(self) -> bool: ...


S = TypeVar("S", bound=Sums)


@dataclass(frozen=True)
class Subject:
	"""An account subject in its tree."""

	name: str
	title: str
	side: str
	depth: int
	parent: str | None
	order: str

	@property
	def key(self) -> str:
		"""Key of the column that holds its name."""
		return LEVELS[self.depth].lower()


class Chart:
	"""The subjects of one set of books as a tree. Pure."""

	def __init__(self, subjects: Iterable[Subject]) -> None:
		self.by_name = {subject.name: subject for subject in subjects}
		self._children: dict[str | None, list[Subject]] = defaultdict(list)
		for subject in sorted(self.by_name.values(), key=lambda subject: subject.order):
			self._children[subject.parent].append(subject)

	def roots(self, side: str) -> list[Subject]:
		"""Return the 관 of a side."""
		return [subject for subject in self._children[None] if subject.side == side]

	def path(self, name: str) -> list[Subject]:
		"""Return a subject and what stands above it, 관 first."""
		found = []
		subject = self.by_name.get(name)
		while subject:
			found.append(subject)
			subject = self.by_name.get(subject.parent)
		return found[::-1]

	def add_up(self, side: str, sums: MutableMapping[str, S], total: S, new: type[S]) -> S:
		"""Add the sums of a side's 목 to those of their 항 and 관, remembered in ``sums``, and to ``total``.

		A 목 holds the sums of its 세목 already.
		"""
		for gwan in self.roots(side):
			total.add(self._add_up(gwan, sums, new))
		return total

	def _add_up(self, subject: Subject, sums: MutableMapping[str, S], new: type[S]) -> S:
		if subject.depth >= MOK:
			found = sums.get(subject.name)
			return new() if found is None else found
		together = new()
		for child in self._children[subject.name]:
			together.add(self._add_up(child, sums, new))
		sums[subject.name] = together
		return together

	def walk(self, side: str, depth: int, sums: MutableMapping[str, S]) -> Iterator[tuple[Subject, S]]:
		"""Yield the subjects of a side that have figures, down to ``depth``, each with its own."""
		for gwan in self.roots(side):
			yield from self._walk(gwan, depth, sums)

	def _walk(
		self, subject: Subject, depth: int, sums: MutableMapping[str, S]
	) -> Iterator[tuple[Subject, S]]:
		figures = sums.get(subject.name)
		if not figures:
			return
		yield subject, figures
		if subject.depth < depth:
			for child in self._children[subject.name]:
				yield from self._walk(child, depth, sums)


def read_chart(facility: str, unit: str, sides: Iterable[str] = SIDES) -> Chart:
	"""Return the chart of an accounting unit of a facility: one query."""
	rows = frappe.get_all(
		"Account Subject",
		filters={"facility": facility, "accounting_unit": unit, "side": ("in", tuple(sides))},
		fields=["name", "subject_name", "side", "level", "parent_subject", "sort_key"],
	)
	return Chart(
		Subject(
			name=row.name,
			title=row.subject_name,
			side=row.side,
			depth=LEVELS.index(row.level),
			parent=row.parent_subject or None,
			order=row.sort_key or "",
		)
		for row in rows
	)


def name_columns(
	depth: int, widths: Iterable[float], labels: Iterable[str] = ("관", "항", "목", "세목")
) -> tuple[Column, ...]:
	"""Return the columns of the names of subjects, one a level down to ``depth``."""
	return tuple(
		Column(level.lower(), label, width, level=i)
		for i, (level, label, width) in enumerate(zip(LEVELS[: depth + 1], labels, widths, strict=False))
	)


def titles(doctype: str, title: str, names: Iterable[str | None]) -> dict[str, str]:
	"""Return the titles of the documents called ``names``."""
	wanted = sorted({name for name in names if name})
	return dict(frappe.get_all(doctype, {"name": ("in", wanted or [""])}, ["name", title], as_list=True))
