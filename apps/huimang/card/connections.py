"""Who sends uses of cards: a card company, or a relay of several, with a key that names it and a secret that signs; how long it is kept."""

from __future__ import annotations

import secrets

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import add_days, now_datetime
from frappe.utils.password import decrypt

DOCTYPE = "Card Connection"
_MESSAGE = "Card Message"
_SECRET = "connection_secret"
_PORTION = 1_000


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
		"""SELECT c.name, c.facility, c.card_company, a.password AS secret FROM `tabCard Connection` c
		JOIN `tabFacility` f ON f.name = c.facility
		JOIN `__Auth` a ON a.doctype = %s AND a.name = c.name AND a.fieldname = %s AND a.encrypted = 1
		WHERE c.connection_key = %s AND c.is_active = 1 AND f.status = 'Active' AND f.is_practice = 0""",
		(DOCTYPE, _SECRET, key),
		as_dict=True,
	)
	if not rows:
		return None
	rows[0].secret = decrypt(rows[0].secret)
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


def forget_contents() -> int:
	"""Delete what was sent and has been recorded for longer than its connection keeps it; return of how many messages. Commits.

	That a message came, and when, stays; one that could not be recorded keeps its content, for it may be tried again.
	"""
	forgotten = 0
	message = frappe.qb.DocType(_MESSAGE)
	for connection in frappe.get_all(DOCTYPE, {"keep_days": (">", 0)}, ["name", "keep_days"]):
		due = (
			(message.card_connection == connection.name)
			& (message.status == "Done")
			& (message.received_at < add_days(now_datetime(), -connection.keep_days))
			& message.body.isnotnull()
		)
		while (
			names := frappe.qb.from_(message).select(message.name).where(due).limit(_PORTION).run(pluck=True)
		):
			frappe.qb.update(message).set(message.body, None).where(message.name.isin(names)).run()
			frappe.db.commit()
			forgotten += len(names)
	return forgotten
