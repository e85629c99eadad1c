"""A request as the web server would take it, in the test's own connection and transaction."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import factory
import frappe
import frappe.api
import frappe.handler
from frappe.app import make_form_dict
from frappe.utils.response import download_private_file
from frappe.website.serve import get_response
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

SAVEPOINT = "road"
READS = ("select", "show", "explain", "desc")
REMEMBERED = ("huimang_purpose", "huimang_subjects")
"""What a request notes for itself (security/exports.py); a web server's next one begins without it."""


@dataclass
class Trial:
	"""What has been tried in a block; `wrote` tells whether it sent anything to the database but questions."""

	wrote: bool = False


def call(user: str, method: str, /, **arguments):
	"""`/api/method/METHOD` by POST, as this user: what it answers, or what it raises."""
	return _send(user, "POST", f"/api/method/{method}", arguments)


def fetch(user: str, path: str, /, **arguments):
	"""A GET of a page, a file or a resource."""
	return _send(user, "GET", path, arguments)


def send(user: str, verb: str, path: str, /, **arguments):
	"""A request to the REST resources by POST, PUT or DELETE."""
	return _send(user, verb, path, arguments)


@contextmanager
def undone() -> Iterator[Trial]:
	"""Take back, in the database, what the block did, commits and rollbacks of the framework included.

	The place to go back to is marked before the first statement that writes: most roads only ask.
	"""
	sql, rollback, trial = frappe.local.db.sql, frappe.local.db.rollback, Trial()

	def listen(query, *args, **kwargs):
		if not trial.wrote and not str(query).lstrip("( \t\n")[:7].lower().startswith(READS):
			trial.wrote = True
			sql(f"savepoint {SAVEPOINT}")
		return sql(query, *args, **kwargs)

	def back(save_point: str = SAVEPOINT) -> None:
		if trial.wrote:
			rollback(save_point=save_point)

	try:
		with _in_place_of(frappe.local.db, sql=listen, commit=_nothing, rollback=back):
			yield trial
	finally:
		back()


@contextmanager
def _in_place_of(thing, **others) -> Iterator[None]:
	"""`mock.patch.object` for several attributes of an object at once, which a thousand requests can afford."""
	before = {name: vars(thing)[name] for name in others if name in vars(thing)}
	vars(thing).update(others)
	try:
		yield
	finally:
		for name in others:
			vars(thing).pop(name)
		vars(thing).update(before)


def _nothing(*_args, **_kwargs) -> None:
	"""In the place of what is not to happen."""


def text_of(answer) -> str:
	"""Everything that an answer says, as one text."""
	parts = [answer, dict(frappe.local.response), frappe.local.message_log]
	if isinstance(answer, Response):
		answer.direct_passthrough = False
		parts[0] = answer.get_data()
	return "\n".join(_plain(part) for part in parts)


def _plain(part) -> str:
	if isinstance(part, bytes):
		return part.decode("utf-8", "ignore")
	return part if isinstance(part, str) else json.dumps(part, default=_as_text, ensure_ascii=False)


def _as_text(value) -> str:
	if isinstance(value, bytes):
		return value.decode("utf-8", "ignore")
	return frappe.as_json(value) if hasattr(value, "as_dict") else str(value)


def _send(user: str, verb: str, path: str, arguments: dict):
	given = {
		key: value if isinstance(value, str | int) else json.dumps(value) for key, value in arguments.items()
	}
	body = {"query_string": given} if verb == "GET" else {"data": given}
	headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
	request = Request(EnvironBuilder(path=path, method=verb, headers=headers, **body).get_environ())
	with factory.acting_as(user), _in_request(request), _in_place_of(frappe.local.db, commit=_nothing):
		frappe.api.validate_auth()
		if path.startswith("/api/"):
			return frappe.api.handle()
		if path.startswith("/private/files/"):
			return download_private_file(request.path)
		return get_response()


@contextmanager
def _in_request(request: Request):
	before = {key: getattr(frappe.local, key, None) for key in ("request", "form_dict", "response")}
	noted = {flag: frappe.flags.get(flag) for flag in REMEMBERED}
	frappe.local.request = request
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.message_log = []
	make_form_dict(request)
	try:
		yield
	finally:
		frappe.local.request, frappe.local.form_dict = before["request"], before["form_dict"]
		frappe.flags.update(noted)


def arrives(road, user: str, record, seen: dict | None = None) -> bool:
	"""Whether `user` gets to the record by this road; `seen` remembers what blind roads answered."""
	if road.blind:
		return _sees(road, user, record, {} if seen is None else seen)
	with undone():
		try:
			return bool(road.tells(road.go(user, record), record))
		except Exception:
			return False


def _sees(road, user: str, record, seen: dict) -> bool:
	if (road.name, user) not in seen:
		with undone():
			try:
				seen[road.name, user] = text_of(road.go(user, record))
			except frappe.PermissionError:
				seen[road.name, user] = ""
	return any(token in seen[road.name, user] for token in record.tokens)
