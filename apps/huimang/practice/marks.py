"""What tells practice from work, wherever one looks: the facility's name, every sheet of paper, every file."""

from __future__ import annotations

import io
import re
import zipfile

import frappe

from huimang.facility.grants import is_practising

PREFIX = "[연습용] "
"""How the name of a practice facility begins: whatever shows the name is marked by it."""
FILE_PREFIX = "연습용_"
SIGN = "연습용 · 효력이 없습니다"

_OWN = ("is_practice", "practice_of", "practice_state", "practice_reset_on", "practice_used_on")
_FIXED = ("corporation", "operated_by", "unique_no", "facility_type", "jurisdiction", "status")
_DRAWING = (
	"%3Csvg xmlns='http://www.w3.org/2000/svg' width='560' height='560'%3E"
	"%3Ctext x='280' y='300' font-family='NanumGothic' font-size='92' font-weight='bold' fill='%23d9480f'"
	" fill-opacity='0.16' text-anchor='middle' transform='rotate(-35 280 280)'%3E연습용%3C/text%3E%3C/svg%3E"
)
STYLE = f"""@page {{
	background: url("data:image/svg+xml;charset=utf-8,{_DRAWING}") center / 150mm no-repeat;
	@top-left {{ content: "{SIGN}"; font: bold 8pt NanumGothic, sans-serif; color: #d9480f; vertical-align: middle; }}
}}"""
"""Style sheet that marks every page of a PDF."""
SCREEN_STYLE = f""".print-format {{
	background: url("data:image/svg+xml;charset=utf-8,{_DRAWING}") center 60mm / 150mm repeat-y;
}}"""
"""The same for the preview of a print in the browser."""
_AFTER_HEADER = "rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|picture|oleObjects|controls|webPublishItems|tableParts|extLst"


def applies(text: str = "") -> bool:
	"""Whether what is made now is practice: because of who makes it, or because it shows the name of a practice facility."""
	user = getattr(getattr(frappe.local, "session", None), "user", None)
	return PREFIX in text or bool(user and user != "Guest" and is_practising(user))


def file_name(name: str) -> str:
	"""Return what a file is called that is handed out."""
	return f"{FILE_PREFIX}{name}" if applies(name) and not name.startswith(FILE_PREFIX) else name


def workbook(content: bytes) -> bytes:
	"""Return an XLSX file that is handed out, marked on every printed page where it is practice."""
	if not applies():
		return content
	found, made = io.BytesIO(content), io.BytesIO()
	with zipfile.ZipFile(found) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
		for part in before.infolist():
			data = before.read(part)
			if part.filename.startswith("xl/worksheets/sheet"):
				data = _with_header(data.decode()).encode()
			after.writestr(part, data)
	return made.getvalue()


def _with_header(sheet: str) -> str:
	"""Return the XML of a sheet with the mark as its header; of what follows the header in a sheet, nothing may stand before it."""
	head = f"<oddHeader>&amp;L&amp;KD9480F{SIGN}</oddHeader>"
	sheet = re.sub(r"<oddHeader>.*?</oddHeader>|<oddHeader\s*/>", "", sheet)
	if "<headerFooter" in sheet:
		sheet = re.sub(r"<headerFooter([^>]*?)/>", r"<headerFooter\1></headerFooter>", sheet)
		return re.sub(r"(<headerFooter[^>]*>)", lambda found: found[1] + head, sheet, count=1)
	later = re.search(rf"<(?:{_AFTER_HEADER})\b|</worksheet>", sheet)
	return f"{sheet[: later.start()]}<headerFooter>{head}</headerFooter>{sheet[later.start() :]}"


def is_practice(facility: str | None) -> bool:
	"""Whether a facility is one to practise in."""
	return bool(facility and frappe.get_cached_value("Facility", facility, "is_practice"))


def keep_apart(doc) -> None:
	"""Before a Facility is saved: which are practice, and for whom, is nobody's to change; what marks them stays."""
	before = doc.get_doc_before_save()
	if before:
		kept = (*_OWN, *_FIXED) if before.is_practice else _OWN
		doc.update({field: before.get(field) for field in kept})
	elif not doc.flags.by_practice:
		doc.update(dict.fromkeys(_OWN) | {"is_practice": 0})
	if doc.is_practice and not doc.facility_name.startswith(PREFIX):
		doc.facility_name = f"{PREFIX}{doc.facility_name}"
