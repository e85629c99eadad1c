"""The manual as it comes with the product: a file of Markdown a page, with a head that says where the page belongs.

Knows nothing of the framework.

	---
	title: 지출결의서
	section: 돈 쓰고 받기
	position: 320
	words: 지급 출납 비용
	doctypes: Expense Resolution
	reports:
	pages:
	workspaces:
	roles:
	---
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
SUBJECTS = {"doctypes": "DocType", "reports": "Report", "pages": "Page", "workspaces": "Workspace"}
"""What a page is the help of: the line of its head, and the DocType that such things are of."""
TEXTS = frozenset({"title", "section", "words"})
LINES = TEXTS | {"position", "roles"} | SUBJECTS.keys()
FENCE = "---\n"


@dataclass(frozen=True)
class ManualSource:
	"""A page as it is written.

	Attributes:
		subjects: pairs of a DocType (DocType, Report, Page, Workspace) and the name of what the page is the help of.
		roles: who reads it; empty for everybody.
	"""

	title: str
	section: str
	position: int
	content: str
	words: str = ""
	subjects: tuple[tuple[str, str], ...] = ()
	roles: tuple[str, ...] = ()

	@property
	def fingerprint(self) -> str:
		"""The same for the same page, whatever file or record it is read from."""
		values = asdict(self) | {"subjects": sorted(self.subjects), "roles": sorted(self.roles)}
		return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def read(folder: Path = FOLDER) -> dict[str, ManualSource]:
	"""All pages by their keys, which are the names of their files, in the order of the book."""
	found = {path.stem: parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.md")}
	return dict(sorted(found.items(), key=lambda item: (item[1].position, item[0])))


def parse(text: str) -> ManualSource:
	"""Read one page.

	Raises:
		ValueError: the head is missing or has a line that means nothing.
	"""
	before, _head, rest = text.partition(FENCE)
	head, fence, content = rest.partition(FENCE)
	if before or not fence:
		raise ValueError("a page begins with its head between two lines of ---")
	lines = dict(_lines(head))
	if unknown := lines.keys() - LINES:
		raise ValueError(f"no head of a page has {', '.join(sorted(unknown))}")
	subjects = ((kind, name) for line, kind in SUBJECTS.items() for name in _names(lines.get(line, "")))
	return ManualSource(
		position=int(lines["position"]),
		content=content.strip(),
		subjects=tuple(subjects),
		roles=tuple(_names(lines.get("roles", ""))),
		**{name: lines.get(name, "") for name in TEXTS},
	)


def _lines(head: str) -> Iterator[tuple[str, str]]:
	for line in filter(str.strip, head.splitlines()):
		name, _colon, value = line.partition(":")
		yield name.strip(), value.strip()


def _names(value: str) -> list[str]:
	return [name.strip() for name in value.split(",") if name.strip()]
