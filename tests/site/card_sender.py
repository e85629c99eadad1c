"""A card company that sends what it has to tell: signed, and as often as it takes."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import frappe

from huimang.rules import card_feed

PATH = "/api/method/huimang.card.api.receive"


@dataclass
class Sender:
	"""One connection of a facility, as the other side has it."""

	key: str
	secret: str

	def headers(self, body: bytes, nonce: str | None = None, at: float | None = None) -> dict[str, str]:
		timestamp, nonce = (
			str(int(time.time() if at is None else at)),
			nonce or frappe.generate_hash(length=16),
		)
		return {
			"Content-Type": "application/json",
			"X-Huimang-Key": self.key,
			"X-Huimang-Timestamp": timestamp,
			"X-Huimang-Nonce": nonce,
			"X-Huimang-Signature": card_feed.signature(self.secret, timestamp, nonce, body),
		}

	def send(self, port: int, *items: dict) -> int:
		"""Send uses over HTTP and return the status. Raises OSError where there is no answer."""
		body = message(*items)
		address = f"http://127.0.0.1:{port}{PATH}"
		request = urllib.request.Request(address, body, self.headers(body))
		try:
			with urllib.request.urlopen(request, timeout=30) as answer:
				return answer.status
		except urllib.error.HTTPError as refusal:
			return refusal.code


def connect(facility: str) -> Sender:
	"""Make a connection of a facility."""
	doc = frappe.get_doc(
		{"doctype": "Card Connection", "facility": facility, "card_company": "신한카드"}
	).insert()
	return Sender(doc.connection_key, doc.get_password("connection_secret"))


def message(*items: dict) -> bytes:
	return json.dumps({"transactions": list(items)}).encode()


def item(number: int = 1, **kw) -> dict:
	"""A use of the subsidy card of `card_house`."""
	return {
		"card_no": "9410-1234-5678-1234",
		"approved_at": "2026-11-20T12:30:00+09:00",
		"approval_no": f"{number:08d}",
		"amount": 20_000,
		"merchant_name": "희망문구",
		"merchant_no": "999-86-01004",
		**kw,
	}
