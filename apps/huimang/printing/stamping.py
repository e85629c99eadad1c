"""A form laid out once and filled in thousands of times.

A layout engine takes a twentieth of a second a page. Where ten thousand sheets differ in some words only, it lays out the
blank form alone; what differs is set by ourselves into the places that the form marks (`data-place`), over the same drawing. The
form stays the Print Format that operators see and change: whatever it looks like, its places are found in it.

What does not fit its place, or has letters that the font lacks, is not stamped: the caller lets the engine lay it out.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
	ArrayObject,
	DictionaryObject,
	FloatObject,
	NameObject,
	NumberObject,
	StreamObject,
)

from huimang.printing import embedding, fonts, pdf
from huimang.printing.embedding import dictionary

ATTRIBUTE = "data-place"
"""What marks a block of the form as a place; its value is the place's name."""

_POINTS = 0.75
"""A pixel of the layout, in points."""
_SMALLEST = 0.72
"""How far letters may shrink to fit their place."""
_JOINING = frozenset({"Mn", "Mc", "Me", "Cf", "Cc", "Cs", "Co", "Cn"})
"""Kinds of characters that a layout engine sets in its own way, or that are none."""


@dataclass(frozen=True)
class Place:
	"""A block of a laid-out form, in points from the lower left corner of its page.

	Attributes:
		left: its left edge.
		width: how much room a line has.
		baseline: where its first line stands.
		size: height of its letters.
		line: from one line to the next.
		lines: how many lines it has room for.
		align: ``left``, ``center`` or ``right``.
	"""

	left: float
	width: float
	baseline: float
	size: float
	line: float
	lines: int
	align: str


@dataclass(frozen=True)
class Blank:
	"""A form of one page without its words.

	Attributes:
		pdf: the page.
		places: where words go, by name.
	"""

	pdf: bytes
	places: Mapping[str, Place]


class DoesNotFit(Exception):
	"""Words that cannot be stamped into their place."""


def lay_out(sheet: str) -> Blank | None:
	"""Return a blank form; None where it fills more than one page or the font is not there.

	:param sheet: HTML as `pdf.render` takes it, with a blank character in each place. An element with `data-lines` has room for that many lines.
	"""
	document = pdf.lay_out(sheet, "")
	if len(document.pages) != 1 or fonts.face() is None:
		return None
	page = document.pages[0]
	places = {}
	for box in page._page_box.descendants():
		name = box.element.get(ATTRIBUTE) if getattr(box, "element", None) is not None else None
		if (
			name
			and name not in places
			and not box.element_tag.endswith("::marker")
			and hasattr(box, "children")
		):
			if place := _place(box, page.height):
				places[name] = place
	return Blank(document.write_pdf(), places)


def _place(box: Any, page_height: float) -> Place | None:
	text = next((inner for inner in box.descendants() if hasattr(inner, "text")), None)
	if text is None or box.style["display"][0] == "inline":
		return None
	align = box.style["text_align_all"]
	line = next(inner for inner in box.descendants() if type(inner).__name__ == "LineBox")
	return Place(
		left=box.content_box_x() * _POINTS,
		width=box.width * _POINTS,
		baseline=(page_height - text.position_y - text.baseline) * _POINTS,
		size=box.style["font_size"] * _POINTS,
		line=line.height * _POINTS,
		lines=int(box.element.get("data-lines") or 1),
		align=align if align in ("center", "right") else "left",
	)


def write(blank: Blank, words: Mapping[str, str], face: fonts.Face) -> str:
	"""Return the drawing of ``words`` in the places of a form. Raises DoesNotFit."""
	drawn = []
	for name, text in words.items():
		text = unicodedata.normalize("NFC", text).replace("\n", " ").strip()
		if text:
			if name not in blank.places or not face.has(text) or _needs_engine(text):
				raise DoesNotFit(name)
			drawn.append(_set(text, blank.places[name], face))
	return "".join(drawn)


def _needs_engine(text: str) -> bool:
	return any(
		unicodedata.category(char) in _JOINING or unicodedata.bidirectional(char) in ("R", "AL", "AN")
		for char in text
	)


