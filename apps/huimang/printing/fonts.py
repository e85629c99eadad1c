"""The letters of one font file: how wide they are, and the font with only those that are used, for PDFs made by stamping."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from itertools import groupby

from fontTools import subset
from fontTools.ttLib import TTFont

_UNNEEDED = ["GSUB", "GPOS", "TSI0", "TSI1", "TSI2", "TSI3", "TSI5"]
FAMILY = "NanumGothic"
"""The first family of `css/base.css`; where it is not installed, nothing is stamped."""


@dataclass(frozen=True)
class Face:
	"""A TrueType font.

	Attributes:
		path: its file.
		glyphs: number of the glyph of each character.
		widths: advance of each glyph, in thousandths of an em.
	"""

	path: str
	glyphs: dict[int, int]
	widths: dict[int, int]

	def has(self, text: str) -> bool:
		"""Tell whether every character of ``text`` has a letter here."""
		return all(ord(char) in self.glyphs for char in text)

	def width(self, text: str) -> float:
		"""Return how wide ``text`` is, in em."""
		return sum(self.widths[self.glyphs[ord(char)]] for char in text) / 1000

	def encode(self, text: str) -> str:
		"""Return ``text`` as the hexadecimal numbers of its glyphs, as a PDF shows them."""
		return "".join(f"{self.glyphs[ord(char)]:04X}" for char in text)

	@cached_property
	def metrics(self) -> dict[str, int | list[int]]:
		"""What a PDF says of the font, in thousandths of an em."""
		with TTFont(self.path, lazy=True) as font:
			scale = 1000 / font["head"].unitsPerEm
			head, lines = font["head"], font["hhea"]
			box = [round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
			return {
				"box": box,
				"ascent": round(lines.ascent * scale),
				"descent": round(lines.descent * scale),
			}

	def only(self, characters: Iterable[str]) -> bytes:
		"""Return the font file with the letters of ``characters`` alone; they keep their numbers."""
		options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[])
		options.drop_tables += _UNNEEDED
		with TTFont(self.path) as font:
			subsetter = subset.Subsetter(options)
			subsetter.populate(unicodes={ord(char) for char in characters})
			subsetter.subset(font)
			stream = BytesIO()
			font.save(stream)
		return stream.getvalue()

	def pdf_widths(self, characters: Iterable[str]) -> list[tuple[int, list[int]]]:
		"""Return the widths of the letters as a PDF lists them: the first number of neighbours, and their widths."""
		numbers = sorted({self.glyphs[ord(char)] for char in characters})
		runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
		lists = [[number for _place, number in run] for _key, run in runs]
		return [(run[0], [self.widths[number] for number in run]) for run in lists]


@cache
def face() -> Face | None:
	"""Return the font that papers are set in; None where it is not installed as TrueType."""
	found = subprocess.run(
		["fc-match", "-f", "%{family}\t%{file}", f"{FAMILY}:style=Regular"],
		capture_output=True,
		text=True,
		check=False,
	)
	family, _tab, path = found.stdout.partition("\t")
	if found.returncode or FAMILY not in family.split(",") or not path.endswith(".ttf"):
		return None
	with TTFont(path, lazy=True) as font:
		order = font.getReverseGlyphMap()
		scale = 1000 / font["head"].unitsPerEm
		widths = {order[name]: round(width * scale) for name, (width, _side) in font["hmtx"].metrics.items()}
		glyphs = {code: order[name] for code, name in font.getBestCmap().items()}
	return Face(path, glyphs, widths)
