"""Collecting what is wrong with a document, so that its writer reads all of it at once."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _

from huimang.rules.errors import RuleViolation


class Problems:
	"""The problems of one document, in the order in which they were found."""

	def __init__(self) -> None:
		self._found: list[tuple[str, type[Exception]]] = []

	def __bool__(self) -> bool:
		return bool(self._found)

	def add(
		self, message: str, exception: type[Exception] = frappe.ValidationError, line: int | None = None
	) -> None:
		"""Note a problem: a translated sentence, the class that tells it apart, and the line it is in."""
		if line:
			message = _("Line {0}: {1}").format(line, message)
		if message not in (known for known, _exception in self._found):
			self._found.append((message, exception))

	def of(
		self,
		check: Callable,
		*args: object,
		line: int | None = None,
		exception: type[Exception] = frappe.ValidationError,
		**kwargs: object,
	) -> bool:
		"""Run a check and note what it refuses. Returns whether it passed.

		:param check: raises RuleViolation or frappe.ValidationError.
		:param exception: the class for a RuleViolation; a site's error keeps its own.
		"""
		shown = len(frappe.local.message_log)
		try:
			check(*args, **kwargs)
		except RuleViolation as violation:
			self.add(_(violation.message).format(*violation.params), exception, line)
			return False
		except frappe.ValidationError as refusal:
			# what was to be shown at once belongs into the list
			del frappe.local.message_log[shown:]
			self.add(str(refusal), type(refusal), line)
			return False
		return True

	def throw(self) -> None:
		"""Show the problems as a numbered list, if there are any.

		Raises the class of the problems where they are all of one, otherwise frappe.ValidationError.
		"""
		if not self._found:
			return
		messages = [message for message, _exception in self._found]
		classes = {exception for _message, exception in self._found}
		if len(messages) > 1:
			messages = [f"{number}. {message}" for number, message in enumerate(messages, 1)]
		frappe.throw(
			"<br>".join(messages),
			classes.pop() if len(classes) == 1 else frappe.ValidationError,
			title=_("Please Check the Document"),
		)
