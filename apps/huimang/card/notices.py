"""Notices: who is told of uses that wait for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.card import transactions
from huimang.facility.grants import members_with_role, membership
from huimang.money import format_won, won

_USE, _CARD = "Card Transaction", "Corporate Card"
DEFAULT_AGE = 7
"""Days after which a use without a resolution is reminded of (subsidies_cards.md 4.3), where its card says nothing."""
_AGAIN = timedelta(days=7)


def remind(facility: str, today: date) -> int:
	"""Remind holders, accountants and the head of uses that are in no resolution for too long, once a week; return of how many."""
	uses = [use for use in _unmatched(facility) if _is_due(use, today)]
	by_card: dict[str, list] = defaultdict(list)
	for use in uses:
		by_card[use.corporate_card].append(use)
	for card, mine in by_card.items():
		_tell_of(facility, card, mine)
	for use in uses:
		frappe.db.set_value(_USE, use.name, "reminded_on", today, update_modified=False)
	return len(uses)


def tell_of_message(facility: str, message: str) -> None:
	"""Tell the accountants of a message of which not all could be recorded."""
	subject = _("A message of a card company could not be recorded in full. Please look at it.", lang="ko")
	_tell(members_with_role(facility, "Accountant"), subject, "Card Message", message)


def tell_of_cancellation(facility: str, use: str, title: str) -> None:
	"""Tell the accountants that a use was cancelled whose resolution goes its way already."""
	subject = _("{0} was cancelled after its resolution had been requested.", lang="ko").format(title)
	_tell(members_with_role(facility, "Accountant"), subject, _USE, use)


def _unmatched(facility: str) -> list[frappe._dict]:
	return frappe.db.sql(
		"""SELECT u.name, u.corporate_card, u.approved_at, u.net_amount, u.reminded_on, u.holder, c.remind_after
		FROM `tabCard Transaction` u JOIN `tabCorporate Card` c ON c.name = u.corporate_card
		WHERE u.facility = %s AND u.status = %s AND u.kind = 'Approval'""",
		(facility, transactions.UNMATCHED),
		as_dict=True,
	)


def _is_due(use: frappe._dict, today: date) -> bool:
	age = today - getdate(use.approved_at)
	if age < timedelta(days=cint(use.remind_after) or DEFAULT_AGE):
		return False
	return not use.reminded_on or today - getdate(use.reminded_on) >= _AGAIN


def _tell_of(facility: str, card: str, uses: list) -> None:
	title = frappe.get_cached_value(_CARD, card, "card_title")
	total = format_won(sum(won(use.net_amount) for use in uses))
	subject = _("{0}: {1} uses of {2} won in total are not in any resolution yet.", lang="ko").format(
		title, len(uses), total
	)
	holders = [use.holder for use in uses if use.holder and membership(facility, use.holder)]
	users = [
		*holders,
		*members_with_role(facility, "Accountant"),
		*members_with_role(facility, "Facility Head"),
	]
	_tell(users, subject, _CARD, card)


def _tell(users: Iterable[str], subject: str, doctype: str, name: str) -> None:
	for user in dict.fromkeys(users):
		values = {"type": "Alert", "for_user": user, "subject": subject, "from_user": "Administrator"}
		notice = {"doctype": "Notification Log", **values, "document_type": doctype, "document_name": name}
		frappe.get_doc(notice).insert(ignore_permissions=True)
