"""What a facility has set for its gifts, and what its books say where it has set nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import frappe
from frappe import _

from huimang.rules import donations

SETTING = "Donation Setting"
DESIGNATED, UNDESIGNATED = "Designated", "Undesignated"
FUND_KINDS = {DESIGNATED: "Designated Donation", UNDESIGNATED: "Undesignated Donation"}
_STATUTORY = {DESIGNATED: "지정후원금", UNDESIGNATED: "비지정후원금"}
REFUSE, WARN = "Refuse", "Warn"


@dataclass(frozen=True, slots=True)
class Place:
	"""Where in the books a gift of money is received."""

	account_subject: str
	program: str
	fund_source: str


def of(facility: str):
	"""Return the setting of a facility, an empty one that is not saved where there is none."""
	name = frappe.db.exists(SETTING, facility)
	return frappe.get_cached_doc(SETTING, name) if name else frappe.new_doc(SETTING, facility=facility)


def ensure(facility: str) -> None:
	"""Give a facility that keeps its gifts here a setting of its own: from then on limits are refused, not told only."""
	if not frappe.db.exists(SETTING, facility):
		doc = frappe.get_doc({"doctype": SETTING, "facility": facility})
		doc.insert(ignore_permissions=True, ignore_if_duplicate=True)


def mode(facility: str) -> str:
	"""Return whether passing a limit is refused or told only; told only where no gifts are kept here."""
	setting = of(facility)
	return WARN if setting.is_new() else setting.limits or REFUSE


def indirect_limit(facility: str, on: date) -> Fraction:
	"""Return how many per cent of undesignated gifts may pay for indirect costs (D13)."""
	return Fraction(of(facility).indirect_limit or 0) or donations.indirect_limit(on)


def administration_limit(facility: str, on: date) -> Fraction:
	"""Return how many per cent of designated gifts may pay for raising and managing them (D14)."""
	return Fraction(of(facility).administration_limit or 0) or donations.administration_limit(on)


def bank_account(facility: str) -> str | None:
	"""Return the donation account: the one that is set, or the only one there is."""
	wanted = {"facility": facility, "purpose": "Donation", "is_active": 1}
	found = frappe.get_all("Facility Bank Account", wanted, pluck="name", limit=2)
	return of(facility).bank_account or (found[0] if len(found) == 1 else None)


def fund_source(facility: str, designation: str) -> str | None:
	"""Return the fund source of gifts: the one that is set, or the first of its kind."""
	wanted = {"facility": facility, "kind": FUND_KINDS[designation], "is_active": 1}
	return of(facility).get(f"{designation.lower()}_fund") or frappe.db.get_value(
		"Fund Source", wanted, order_by="creation asc"
	)


def place(facility: str, designation: str, purpose: str | None) -> Place:
	"""Return where gifts are received: designated ones in program and fund source of their purpose."""
	setting = of(facility)
	subject = setting.get(f"{designation.lower()}_subject") or _statutory_subject(facility, designation)
	if designation == DESIGNATED:
		program, fund = frappe.get_cached_value("Donation Purpose", purpose, ["program", "fund_source"])
	else:
		program = setting.program or frappe.db.get_value(
			"Welfare Program", {"facility": facility, "is_active": 1}, order_by="creation asc"
		)
		fund = fund_source(facility, designation)
	if not (subject and program and fund):
		frappe.throw(
			_(
				"The donation setting lacks account subject, program or fund source of gifts. Please complete it first."
			)
		)
	return Place(subject, program, fund)


def validate(doc) -> None:
	"""Refuse a setting that would bring gifts to where gifts do not belong."""
	for designation, kind in FUND_KINDS.items():
		fund = doc.get(f"{designation.lower()}_fund")
		if fund and frappe.get_cached_value("Fund Source", fund, "kind") != kind:
			frappe.throw(_("Please choose a fund source of the kind {0}.").format(_(kind)))
		subject = doc.get(f"{designation.lower()}_subject")
		if subject and frappe.get_cached_value("Account Subject", subject, "side") != "Revenue":
			frappe.throw(_("Please choose an account subject of revenue for the gifts."))
	require_donation_account(doc.bank_account)


def require_donation_account(account: str | None) -> None:
	"""Refuse an account that is not for donations (D6, 제41조의4④)."""
	if account and frappe.get_cached_value("Facility Bank Account", account, "purpose") != "Donation":
		frappe.throw(_("Please choose a dedicated donation account."))


def _statutory_subject(facility: str, designation: str) -> str | None:
	wanted = {
		"facility": facility,
		"accounting_unit": "Facility",
		"side": "Revenue",
		"level": "Mok",
		"is_statutory": 1,
		"subject_name": _STATUTORY[designation],
	}
	return frappe.db.get_value("Account Subject", wanted)
