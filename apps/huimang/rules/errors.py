"""The one error that rules raise."""

from __future__ import annotations


class RuleViolation(ValueError):
	"""An input that a rule does not admit.

	Attributes:
		message: English sentence with ``{0}``-style places: the msgid that the site translates.
		params: what goes into the places, as text or numbers ready to be shown.
		code: short name of the reason (``FORMAT``, ``CHECKSUM`` …) for callers that tell reasons apart.
	"""

	def __init__(self, message: str, *params: object, code: str = ""):
		super().__init__(message.format(*params) if params else message)
		self.message = message
		self.params = params
		self.code = code
