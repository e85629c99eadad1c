"""이용 대상 판정 of a facility type on this site: the operator's lists, and the rules over them."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.facility.numbers import READERS
from huimang.rules import eligibility
from huimang.rules.eligibility import Facts, Rule
from huimang.rules.errors import RuleViolation


def kinds() -> list[frappe._dict]:
	"""Return the facility types with what is judged of them, in the order of their codes."""
	return frappe.get_all(
		"Facility Type",
		fields=["name", "code", "legal_basis", "eligibility", "note"],
		order_by="code, name",
	)


def judge(names: list[str], unique_no: str | None = None, **answers: bool) -> Rule:
	"""Judge a facility of one or several types.

	:param answers: receives_subsidy, long_term_care, has_paper, has_unique_no as `Facts` has them.
	"""
	judgements = dict(
		frappe.get_all("Facility Type", {"name": ("in", names)}, ["name", "eligibility"], as_list=True)
	)
	if not judgements or len(judgements) != len(set(names)):
		frappe.throw(_("Please choose the facility type from the list."))
	exempt = _is_exempt(unique_no)
	return eligibility.judge_all(
		Facts(judgement, exempt=exempt, **answers) for judgement in judgements.values()
	)


def answers_of(doc) -> dict[str, bool]:
	"""Return what an application says, as `judge` wants it."""
	return {
		"receives_subsidy": bool(doc.receives_subsidy),
		"long_term_care": bool(doc.long_term_care),
		"has_paper": bool(doc.report_no or doc.corporate_registration_no),
		"has_unique_no": bool(doc.unique_no),
	}


def _is_exempt(unique_no: str | None) -> bool:
	try:
		digits = READERS["business_no"](unique_no or "")
	except RuleViolation:
		return False
	return bool(frappe.db.exists("Eligibility Exemption", {"unique_no": digits}))
