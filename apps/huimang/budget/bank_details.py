"""Account numbers: shown by their last four digits (facility/secret_numbers.py)."""

from __future__ import annotations

from frappe.model.document import Document

from huimang.facility.secret_numbers import SecretNumber
from huimang.rules import identifiers

DOCTYPES = ("Facility Bank Account", "Counterparty", "Facility Employee")
"""Documents with an `account_number` and its encrypted `account_number_secret`."""

_NUMBER = SecretNumber("account_number", identifiers.mask_account_no)


def protect_account_number(doc: Document) -> None:
	"""Put a newly typed `account_number` into the encrypted field and leave its mask in its place."""
	_NUMBER.protect(doc, identifiers.read_account_no)


def reveal_account_number(doc: Document, purpose: str) -> str:
	"""Return the whole account number of a document and log who read it and why; see `SecretNumber.reveal`."""
	return _NUMBER.reveal(doc, purpose)
