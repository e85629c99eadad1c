"""What the site refuses, as exceptions that callers and tests can tell apart.

All but one are `frappe.ValidationError`s, so a refusal rolls the request back and reaches the user as a message.
"""

from collections.abc import Callable
from typing import NoReturn, TypeVar

import frappe
from frappe import _

from huimang.rules.errors import RuleViolation

T = TypeVar("T")


class LedgerError(frappe.ValidationError):
	"""A posting the ledger cannot take: unknown voucher, posted twice, reversed twice, or not to be trusted."""


class ClosedPeriodError(frappe.ValidationError):
	"""The day lies in a month or year that is closed."""


class BudgetExceededError(frappe.ValidationError):
	"""The budget line has less left than what is asked of it (재무·회계규칙 제28조②)."""


class EvidenceMissingError(frappe.ValidationError):
	"""An expense without the evidence (증빙) that its amount calls for."""


class SelfApprovalError(frappe.ValidationError):
	"""Somebody approves what they wrote, approved or pay themselves while another person could."""


class FacilityAccessError(frappe.PermissionError):
	"""The user does not hold the role that this needs in this facility."""


class GateError(frappe.PermissionError):
	"""A request that nobody of this kind has to make: a closed function, a wrong verb, an argument that is none (gate/README.md)."""


def throw_rule(violation: RuleViolation, exc: type[Exception] = frappe.ValidationError) -> NoReturn:
	"""Show a refusal of `huimang.rules` to the user in their language.

	:param violation: the refusal; its English message is the translation key, its params fill the places.
	:param exc: the exception class to raise, one of this module or `frappe.ValidationError`.
	"""
	frappe.throw(rule_message(violation), exc)


def rule_message(violation: RuleViolation) -> str:
	"""Return a refusal of `huimang.rules` in the user's language.

	Messages are shown as HTML, and what fills their places may come from a file that somebody else has made.
	"""
	params = [param.replace("<", "&lt;") if isinstance(param, str) else param for param in violation.params]
	return _(violation.message).format(*params)


def obey(rule: Callable[..., T], *args: object) -> T:
	"""Return what a rule of `huimang.rules` says, its refusal shown to the user. See `throw_rule`."""
	try:
		return rule(*args)
	except RuleViolation as e:
		throw_rule(e)
