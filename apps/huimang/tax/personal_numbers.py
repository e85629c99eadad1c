"""Resident registration numbers of payees, employees and donors: shown by birthday and sex (facility/secret_numbers.py)."""

from __future__ import annotations

from frappe.model.document import Document
from frappe.utils import getdate

from huimang.facility.secret_numbers import SecretNumber
from huimang.rules import identifiers

_NUMBER = SecretNumber("resident_no", identifiers.mask_resident_no)


def protect_resident_no(doc: Document) -> None:
	"""Put a newly typed `resident_no` into the encrypted field and leave its mask in its place."""

	def read(typed: str) -> str:
		return identifiers.read_resident_no(typed, getdate(), bool(doc.resident_no_is_new))

	_NUMBER.protect(doc, read, applies=doc.get("kind") in (None, "Individual"))


def reveal_resident_no(doc: Document, purpose: str) -> str:
	"""Return the whole resident registration number of a person and log who read it and why; see `SecretNumber.reveal`."""
	number = _NUMBER.reveal(doc, purpose)
	return f"{number[:6]}-{number[6:]}"
