"""The evidence of a document: in its order, as pages where it can be shown on pages, and as it was uploaded where not."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import frappe
from frappe import _
from PIL import Image, ImageOps

from huimang.printing.binding import Binder, NotBindable
from huimang.printing.resources import data_url

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
_PIXELS = (1_240, 1_754)
"""A picture's size on paper, 150 points an inch: a receipt can be read, and the picture itself is in the ZIP file."""
_MOST_PIXELS = 60_000_000
_MOST_FRAMES = 50
_LARGEST_PDF = 300_000_000


class Paper(NamedTuple):
	"""A file that proves something. ``path`` is None where the file is not on this site, or not the reader's to see."""

	label: str
	file_name: str
	path: Path | None

	@property
	def is_pdf(self) -> bool:
		return self.path is not None and self.path.suffix.lower() == ".pdf"


def papers(doc: Any) -> list[Paper]:
	"""Return the evidence of a document in the order of its rows, and then whatever else is attached to it."""
	attached = {
		row.file_url: row
		for row in frappe.get_all(
			"File",
			{"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_folder": 0},
			["name", "file_name", "file_url"],
			order_by="creation",
		)
	}
	found = []
	for row in doc.get("evidence") or ():
		if not row.attachment:
			continue
		file = attached.pop(row.attachment, None) or _readable(row.attachment)
		name = file.file_name if file else row.attachment.rsplit("/", 1)[-1]
		label = " ".join(filter(None, (_(row.evidence_type, "ko"), row.document_no)))
		found.append(Paper(label, name, _path(file)))
	found += [Paper("첨부", file.file_name, _path(file)) for file in attached.values()]
	return found


def pictures(path: Path) -> Iterator[bytes]:
	"""Yield a picture, or each page of one that has several, as a JPEG of the size of a page. Raises OSError or ValueError."""
	with Image.open(path) as image:
		if image.format == "JPEG":
			# decoded at half or a quarter of its size where that is enough
			image.draft("RGB", _PIXELS)
		if image.width * image.height > _MOST_PIXELS:
			raise ValueError("too large")
		count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
		for number in range(min(count, _MOST_FRAMES)):
			image.seek(number)
			buffer = BytesIO()
			_on_white(_small(image)).save(buffer, "JPEG", quality=78)
			yield buffer.getvalue()


def _small(image: Image.Image) -> Image.Image:
	frame = image.copy() if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA")
	frame.thumbnail(_PIXELS if image.height > image.width else _PIXELS[::-1], reducing_gap=2.0)
	# turned after it has become small, which is a tenth of the work
	frame.info = image.info
	return ImageOps.exif_transpose(frame)


def _on_white(frame: Image.Image) -> Image.Image:
	if frame.mode != "RGBA":
		return frame.convert("RGB")
	paper = Image.new("RGB", frame.size, "white")
	paper.paste(frame, mask=frame)
	return paper


def clean(paper: Paper, to: Path) -> int:
	"""Write the pages of a PDF, and nothing but what is seen of them, to a file; return how many they are. Raises NotBindable."""
	if paper.path.stat().st_size > _LARGEST_PDF:
		raise NotBindable("too large")
	binder = Binder(to)
	try:
		pages = binder.add(paper.path)
		if not pages:
			raise NotBindable("no pages")
		binder.finish()
		return pages
	finally:
		binder.abandon()


def picture_sheet(heading: str, jpeg: bytes) -> str:
	"""Return a page with a picture."""
	shown = f'<img src="{data_url(jpeg, "evidence.jpg")}">'
	return f'<style>{_STYLE}</style><section><h1>{escape(heading)}</h1><div class="paper">{shown}</div></section>'


def note_sheet(heading: str, words: str) -> str:
	"""Return a page that says where a paper is that is not on pages."""
	return f"<style>{_STYLE}</style><section><h1>{escape(heading)}</h1><p>{escape(words)}</p></section>"


_STYLE = """
@page { size: A4 portrait; margin: 12mm 14mm 14mm; }
body { margin: 0; font-family: NanumGothic, "Noto Sans CJK KR", sans-serif; color: #111; }
h1 { margin: 0 0 4mm; padding-bottom: 2mm; border-bottom: 0.3mm solid #777; font-size: 9pt; font-weight: bold; }
.paper { height: 252mm; text-align: center; }
img { max-width: 182mm; max-height: 250mm; }
p { margin: 30mm 10mm; padding: 8mm; border: 0.3mm solid #777; font-size: 10.5pt; line-height: 1.7; }
"""


def _readable(url: str) -> frappe._dict | None:
	"""Return a file that lies elsewhere, where whoever makes the pack may read it."""
	for name in frappe.get_all("File", {"file_url": url, "is_folder": 0}, pluck="name"):
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			return frappe._dict(name=file.name, file_name=file.file_name, file_url=file.file_url)
	return None


def _path(file: frappe._dict | None) -> Path | None:
	"""Return where a file lies. What is not within the site's own folders of files is nobody's."""
	if not file or not (file.file_url or "").startswith(("/files/", "/private/files/")):
		return None
	private = file.file_url.startswith("/private/")
	folder = Path(frappe.get_site_path("private" if private else "public", "files")).resolve()
	path = (folder / file.file_url.split("/files/", 1)[1]).resolve()
	return path if path.is_relative_to(folder) and path.is_file() else None
