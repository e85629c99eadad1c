"""Objects of one PDF on their way into another: what is seen of a page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Protocol

from pypdf import PdfReader
from pypdf.generic import (
	ArrayObject,
	DictionaryObject,
	IndirectObject,
	NameObject,
	NumberObject,
	StreamObject,
)

LEFT_OUT = frozenset(
	{"/Parent", "/P", "/AA", "/A", "/OpenAction", "/PieceInfo", "/Metadata", "/StructParents", "/AF"}
)
"""Entries by which an object leads elsewhere, or does something."""
_PARTS_OF_A_FILE = ("/Page", "/Pages", "/Catalog")
_HIDDEN = 2 | 32
"""Flags of annotations that nobody sees."""


class Target(Protocol):
	"""The file that is written."""

	def reserve(self) -> int:
		"""Return the number of a new object."""

	def put(self, number: int, body: bytes) -> None:
		"""Write an object."""


class Copy:
	"""Objects of one file on their way into another: each is written once, under a new number, when it is met."""

	def __init__(self, target: Target, reader: PdfReader) -> None:
		self._target, self._reader = target, reader
		self._numbers: dict[tuple[int, int], int] = {}
		self._waiting: list[IndirectObject] = []

	def written(self, value: Any) -> bytes:
		"""Return a value as it stands in the file; what it refers to is written as well."""
		if value is None:
			return b"null"
		if isinstance(value, IndirectObject):
			return b"%d 0 R" % self._number(value)
		if isinstance(value, StreamObject):
			# streams are objects of their own, always
			number = self._target.reserve()
			self._target.put(number, self._stream(value))
			return b"%d 0 R" % number
		if isinstance(value, DictionaryObject):
			return b"<< " + b" ".join(self._entries(value)) + b" >>"
		if isinstance(value, ArrayObject):
			return b"[" + b" ".join(self.written(each) for each in list.__iter__(value)) + b"]"
		buffer = BytesIO()
		value.write_to_stream(buffer, None)
		return buffer.getvalue()

	def with_fonts(self, resources: DictionaryObject, more: dict[str, int]) -> bytes:
		"""Return the resources of a page with more fonts: names, and numbers of objects of the target."""
		fonts = resources["/Font"] if "/Font" in resources else DictionaryObject()
		listed = [*self._entries(fonts), *(f"/{name} {number} 0 R".encode() for name, number in more.items())]
		others = DictionaryObject({key: resources.raw_get(key) for key in resources if key != "/Font"})
		return (
			b"<< " + b" ".join([*self._entries(others), b"/Font << " + b" ".join(listed) + b" >>"]) + b" >>"
		)

	def finish(self) -> None:
		"""Write what is still referred to."""
		while self._waiting:
			ref = self._waiting.pop()
			value = self._reader.get_object(ref)
			number = self._numbers[ref.idnum, ref.generation]
			if isinstance(value, StreamObject):
				body = self._stream(value)
				# what is written is not kept: a scan may have hundreds of megabytes
				self._reader.resolved_objects.pop((ref.generation, ref.idnum), None)
			elif isinstance(value, DictionaryObject) and value.get("/Type") in _PARTS_OF_A_FILE:
				body = b"null"
			else:
				body = self.written(value)
			self._target.put(number, body)

	def _number(self, ref: IndirectObject) -> int:
		key = ref.idnum, ref.generation
		if key not in self._numbers:
			self._numbers[key] = self._target.reserve()
			self._waiting.append(ref)
		return self._numbers[key]

	def _entries(self, value: DictionaryObject, left_out: frozenset = LEFT_OUT) -> Iterator[bytes]:
		for key in value:
			if key not in left_out:
				buffer = BytesIO()
				NameObject(key).write_to_stream(buffer, None)
				yield buffer.getvalue() + b" " + self.written(value.raw_get(key))

	def _stream(self, value: StreamObject) -> bytes:
		data = value._data if isinstance(value._data, bytes) else value._data.encode("latin-1")
		entries = b" ".join(self._entries(value, LEFT_OUT | {"/Length"}))
		return b"<< %s /Length %d >>\nstream\n" % (entries, len(data)) + data + b"\nendstream"


def seen(page: Any) -> Iterator[DictionaryObject]:
	"""Yield what lies upon a page and is drawn: seals, stamps and filled-in fields, as pictures that do nothing."""
	for ref in page["/Annots"] if "/Annots" in page else ():
		annotation = ref.get_object()
		looks = annotation["/AP"] if "/AP" in annotation else {}
		flags = int(annotation["/F"]) if "/F" in annotation else 0
		if (
			"/N" not in looks
			or "/Rect" not in annotation
			or flags & _HIDDEN
			or annotation.get("/Subtype") == "/Popup"
		):
			continue
		values = {
			"/Type": NameObject("/Annot"),
			"/Subtype": NameObject("/Stamp"),
			"/Rect": annotation["/Rect"],
			"/AP": DictionaryObject({NameObject("/N"): looks.raw_get("/N")}),
			"/F": NumberObject(4),
		}
		if "/AS" in annotation:
			values["/AS"] = annotation["/AS"]
		yield DictionaryObject({NameObject(key): value for key, value in values.items()})
