"""PDF files bound into one, page by page, without ever holding them in memory.

What is copied of a page is what is seen on it: its drawing and what that needs. Scripts, forms, attachments and links of files that
somebody uploaded stay behind. Every page of the whole may be numbered on the way.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject

from huimang.printing.copying import Copy, seen

_A4 = [0, 0, 595.28, 841.89]
_CATALOG, _PAGES, _INFO, _FONT, _BEFORE = 1, 2, 3, 4, 5
"""Numbers of the objects that every file has; `_BEFORE` keeps what a page draws from what is written upon it."""
_KEPT = ("/MediaBox", "/CropBox", "/Rotate", "/Group")
_WIDTHS = {" ": 278, "/": 278, "-": 333, ".": 278}
"""Widths of Helvetica's characters in thousandths; a digit's is 556."""


class Bookmark(NamedTuple):
	"""A line of the outline: how deep it stands, its words, and the page it leads to, the first being 0."""

	level: int
	title: str
	page: int


class NotBindable(Exception):
	"""A file whose pages cannot be copied: locked, broken, or no PDF at all."""


class Binder:
	"""A PDF that is being written.

	Attributes:
		pages: how many pages it has by now.
	"""

	def __init__(self, path: Path, title: str = "", number: Callable[[int], str] | None = None) -> None:
		"""Begin a file at ``path``.

		:param number: what is written in the upper right corner of a page, by its number from 1: digits, blanks, - / and . only.
		"""
		self.pages = 0
		self._file = path.open("wb")
		self._offsets = array("Q", [0] * (_BEFORE + 1))
		self._nodes: list[tuple[int, int]] = []
		self._page_refs = array("Q")
		self._title, self._number = title, number
		self._file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
		self.put(_BEFORE, _stream(b"q "))
		self.put(_FONT, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")

	def add(self, path: Path) -> int:
		"""Append the pages of a PDF; return how many they are. Raises NotBindable, and is of no use afterwards."""
		with self.source(path) as source:
			return source.take()

	@contextmanager
	def source(self, path: Path) -> Iterator[Source]:
		"""Open a PDF whose pages are taken in portions, other files' between them. Raises NotBindable as `add` does."""
		try:
			with path.open("rb") as file:
				reader = PdfReader(file)
				if reader.is_encrypted:
					raise NotBindable("locked")
				copy = Copy(self, reader)
				yield Source(self, reader, copy)
				copy.finish()
		except (NotBindable, MemoryError):
			raise
		except Exception as error:
			# a hostile or broken file may fail in the reader in any way
			raise NotBindable(str(error)) from error

	def finish(self, bookmarks: Iterable[Bookmark] = ()) -> None:
		"""Write the outline and the end of the file."""
		count = sum(pages for _node, pages in self._nodes)
		kids = " ".join(f"{node} 0 R" for node, _pages in self._nodes)
		self.put(_PAGES, f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode())
		outline = self._outline(list(bookmarks))
		shown = f"/Outlines {outline} 0 R /PageMode /UseOutlines" if outline else ""
		self.put(_CATALOG, f"<< /Type /Catalog /Pages {_PAGES} 0 R {shown} >>".encode())
		self.put(_INFO, b"<< /Title " + _text(self._title) + b" >>")
		start = self._file.tell()
		self._file.write(f"xref\n0 {len(self._offsets)}\n0000000000 65535 f \n".encode())
		for offset in self._offsets[1:]:
			self._file.write(b"%010d 00000 n \n" % offset)
		size = len(self._offsets)
		trailer = (
			f"trailer\n<< /Size {size} /Root {_CATALOG} 0 R /Info {_INFO} 0 R >>\nstartxref\n{start}\n%%EOF\n"
		)
		self._file.write(trailer.encode())
		self._file.flush()
		os.fsync(self._file.fileno())
		self._file.close()

	def abandon(self) -> None:
		"""Close the file as it is, of no use."""
		self._file.close()

	def append(self, pages: Iterable[Any], copy: Copy) -> int:
		"""Append pages of a source; return how many they were."""
		node, kids = self.reserve(), []
		for page in pages:
			kids.append(self._page(page, node, copy))
			self._page_refs.append(kids[-1])
			self.pages += 1
		listed = " ".join(f"{kid} 0 R" for kid in kids)
		self.put(
			node,
			f"<< /Type /Pages /Parent {_PAGES} 0 R /Count {len(kids)} /Kids [{listed}] >>".encode(),
		)
		self._nodes.append((node, len(kids)))
		return len(kids)

	def _page(self, page: Any, node: int, copy: Copy) -> int:
		number = self.reserve()
		values = {key: page.raw_get(key) for key in _KEPT if key in page}
		parts = [b"<< /Type /Page /Parent %d 0 R " % node]
		values.setdefault("/MediaBox", ArrayObject(map(NumberObject, _A4)))
		parts += [key.encode() + b" " + copy.written(value) + b" " for key, value in values.items()]
		contents = page["/Contents"] if "/Contents" in page else None
		several = isinstance(contents, ArrayObject)
		drawn = (
			list.__iter__(contents)
			if several
			else [page.raw_get("/Contents")]
			if contents is not None
			else []
		)
		streams = [copy.written(each) for each in drawn]
		if self._number:
			streams = [b"%d 0 R" % _BEFORE, *streams, b"%d 0 R" % self._stamp(page, self.pages + 1)]
		if annotations := [copy.written(each) for each in seen(page)]:
			parts.append(b"/Annots [" + b" ".join(annotations) + b"] ")
		resources = page["/Resources"] if "/Resources" in page else DictionaryObject()
		fonts = {"HuimangNo": _FONT} if self._number else {}
		parts.append(b"/Resources " + copy.with_fonts(resources, fonts))
		parts.append(b" /Contents [" + b" ".join(streams) + b"] >>")
		self.put(number, b"".join(parts))
		return number

	def _stamp(self, page: Any, number: int) -> int:
		"""Write what numbers a page: upright in the upper right corner, however the page lies."""
		words = self._number(number)
		left, bottom, right, top = (float(value) for value in (page.cropbox or _A4))
		unit = min(right - left, top - bottom) / 595
		size, away = 7 * unit, 20 * unit
		width = sum(_WIDTHS.get(char, 556) for char in words) * size / 1000
		place = {
			0: (1, 0, 0, 1, right - away - width, top - away * 0.8),
			90: (0, 1, -1, 0, left + away * 0.8, top - away - width),
			180: (-1, 0, 0, -1, left + away + width, bottom + away * 0.8),
			270: (0, -1, 1, 0, right - away * 0.8, bottom + away + width),
		}[int(page.rotation) % 360 // 90 * 90]
		matrix = " ".join(f"{value:.2f}" for value in place)
		drawn = f"\nQ BT /HuimangNo {size:.2f} Tf 0.25 g {matrix} Tm ({words}) Tj ET\n"
		stamp = self.reserve()
		self.put(stamp, _stream(drawn.encode("ascii")))
		return stamp

	def _outline(self, bookmarks: list[Bookmark]) -> int:
		"""Write the outline; return its number, 0 where there is none."""
		if not bookmarks:
			return 0
		root, numbers = self.reserve(), [self.reserve() for _mark in bookmarks]
		children = _children(bookmarks)
		refs = {-1: root, **dict(enumerate(numbers))}
		for parent, mine in children.items():
			for place, at in enumerate(mine):
				mark, below = bookmarks[at], children.get(at, [])
				page = self._page_refs[min(mark.page, len(self._page_refs) - 1)]
				entry = [
					b"<< /Title " + _text(mark.title),
					f"/Parent {refs[parent]} 0 R /Dest [{page} 0 R /Fit]".encode(),
				]
				for key, near in (("Prev", place - 1), ("Next", place + 1)):
					if 0 <= near < len(mine):
						entry.append(f"/{key} {numbers[mine[near]]} 0 R".encode())
				if below:
					ends = (
						f"/First {numbers[below[0]]} 0 R /Last {numbers[below[-1]]} 0 R /Count -{len(below)}"
					)
					entry.append(ends.encode())
				self.put(numbers[at], b" ".join(entry) + b" >>")
		top = children[-1]
		ends = f"/First {numbers[top[0]]} 0 R /Last {numbers[top[-1]]} 0 R /Count {len(top)}"
		self.put(root, f"<< /Type /Outlines {ends} >>".encode())
		return root

	def reserve(self) -> int:
		"""Return the number of an object that is written later."""
		self._offsets.append(0)
		return len(self._offsets) - 1

	def put(self, number: int, body: bytes) -> None:
		"""Write an object."""
		self._offsets[number] = self._file.tell()
		self._file.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")


class Source:
	"""A PDF whose pages are taken one after the other."""

	def __init__(self, binder: Binder, reader: PdfReader, copy: Copy) -> None:
		self._binder, self._reader, self._copy = binder, reader, copy
		self._at, self.pages = 0, len(reader.pages)

	def take(self, count: int | None = None) -> int:
		"""Append the next ``count`` pages, or all that are left, to the binder; return how many they were."""
		last = self.pages if count is None else min(self._at + count, self.pages)
		pages = (self._reader.pages[at] for at in range(self._at, last))
		self._at = last
		return self._binder.append(pages, self._copy)


def _children(bookmarks: list[Bookmark]) -> dict[int, list[int]]:
	"""Return places of bookmarks by the place of what they stand under; those of the first level under −1."""
	children: dict[int, list[int]] = {-1: []}
	above: list[tuple[int, int]] = []
	for at, mark in enumerate(bookmarks):
		while above and above[-1][0] >= mark.level:
			above.pop()
		children.setdefault(above[-1][1] if above else -1, []).append(at)
		above.append((mark.level, at))
	return children


def _text(words: str) -> bytes:
	return b"<FEFF" + words.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _stream(data: bytes) -> bytes:
	return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