def _set(text: str, place: Place, face: fonts.Face) -> str:
	"""Return the lines of one place; letters become smaller before they are refused."""
	size = place.size
	while len(lines := _lines(text, place.width / size, face)) > place.lines:
		size *= 0.96
		if size < place.size * _SMALLEST:
			raise DoesNotFit(text)
	parts, y = [], place.baseline - (place.lines - len(lines)) * place.line / 2
	for line in lines:
		spare = place.width - face.width(line) * size
		x = place.left + {"left": 0.0, "center": spare / 2, "right": spare}[place.align]
		parts.append(f"BT /F {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{face.encode(line)}> Tj ET\n")
		y -= place.line
	return "".join(parts)


def _lines(text: str, room: float, face: fonts.Face) -> list[str]:
	"""Return ``text`` in lines of at most ``room`` em: parted at blanks, and within a word that fills a line alone."""
	if face.width(text) <= room:
		return [text]
	lines = [""]
	for word in text.split(" "):
		longer = f"{lines[-1]} {word}".strip()
		if face.width(longer) <= room:
			lines[-1] = longer
			continue
		if lines[-1]:
			lines.append("")
		for char in word:
			if face.width(lines[-1] + char) > room:
				lines.append("")
			lines[-1] += char
	return lines


class Book:
	"""A PDF that grows by stamped pages, and by pages that the engine has laid out."""

	def __init__(self, title: str) -> None:
		self._writer = PdfWriter()
		self._writer.add_metadata({"/Title": title})
		self._face = fonts.face()
		self._font = self._writer._add_object(DictionaryObject())
		self._forms: dict[int, tuple[Any, list[float], Blank]] = {}
		self._used: set[str] = set()
		self.pages = 0

	def stamp(self, blank: Blank, words: Mapping[str, str]) -> None:
		"""Add a page of the form with these words in its places. Raises DoesNotFit, and then adds nothing."""
		drawing = write(blank, words, self._face)
		form, box = self._form(blank)
		self._used.update(*(unicodedata.normalize("NFC", text) for text in words.values()))
		content = StreamObject()
		content._data = zlib.compress(f"q /B Do Q 0.07 g\n{drawing}".encode("ascii"), 6)
		content[NameObject("/Filter")] = NameObject("/FlateDecode")
		resources = dictionary(XObject=dictionary(B=form), Font=dictionary(F=self._font))
		page = dictionary(
			Type=NameObject("/Page"),
			MediaBox=ArrayObject(FloatObject(value) for value in box),
			Resources=resources,
			Contents=self._writer._add_object(content),
		)
		pages = self._writer._pages.get_object()
		page[NameObject("/Parent")] = self._writer._pages
		pages["/Kids"].append(self._writer._add_object(page))
		pages[NameObject("/Count")] = NumberObject(pages["/Count"] + 1)
		self.pages += 1

	def append(self, content: bytes) -> None:
		"""Add the pages of another PDF."""
		for page in PdfReader(BytesIO(content)).pages:
			self._writer.add_page(page)
			self.pages += 1

	def finish(self) -> bytes:
		"""Return the file."""
		if used := self._used - {"\n"}:
			embedding.describe(self._font.get_object(), self._face, used, self._writer._add_object)
		stream = BytesIO()
		self._writer.write(stream)
		return stream.getvalue()

	def _form(self, blank: Blank) -> tuple[Any, list[float]]:
		known = self._forms.get(id(blank))
		if not known:
			page = PdfReader(BytesIO(blank.pdf)).pages[0]
			box = [float(value) for value in page.mediabox]
			form = StreamObject()
			form._data = zlib.compress(page.get_contents().get_data(), 9)
			form.update(
				dictionary(
					Type=NameObject("/XObject"),
					Subtype=NameObject("/Form"),
					BBox=ArrayObject(FloatObject(value) for value in box),
					Resources=page["/Resources"].clone(self._writer),
					Filter=NameObject("/FlateDecode"),
				)
			)
			# the blank is kept, so that its identity stays its own
			known = self._forms[id(blank)] = (self._writer._add_object(form), box, blank)
		return known[0], known[1]
