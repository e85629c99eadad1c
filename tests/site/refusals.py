"""Refusals as a test asks for them: the exception, and a sentence that a Korean colleague understands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest

ENGLISH_SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


@contextmanager
def refused(exception: type[Exception] = frappe.ValidationError, *parts: str) -> Iterator[None]:
	"""The block is refused with this exception, in Korean, and its message contains the given parts."""
	frappe.clear_messages()
	frappe.flags.error_message = None
	frappe.db.savepoint("before_refusal")
	with pytest.raises(exception) as caught:
		yield
	# as the end of a refused request would
	frappe.db.rollback(save_point="before_refusal")
	message = str(caught.value) or frappe.flags.error_message or ""
	assert re.search("[가-힣]", message), f"not Korean: {message}"
	assert not ENGLISH_SENTENCE.search(re.sub(r"<[^>]+>", "", message)), f"English in: {message}"
	for part in parts:
		assert part in message, f"{part!r} is not in {message!r}"
	frappe.clear_messages()
