"""A font in a PDF that is not made by the layout engine: its letters, their widths, and the table for copying text."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any

from pypdf.generic import (
	ArrayObject,
	DictionaryObject,
	NameObject,
	NumberObject,
	StreamObject,
	TextStringObject,
)

from huimang.printing import fonts


def describe(
	font: DictionaryObject, face: fonts.Face, used: Iterable[str], add: Callable[[Any], Any]
) -> None:
	"""Fill in a PDF's font with the letters that its pages use.

	:param font: the object that pages name as their font.
	:param used: the characters on all pages.
	:param add: adds an object to the PDF and returns a reference to it.
	"""
	file = StreamObject()
	data = face.only(used)
	file._data = zlib.compress(data, 9)
	file.update(dictionary(Filter=NameObject("/FlateDecode"), Length1=NumberObject(len(data))))
	name = NameObject(f"/HUIMNG+{fonts.FAMILY}")
	metrics = face.metrics
	descriptor = dictionary(
		Type=NameObject("/FontDescriptor"),
		FontName=name,
		Flags=NumberObject(4),
		FontBBox=ArrayObject(map(NumberObject, metrics["box"])),
		ItalicAngle=NumberObject(0),
		Ascent=NumberObject(metrics["ascent"]),
		Descent=NumberObject(metrics["descent"]),
		CapHeight=NumberObject(metrics["ascent"]),
		StemV=NumberObject(80),
		FontFile2=add(file),
	)
	widths = ArrayObject()
	for first, run in face.pdf_widths(used):
		widths.extend((NumberObject(first), ArrayObject(map(NumberObject, run))))
	registry = dictionary(
		Registry=TextStringObject("Adobe"),
		Ordering=TextStringObject("Identity"),
		Supplement=NumberObject(0),
	)
	descendant = dictionary(
		Type=NameObject("/Font"),
		Subtype=NameObject("/CIDFontType2"),
		BaseFont=name,
		CIDSystemInfo=registry,
		CIDToGIDMap=NameObject("/Identity"),
		DW=NumberObject(1000),
		W=widths,
		FontDescriptor=add(descriptor),
	)
	font.update(
		dictionary(
			Type=NameObject("/Font"),
			Subtype=NameObject("/Type0"),
			BaseFont=name,
			Encoding=NameObject("/Identity-H"),
			DescendantFonts=ArrayObject([add(descendant)]),
			ToUnicode=add(_to_unicode(face, used)),
		)
	)


def _to_unicode(face: fonts.Face, used: Iterable[str]) -> StreamObject:
	"""Return the table by which a viewer copies and searches text."""
	pairs = sorted({(face.glyphs[ord(char)], ord(char)) for char in used})
	blocks = []
	for start in range(0, len(pairs), 100):
		rows = "".join(
			f"<{glyph:04X}> <{chr(code).encode('utf-16-be').hex()}>\n"
			for glyph, code in pairs[start : start + 100]
		)
		blocks.append(f"{len(pairs[start : start + 100])} beginbfchar\n{rows}endbfchar\n")
	stream = StreamObject()
	stream._data = (
		"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Huimang def /CMapType 2 def\n"
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
		f"{''.join(blocks)}endcmap CMapName currentdict /CMap defineresource pop end end"
	).encode("ascii")
	return stream


def dictionary(**entries: Any) -> DictionaryObject:
	"""Return a dictionary of a PDF; its keys become names."""
	return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
