"""How much room text takes, without asking a layout engine: rows of long statements are broken before they are drawn."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths in em, a little more than those of NanumGothic, so that a line that is thought to fit does fit.
_WIDE = 0.95
_BY_CLASS = (("WMm@%", 1.04), ("ABCDEFGHKNOQRUVXYZ&<>+=~w", 0.76), ("fijlrtI.,:;'|!()[]{}-·` /", 0.38))
_NARROW = {char: width for chars, width in _BY_CLASS for char in chars}
_OTHER = 0.62


def width_of(text: str) -> float:
	"""Return the width of ``text`` in em."""
	return sum(map(_advance, text))


def wrap(text: str, room: float, most: int) -> list[str]:
	"""Break ``text`` into lines of at most ``room`` em, at a blank where one is near the end of the line.

	:param most: the number of lines that may be used; what does not fit ends with an ellipsis.
	"""
	text = " ".join(text.split())
	if width_of(text) <= room:
		return [text]
	lines: list[str] = []
	while text:
		line = _head(text, room)
		rest = text[len(line) :]
		if rest and len(lines) == most - 1:
			return [*lines, _head(text, room - _advance("…")) + "…"]
		lines.append(line.rstrip())
		text = rest.lstrip()
	return lines


def _head(text: str, room: float) -> str:
	"""Return as much of the beginning of ``text`` as fits, at least one character."""
	used = 0.0
	end = len(text)
	for i, char in enumerate(text):
		used += _advance(char)
		if used > room:
			end = max(i, 1)
			break
	if end < len(text):
		blank = text.rfind(" ", 0, end + 1)
		if blank > end * 0.6:
			end = blank
	return text[:end]


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
	if char in _NARROW:
		return _NARROW[char]
	if unicodedata.combining(char):
		return 0.0
	# Hangul, Hanja and what is drawn as wide as they are; ambiguous signs (△, ○, ·) count as wide in a Korean font.
	return _WIDE if unicodedata.east_asian_width(char) in "WFA" else _OTHER
