"""What a file may be called, be and point to."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from urllib.parse import unquote

import frappe
from frappe import _

from huimang.errors import GateError
from huimang.gate import methods

KINDS = frozenset(
	"bmp csv doc docx eml gif heic heif hwp hwpx jpeg jpg m4a mov mp3 mp4 msg odp ods odt pdf png ppt pptx rtf tif tiff txt"
	" wav webp xls xlsx zip".split()
)
"""What staff attach. No page or picture that a browser would run as part of this site (html, svg, xml, js)."""

TEXTS = frozenset({"csv", "eml", "rtf", "txt", "xls"})
"""What may look like a page: texts, and the lists of public offices, which call a page .xls."""

PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
PLACES = ("/files/", "/private/files/")
LONGEST = 140

MOST_PACKED = 500
LARGEST_UNPACKED = 200 * 1024 * 1024


def check(file) -> None:
	"""Refuse a File with a name that is a path, of a kind that nobody needs, or that points to another machine.

	Names are looked at whoever is asking, kinds and addresses where a user's request is being answered.

	Raises:
		GateError: the sentence says which.
	"""
	name, url = file.file_name or "", unquote(file.file_url or "")
	if name and not _is_name(name):
		frappe.throw(
			_("Please give the file a name without slashes and other special characters."), GateError
		)
	if file.is_folder:
		return
	if url.startswith(PLACES) and (".." in url.split("/") or "\\" in url or "\0" in url):
		frappe.throw(_("The address of this file is not valid."), GateError)
	if not getattr(frappe.local, "request", None) or methods.kind_of(frappe.session.user) == "manager":
		return
	if url and not url.startswith(PLACES):
		frappe.throw(_("Files are uploaded; an address of another place cannot be attached."), GateError)
	kind = os.path.splitext(name or url)[1].lstrip(".").lower()
	if kind not in KINDS:
		frappe.throw(
			_("Files of this kind cannot be attached. Please use PDF, pictures, office documents or ZIP."),
			GateError,
		)
	if kind not in TEXTS and _is_dangerous(file.get("content") or b""):
		frappe.throw(_("What is in this file is not what its name says."), GateError)


def check_archive(path: str) -> None:
	"""Refuse to unpack what would fill the disk.

	:param path: of a ZIP file.
	"""
	try:
		with zipfile.ZipFile(path) as archive:
			packed = archive.infolist()
	except zipfile.BadZipFile:
		return  # the framework says so
	if len(packed) > MOST_PACKED or sum(part.file_size for part in packed) > LARGEST_UNPACKED:
		frappe.throw(_("This archive holds too much to be unpacked here."), GateError)


def _is_name(name: str) -> bool:
	return (
		len(name) <= LONGEST
		and not name.startswith(".")
		and not re.search(r"[/\\\0]", name)
		and not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in name)
	)


def _is_dangerous(content: bytes | str) -> bool:
	start = (content.encode("utf-8", "ignore") if isinstance(content, str) else bytes(content[:512]))[:512]
	start = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
	return start.startswith(tuple(program.lower() for program in PROGRAMS)) or bool(
		re.match(rb"<(!doctype|html|head|body|script|svg|\?xml|iframe|!--)", start)
	)
