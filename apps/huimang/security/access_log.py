"""The access log (접속기록): who logged in, who handled whose data and why. What is written stays as it is.

Rows are written in the transaction of what they tell of, and sealed when it ends: each gets the next number and a hash over
itself and its predecessor. A row that somebody changed, took away or put between is found by `verify`. The law wants them
kept for two years (개인정보의 안전성 확보조치 기준 제8조: systems with resident numbers); nothing here deletes one.
"""

from __future__ import annotations

import hashlib
import json

import frappe
from frappe import _
from frappe.utils import now_datetime

from huimang.facility import scope
from huimang.facility.grants import grants
from huimang.security.settings import SETTING

LOG = "Personal Data Access Log"
_SEALED = (
	"name",
	"seal_no",
	"prev_hash",
	"happened_at",
	"user",
	"full_name",
	"ip_address",
	"kind",
	"facility",
	"subjects",
	"document_type",
	"document_name",
	"purpose",
	"detail",
)
_PORTION = 1000


def record(
	kind: str,
	*,
	user: str | None = None,
	facility: str | None = None,
	document_type: str | None = None,
	document_name: str | None = None,
	subjects: int = 0,
	purpose: str | None = None,
	detail: str | None = None,
) -> str:
	"""Write a row in the running transaction and return its name.

	Args:
		kind: what was done, an option of the field (Log In, View, Reveal, Download …).
		user: who did it; the user of the session unless told.
		facility: whose data; told from the document, or from where the user works, unless given.
		subjects: of how many persons data were handled.
		purpose: what for; left out, the `purpose` that the request gives.
		detail: what else helps whoever looks at it: kind of file, filters.
	"""
	user = user or frappe.session.user
	row = frappe.new_doc(LOG)
	row.update(
		{
			"name": frappe.generate_hash(length=16),
			"happened_at": now_datetime(),
			"user": user if frappe.db.exists("User", user) else None,
			"full_name": frappe.db.get_value("User", user, "full_name") or user[:140],
			"ip_address": getattr(frappe.local, "request_ip", None),
			"kind": kind,
			"facility": facility or _facility_of(document_type, document_name) or _only_facility(user),
			"subjects": subjects,
			"document_type": document_type,
			"document_name": document_name and str(document_name)[:140],
			"purpose": (purpose or _purpose_of_request() or "")[:500] or None,
			"detail": (detail or "")[:1000] or None,
		}
	)
	row.db_insert()
	if not frappe.flags.huimang_sealing_waits:
		frappe.flags.huimang_sealing_waits = True
		frappe.db.after_commit.add(_seal_after_commit)
		frappe.db.after_rollback.add(_forget_waiting)
	return row.name


def of_document(doctype: str, name: str, most: int = 100) -> list[dict]:
	"""Return the rows about one record, the latest first; the caller has asked for the right to read them."""
	return frappe.get_all(
		LOG,
		{"document_type": doctype, "document_name": name},
		["happened_at", "kind", "full_name", "detail"],
		order_by="happened_at desc",
		limit=most,
	)


def seal() -> int:
	"""Number and chain the rows that are not yet; commits, and returns how many there were.

	Two processes seal one after the other; what a killed one has left is sealed with the next row, or within the hour.
	"""
	lock = f"{frappe.local.site}:access_log"[-64:]
	if not frappe.db.sql("SELECT GET_LOCK(%s, 10)", lock)[0][0]:
		return 0
	try:
		frappe.db.commit()  # so that what another process sealed meanwhile is seen
		sealed = 0
		while portion := _unsealed():
			_chain(portion)
			sealed += len(portion)
			frappe.db.commit()
		return sealed
	finally:
		frappe.db.sql("SELECT RELEASE_LOCK(%s)", lock)


def verify() -> list[str]:
	"""Compare the rows with their seals; return what is wrong, in words, the first row of each break."""
	findings, number, prev = [], 0, ""
	while rows := frappe.get_all(
		LOG, {"seal_no": (">", number)}, [*_SEALED, "hash"], order_by="seal_no", limit=_PORTION
	):
		for row in rows:
			if row.seal_no != number + 1:
				findings.append(_("Access log: rows are missing before no. {0}.").format(row.seal_no))
			elif row.prev_hash != prev or row.hash != _hash(row):
				findings.append(_("Access log: no. {0} has been changed.").format(row.seal_no))
			number, prev = row.seal_no, row.hash
	head = _head()
	if head["no"] != number:
		findings.append(_("Access log: rows are missing after no. {0}.").format(number))
	return findings


def kept_head() -> str:
	"""Return the head as it is stored, which nobody moves on before the caller's transaction ends."""
	return json.dumps(_head(for_update=True))


def _unsealed() -> list[frappe._dict]:
	return frappe.get_all(
		LOG,
		{"seal_no": 0},
		list(_SEALED),
		order_by="happened_at, name",
		limit=_PORTION,
	)


def _chain(rows: list[frappe._dict]) -> None:
	head = _head()
	for row in rows:
		row.seal_no, row.prev_hash = head["no"] + 1, head["hash"]
		head = {"no": row.seal_no, "hash": _hash(row)}
		frappe.db.set_value(
			LOG,
			row.name,
			{"seal_no": row.seal_no, "prev_hash": row.prev_hash, "hash": head["hash"]},
			update_modified=False,
		)
	single = frappe.qb.DocType("Singles")
	frappe.qb.update(single).set(single.value, json.dumps(head)).where(
		(single.doctype == SETTING) & (single.field == "log_head")
	).run()
	if not _head()["no"]:
		frappe.qb.into(single).columns(single.doctype, single.field, single.value).insert(
			SETTING, "log_head", json.dumps(head)
		).run()


def _head(for_update: bool = False) -> dict:
	single = frappe.qb.DocType("Singles")
	query = frappe.qb.from_(single).select(single.value)
	query = query.where((single.doctype == SETTING) & (single.field == "log_head"))
	found = (query.for_update() if for_update else query).run()
	return json.loads(found[0][0]) if found and found[0][0] else {"no": 0, "hash": ""}


def _hash(row: frappe._dict) -> str:
	values = [str(row.get(field) or "") for field in _SEALED]
	return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _seal_after_commit() -> None:
	_forget_waiting()
	seal()


def _forget_waiting() -> None:
	frappe.flags.huimang_sealing_waits = False


def _facility_of(doctype: str | None, name: str | None) -> str | None:
	if not doctype or not name or not (field := scope.facility_field(doctype)):
		return None
	return frappe.db.get_value(doctype, name, field)


def _only_facility(user: str) -> str | None:
	"""Where the user works, if that is one facility."""
	facilities = frozenset().union(*grants(user)["all"].values())
	return next(iter(facilities)) if len(facilities) == 1 else None


def _purpose_of_request() -> str | None:
	purpose = frappe.flags.huimang_purpose or (frappe.local.form_dict or {}).get("purpose")
	return purpose.strip() if isinstance(purpose, str) else None
