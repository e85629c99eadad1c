"""Accounts given, changed, suspended and withdrawn, on record (접근권한 부여·변경·말소 기록, kept for three years and more)."""

from __future__ import annotations

from frappe import _

from huimang.security import access_log, cut_off


def note(member, held: set[str], holds: set[str]) -> None:
	"""After a membership was written: put on record what changed, and log out at once whoever has lost it."""
	if held == holds and member.get_doc_before_save():
		return
	if held and not holds:
		kind = "Account Withdrawn" if member.to_date else "Account Suspended"
		cut_off.end_sessions(member.user)
	else:
		kind = "Account Changed" if held else "Account Issued"
	access_log.record(
		kind,
		facility=member.facility,
		document_type=member.doctype,
		document_name=member.name,
		subjects=1,
		detail=f"{member.full_name or member.user}: {_in_words(held)} → {_in_words(holds)}",
	)


def _in_words(roles: set[str]) -> str:
	return ", ".join(sorted(_(role, "ko") for role in roles)) or "-"
