"""Who sends uses of cards: a card company, or a relay of several, with a key that names it and a secret that signs."""

from __future__ import annotations

import secrets

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils.password import get_decrypted_password

DOCTYPE = "Card Connection"
_SECRET = "connection_secret"


def give_key(doc) -> None:
	"""Make key and secret of a new connection."""
	doc.connection_key = f"hmc_{secrets.token_hex(12)}"
	doc.set(_SECRET, secrets.token_urlsafe(32))
	doc.last_received_at = None


def keep_key(doc) -> None:
	"""Refuse another key: it is given once, and a secret is changed by `renew_secret` alone."""
	before = doc.get_doc_before_save()
	if before:
		doc.connection_key, doc.last_received_at = before.connection_key, before.last_received_at


def sender(key: str) -> frappe._dict | None:
	"""Return the connection that a key names, with its secret; None where there is none that may send now."""
	rows = frappe.db.sql(
		"""SELECT c.name, c.facility, c.card_company FROM `tabCard Connection` c
		JOIN `tabFacility` f ON f.name = c.facility
		WHERE c.connection_key = %s AND c.is_active = 1 AND f.status = 'Active'""",
		key,
		as_dict=True,
	)
	if not rows:
		return None
	rows[0].secret = get_decrypted_password(DOCTYPE, rows[0].name, _SECRET, raise_exception=False) or ""
	return rows[0] if rows[0].secret else None


def show_secret(doc) -> str:
	"""Return the secret to somebody who sets the sender up; who read it is logged."""
	make_access_log(doctype=DOCTYPE, document=doc.name, method="show_secret")
	return doc.get_password(_SECRET)


def renew_secret(doc) -> str:
	"""Give a connection another secret, from when on the old one signs nothing any more; return it."""
	doc.set(_SECRET, secrets.token_urlsafe(32))
	doc.save()
	doc.add_comment("Info", _("The secret was renewed."))
	return show_secret(doc)
