"""Finds the account subjects that a file means by their names, as people write them, and plans those that
are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from huimang.rules.account_subjects import LEVELS, check_name, label, name_key
from huimang.rules.errors import RuleViolation

_FIELDS = dict(zip(LEVELS, ("gwan", "hang", "mok", "semok"), strict=True))


@dataclass(eq=False)
class SubjectNode:
	"""An account subject of a facility, or one that a file needs and that is not there yet (`record` is
	empty).
	"""

	side: str
	level: str
	subject_name: str
	accounting_unit: str
	parent: SubjectNode | None = None
	record: str = ""
	is_active: bool = True
	donation_forbidden: bool = False
	is_open: bool = False
	children: dict[str, SubjectNode] = field(default_factory=dict, repr=False)

	@property
	def path(self) -> list[str]:
		"""The names from the 관 down to the subject."""
		return [*(self.parent.path if self.parent else []), self.subject_name]

	@property
	def path_label(self) -> str:
		"""The names above the subject, as one line."""
		return label(self.path[:-1])


class NotFound(Exception):
	"""A name that leads to no subject.

	Attributes:
		field: the field of the entry (gwan, hang, mok, semok).
		violation: what to tell the user.
	"""

	def __init__(self, field: str, violation: RuleViolation):
		super().__init__(str(violation))
		self.field = field
		self.violation = violation


class SubjectFinder:
	"""The chart of one accounting unit of a facility, searched by names.

	Spellings that differ by blanks and dots are the same, and a 관 or 항 may leave out its final 수입
	(보조금 is 보조금수입), where no other is meant. What was read in that way is kept in `readings`, to be
	shown.
	"""

	def __init__(self, unit: str, create_missing: bool = False):
		self.unit = unit
		self.create_missing = create_missing
		self.planned: list[SubjectNode] = []
		self.readings: dict[str, str] = {}
		self._roots = {"Revenue": {}, "Expense": {}}
		self._by_record: dict[str, SubjectNode] = {}
		self._by_level: dict[tuple[str, str], list[SubjectNode]] = defaultdict(list)

	def add(self, subjects: Iterable[dict]) -> None:
		"""Take in the facility's subjects, parents first: name, side, level, subject_name,
		parent_subject, is_active, donation_forbidden, is_open.
		"""
		for row in subjects:
			node = SubjectNode(
				row["side"],
				row["level"],
				row["subject_name"],
				self.unit,
				self._by_record.get(row["parent_subject"]),
				row["name"],
				bool(row["is_active"]),
				bool(row["donation_forbidden"]),
				bool(row["is_open"]),
			)
			self._by_record[node.record] = node
			self._place(node)

	def find(self, side: str, gwan: str, hang: str, mok: str, semok: str = "") -> SubjectNode:
		"""Return the subject with these names; an empty 관 or 항 is told from the 목, if only one can be
		meant.

		Raises NotFound. With `create_missing` a subject that is not there is planned instead, with all
		above it.
		"""
		wanted = dict(zip(LEVELS, (gwan, hang, mok, semok), strict=True))
		if gwan and hang:
			node = None
			for level in LEVELS[:3]:
				node = self._step(side, node, level, wanted[level])
		else:
			node = self._only_one(side, wanted)
		return self._step(side, node, "Semok", semok) if semok else node

	def _step(self, side: str, parent: SubjectNode | None, level: str, name: str) -> SubjectNode:
		nodes = parent.children if parent else self._roots[side]
		found = nodes.get(name_key(name)) or self._nearly(nodes, level, name)
		if found:
			return found
		if not self.create_missing:
			raise NotFound(_FIELDS[level], self._missing(side, parent, level, name))
		return self._plan(side, parent, level, name)

	def _nearly(self, nodes: dict[str, SubjectNode], level: str, name: str) -> SubjectNode | None:
		"""Return the 관 or 항 that differs by a final 수입 alone."""
		if level not in ("Gwan", "Hang"):
			return None
		bare = name_key(name).removesuffix("수입")
		found = [node for key, node in nodes.items() if bare and key.removesuffix("수입") == bare]
		if len(found) != 1:
			return None
		self.readings[name] = found[0].subject_name
		return found[0]

	def _only_one(self, side: str, wanted: dict[str, str]) -> SubjectNode:
		"""Return the one 목 of that name, below the 관 or 항 that is given."""
		found = [
			node
			for node in self._by_level[side, "Mok"]
			if name_key(node.subject_name) == name_key(wanted["Mok"])
			and all(self._is_below(node, level, wanted[level]) for level in ("Gwan", "Hang") if wanted[level])
		]
		if len(found) == 1:
			return found[0]
		if found:
			places = " / ".join(node.path_label for node in found)
			raise NotFound(
				"mok",
				RuleViolation(
					"{0} stands in several places ({1}). Please enter 관 and 항.", wanted["Mok"], places
				),
			)
		if self.create_missing:
			missing = "gwan" if not wanted["Gwan"] else "hang"
			raise NotFound(
				missing,
				RuleViolation(
					"{0} is not there yet. To make it, please enter its 관 and 항 as well.", wanted["Mok"]
				),
			)
		raise NotFound("mok", self._missing(side, None, "Mok", wanted["Mok"]))

	@staticmethod
	def _is_below(node: SubjectNode, level: str, name: str) -> bool:
		above = node.path[LEVELS.index(level)]
		return name_key(above).removesuffix("수입") == name_key(name).removesuffix("수입")

	def _missing(self, side: str, parent: SubjectNode | None, level: str, name: str) -> RuleViolation:
		"""Return the refusal of a name, with those that look like it, what stands in the right place
		first.
		"""
		nodes = sorted(self._by_level[side, level], key=lambda node: node.parent is not parent)
		keys = get_close_matches(
			name_key(name), {name_key(node.subject_name) for node in nodes}, n=2, cutoff=0.6
		)
		close = [node for node in nodes if name_key(node.subject_name) in keys]
		if close:
			shown = ", ".join(label(node.path) for node in close[:2])
			return RuleViolation(
				"There is no account subject {0} here. Did you mean {1}? To make a new one, tick the "
				"option above.",
				name,
				shown,
			)
		if parent:
			return RuleViolation(
				"There is no account subject {0} below {1}. To make a new one, tick the option above.",
				name,
				label(parent.path),
			)
		return RuleViolation(
			"There is no account subject {0}. To make a new one, tick the option above.", name
		)

	def _plan(self, side: str, parent: SubjectNode | None, level: str, name: str) -> SubjectNode:
		try:
			name = check_name(name, {})
		except RuleViolation as e:
			raise NotFound(_FIELDS[level], e) from e
		node = SubjectNode(
			side,
			level,
			name,
			self.unit,
			parent,
			donation_forbidden=bool(parent and parent.donation_forbidden),
		)
		self.planned.append(node)
		self._place(node)
		return node

	def _place(self, node: SubjectNode) -> None:
		siblings = node.parent.children if node.parent else self._roots[node.side]
		siblings[name_key(node.subject_name)] = node
		self._by_level[node.side, node.level].append(node)
