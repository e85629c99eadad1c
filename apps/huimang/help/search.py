"""The search over the manual: Korean words as people type them, found in titles before texts.

Korean glues particles to its words, so a word is looked for as it was typed and without its last letter or two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huimang.help.reading import readable
from huimang.help.rendering import as_text

MOST = 12
IN_TITLE, IN_WORDS, IN_HEADING, IN_TEXT, MOST_IN_TEXT = 40, 24, 10, 1, 6
AROUND = 60
PARTICLES = (
	"에서",
	"으로",
	"하는",
	"하기",
	"하려",
	"은",
	"는",
	"이",
	"가",
	"을",
	"를",
	"의",
	"에",
	"도",
	"로",
	"와",
	"과",
)


@dataclass(frozen=True)
class Hit:
	"""A page that was found.

	Attributes:
		excerpt: the words around the first place.
	"""

	name: str
	title: str
	section: str
	excerpt: str
	score: int


def pages(text: str, roles: Iterable[str]) -> list[Hit]:
	"""The pages that people of these roles read and that have every word of a text; where none has, those with most of them."""
	words = [_variants(word) for word in text.lower().split()[:8]]
	if not words:
		return []
	found = []
	for page in readable(roles, ("content", "words")):
		plain = as_text(page.content)
		scores = [max(_score(page, plain, variant) for variant in variants) for variants in words]
		if any(scores):
			hit = Hit(page.name, page.title, page.section, _excerpt(plain, words), sum(scores))
			found.append((sum(map(bool, scores)), hit))
	most = max((matched for matched, _hit in found), default=0)
	hits = [hit for matched, hit in found if matched == most]
	return sorted(hits, key=lambda hit: -hit.score)[:MOST]


def _variants(word: str) -> list[str]:
	"""A word, and what it is without its particle."""
	bare = [word.removesuffix(particle) for particle in PARTICLES if word.endswith(particle)]
	return [word, *(variant for variant in bare if len(variant) > 1)]


def _score(page, plain: str, word: str) -> int:
	headings = "\n".join(line for line in page.content.lower().splitlines() if line.startswith("#"))
	return (
		IN_TITLE * (word in page.title.lower())
		+ IN_WORDS * (word in (page.words or "").lower())
		+ IN_HEADING * (word in headings)
		+ IN_TEXT * min(plain.lower().count(word), MOST_IN_TEXT)
	)


def _excerpt(plain: str, words: list[list[str]]) -> str:
	lower = plain.lower()
	places = [place for variants in words for word in variants if (place := lower.find(word)) >= 0]
	start = max(min(places, default=0) - AROUND // 2, 0)
	end = start + 2 * AROUND
	return ("… " if start else "") + plain[start:end].strip() + (" …" if end < len(plain) else "")
