"""A mail address is confirmed by a code; who has typed it holds a pass for an hour. Both are kept in the cache alone."""

from __future__ import annotations

import hmac
import secrets

import frappe
from frappe import _
from frappe.utils import validate_email_address

from huimang.printing.mailing import require_account
from huimang.registration import floods

MINUTES = 10
TRIES = 5
_PASS = floods.HOUR * 2


def send(email: str) -> None:
	"""Mail a code to an address; the one sent before is void.

	The answer is the same whether the address is known to the site or not.
	"""
	email = address(email)
	require_account()
	floods.count("code_from", floods.caller(), 20)
	floods.count("code_to", email, 5)
	code = f"{secrets.randbelow(10**6):06}"
	frappe.cache.set_value(_key(email), code, expires_in_sec=MINUTES * 60)
	frappe.sendmail(
		recipients=[email],
		subject=_("Confirmation code: {0}").format(code),
		message=_("Please enter {0} on the sign-up page. The code is good for {1} minutes.").format(
			f"<b>{code}</b>", MINUTES
		),
		now=False,
	)


def confirm(email: str, code: str) -> str:
	"""Return a pass for whoever types the right code; a code stands few guesses."""
	email = address(email)
	floods.count("guess_from", floods.caller(), 60)
	kept = frappe.cache.get_value(_key(email), expires=True)
	if not kept or not floods.is_within("guess_of", f"{email}|{kept}", TRIES, MINUTES * 60):
		frappe.throw(_("The code is no longer good. Please ask for a new one."))
	if not hmac.compare_digest(kept.encode(), (code or "").strip().encode()):
		frappe.throw(_("The code is not right. Please compare it with the mail."))
	frappe.cache.delete_value(_key(email))
	issued = secrets.token_urlsafe(24)
	frappe.cache.set_value(_pass_key(issued), email, expires_in_sec=_PASS)
	return issued


def holder(issued: str) -> str:
	"""Return the address that a pass was given for."""
	email = frappe.cache.get_value(_pass_key(issued or "-"), expires=True)
	if not email:
		frappe.throw(_("The confirmation of the mail address has expired. Please confirm it again."))
	return email


def spend(issued: str) -> None:
	"""Let a pass be used once: its application is there."""
	frappe.cache.delete_value(_pass_key(issued))


def address(email: str) -> str:
	"""Return a mail address as it is stored; refuse what is none."""
	email = (email or "").strip().lower()
	if len(email) > 140 or not validate_email_address(email):
		frappe.throw(_("The mail address is none."))
	return email


def _key(email: str) -> str:
	return f"huimang_signup_code|{email}"


def _pass_key(issued: str) -> str:
	return f"huimang_signup_pass|{issued}"
