"""What a password must be (administration.md 4): hard to guess, and nothing that is known of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterable

from huimang.rules.errors import RuleViolation

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
SHORTEST = {3: 8, 2: 10}
"""{kinds of characters: the least length}; with more kinds than three as with three, with one alone never enough."""
_LONGEST = 128


def check(password: str, personal: Iterable[str] = ()) -> None:
	"""Refuse a password that is easily guessed. Raises RuleViolation with code KINDS, LENGTH or PERSONAL.

	Args:
		password: as it was typed.
		personal: what is known of its owner: login, telephone number, birthday; parts of four characters and more count.
	"""
	kinds = sum(bool(re.search(kind, password)) for kind in _KINDS)
	if kinds < min(SHORTEST):
		raise RuleViolation(
			"Please mix letters, digits and signs: three kinds from 8 characters, or two kinds from 10.",
			code="KINDS",
		)
	if not SHORTEST[min(kinds, max(SHORTEST))] <= len(password) <= _LONGEST:
		raise RuleViolation(
			"The password is too short: three kinds of characters from 8, two kinds from 10 characters.",
			code="LENGTH",
		)
	typed = password.casefold()
	if any(part in typed for known in personal for part in _parts(known)):
		raise RuleViolation(
			"Please leave your login, telephone number and birthday out of the password.", code="PERSONAL"
		)


def _parts(known: str) -> set[str]:
	"""The words and numbers in what is known, and the last four digits of a long number."""
	words = {word for word in re.split(r"[^0-9a-z가-힣]+", (known or "").casefold()) if len(word) >= 4}
	digits = re.sub(r"\D", "", known or "")
	return words | ({digits, digits[-4:]} if len(digits) >= 8 else set())
