"""Resolutions that write themselves: uses of cards that ask for it become drafts of the facility's accountant, each once."""

from __future__ import annotations

from itertools import groupby

import frappe
from frappe import _
from frappe.utils import strip_html

from huimang.card import drafts, links, transactions
from huimang.database.sql import roll_back_to
from huimang.facility.grants import members_with_role

_USE = "Card Transaction"
_POINT = "huimang_card_draft"


def draft_all() -> int:
	"""Link or draft every use that waits for it; return how many drafts were written. Commits after each."""
	user = frappe.session.user
	made = 0
	try:
		for facility, names in groupby(_waiting(), key=lambda row: row[0]):
			writer = next(iter(members_with_role(facility, "Accountant")), None)
			if not writer:
				continue
			frappe.set_user(writer)
			for _facility, name in names:
				made += _draft(name)
				frappe.db.commit()
	finally:
		frappe.set_user(user)
	return made


def draft_each(names: list[str]) -> dict:
	"""Draft one resolution a use, as the user who asks; what stands against one leaves the others."""
	made, left = [], []
	for name in names:
		frappe.db.savepoint(_POINT)
		try:
			made.append(drafts.draft([name]))
		except frappe.ValidationError as refusal:
			roll_back_to(_POINT)
			frappe.clear_last_message()
			shop, number = frappe.db.get_value(_USE, name, ["merchant_name", "approval_no"])
			left.append(
				{"name": name, "title": f"{shop or ''} {number}".strip(), "reason": strip_html(str(refusal))}
			)
	return {"made": made, "left": left}


def is_waiting() -> bool:
	"""Whether a use waits for its draft."""
	return bool(_waiting(limit=1))


def _waiting(limit: int = 10_000) -> list[tuple[str, str]]:
	return frappe.db.sql(
		"""SELECT u.facility, u.name FROM `tabCard Transaction` u
		JOIN `tabCorporate Card` c ON c.name = u.corporate_card
		WHERE u.status = %s AND u.drafted = 0 AND c.draft_automatically = 1 AND c.is_active = 1
		ORDER BY u.facility, u.approved_at LIMIT %s""",
		(transactions.UNMATCHED, limit),
	)


def _draft(name: str) -> bool:
	"""Link a use to the resolution that is there for it, or draft one; what cannot be is told on the use, and not tried again."""
	frappe.db.savepoint(_POINT)
	try:
		return _link_or_draft(name)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		# the next look tries it again
		frappe.db.rollback()
	except frappe.ValidationError as refusal:
		roll_back_to(_POINT)
		frappe.clear_messages()
		_leave(name, strip_html(str(refusal)))
	except Exception:
		roll_back_to(_POINT)
		frappe.log_error(title=f"Draft of {name}", message=frappe.get_traceback())
		_leave(name, _("The draft could not be written. Please write it with the button."))
	return False


def _link_or_draft(name: str) -> bool:
	use = frappe.get_doc(_USE, name)
	if use.status != transactions.UNMATCHED or links.link_sure(use):
		return False
	if links.candidates(use, limit=1):
		_leave(name, _("A resolution of the same amount is there already. Please link it, or draft another."))
		return False
	drafts.draft([name])
	return True


def _leave(name: str, reason: str) -> None:
	frappe.db.set_value(_USE, name, {"drafted": 1, "attention": reason[:255]})
