"""Requests to the framework's WSGI application itself, as a browser sends them: every hook and every check is passed.

The application keeps what it knows of a request in a context that it empties at the end, so it runs in a thread with a
context of its own; it sees what is committed.
"""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import frappe.app
from werkzeug.test import Client, TestResponse

JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


@dataclass
class Visitor:
	"""Somebody with a browser; nobody in particular until they log in."""

	client: Client = field(default_factory=lambda: Client(frappe.app.application))
	token: str = ""

	def get(self, path: str, /, headers: dict | None = None, **arguments) -> TestResponse:
		query = urlencode({name: _text(value) for name, value in arguments.items()})
		return self._open("GET", f"{path}?{query}" if query else path, headers)

	def post(self, path: str, /, headers: dict | None = None, **arguments) -> TestResponse:
		data = {
			name: value if isinstance(value, tuple) else _text(value) for name, value in arguments.items()
		}
		return self._open("POST", path, headers, data=data)

	def send(self, verb: str, path: str, body: object) -> TestResponse:
		"""JSON by any verb."""
		return self._open(verb, path, {"Content-Type": "application/json"}, data=json.dumps(body))

	def call(self, method: str, /, **arguments) -> TestResponse:
		return self.post(f"/api/method/{method}", **arguments)

	def log_in(self, user: str, password: str) -> "Visitor":
		answer = self.call("login", usr=user, pwd=password)
		assert answer.status_code == 200, answer.text
		return self

	def _open(self, verb: str, path: str, headers: dict | None, **body) -> TestResponse:
		given = {**JSON, "X-Frappe-CSRF-Token": self.token, **(headers or {})}
		return _elsewhere.submit(self.client.open, path, method=verb, headers=given, **body).result()


def upload(content: bytes, name: str) -> tuple:
	"""A file of a form."""
	return io.BytesIO(content), name


_elsewhere = ThreadPoolExecutor(1)


def _text(value: object) -> str:
	return value if isinstance(value, str) else json.dumps(value)
