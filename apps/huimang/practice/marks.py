"""What tells practice from work, wherever one looks: the facility's name, every sheet of paper, every file."""

from __future__ import annotations

import frappe

from huimang.facility.grants import is_practising

PREFIX = "[실습] "
"""How the name of a practice facility begins: whatever shows the name is marked by it."""
FILE_PREFIX = "연습용_"

_OWN = ("is_practice", "practice_of", "practice_state", "practice_reset_on", "practice_used_on")
_FIXED = ("corporation", "operated_by", "unique_no", "facility_type", "jurisdiction", "status")
_DRAWING = (
	"%3Csvg xmlns='http://www.w3.org/2000/svg' width='560' height='560'%3E"
	"%3Ctext x='280' y='300' font-family='NanumGothic' font-size='92' font-weight='bold' fill='%23d9480f'"
	" fill-opacity='0.16' text-anchor='middle' transform='rotate(-35 280 280)'%3E연습용%3C/text%3E%3C/svg%3E"
)
STYLE = f"""@page {{
	background: url("data:image/svg+xml;charset=utf-8,{_DRAWING}") center / 150mm no-repeat;
	@top-left {{ content: "연습용 · 효력이 없습니다"; font: bold 8pt NanumGothic, sans-serif; color: #d9480f; vertical-align: middle; }}
}}"""
"""Style sheet that marks every page of a PDF."""


def applies(facility: str | None = None) -> bool:
	"""Whether what is made now is practice: by the facility that it is of, or by who makes it."""
	if facility and is_practice(facility):
		return True
	return bool(frappe.flags.huimang_practice_paper) or is_practising(frappe.session.user)


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
