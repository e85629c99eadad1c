"""Role × DocType × right, held against what is installed.

One letter a right: r read, w write, c create, d delete, s submit, x cancel, a amend. Approvers write and submit what
they approve; nothing that bears a number is deleted once it has one (the workflow sees to that); who reviews writes
nothing, but may ask for papers (ASKED_FOR_BY_REVIEWERS). A DocType that is not in the table fails the test: somebody must have thought about who may do what with it.
"""

import frappe
import pytest

from huimang.facility.roles import FACILITY_ROLES, FACILITY_STAFF, PLATFORM_OPERATOR, SYSTEM_MANAGER

RIGHTS = {"r": "read", "w": "write", "c": "create", "d": "delete", "s": "submit", "x": "cancel", "a": "amend"}
ROLES = (*(role for role in FACILITY_ROLES if role != FACILITY_STAFF), PLATFORM_OPERATOR, SYSTEM_MANAGER)

# Columns: Facility Head, Office Director, Accountant, Donation Manager, HR Manager, Social Worker, Auditor,
# Local Officer, Platform Operator, System Manager
MATRIX = """
Donation Disclosure       rwc    r      r     rwcd  -  -   r  -  -     -
Donation Receipt          r      r      r     rc    -  -   r  -  -     -
Donor Notice              r      r      r     rwc   -  -   r  -  -     -
Receipt Batch             r      r      r     rwc   -  -   r  -  -     -
Audit Pack                rwc    -      -      -    -  -   rwc  -  -     -
Account Subject           r      r     rwcd   r  r  r    r  -  rwc   rwcd
Account Subject Template  r      r     r      -  -  -    r  -  rwcd  rwcd
Accounting Year           r      r     rwc    r  r  r    r  -  rwc   rwc
Annual Settlement         rws    rw     rwcd  -  -  -    r  -  -     -
Approval Deputy           rwcd   rwcd  rwcd   r  r  r    r  -  rwcd  -
Approval Line             rwcd   r     rwcd   -  -  -    r  -  -     -
Approval Step             r      r     r      -  -  -    r  -  -     -
Budget Balance            r      r     r      -  -  -    r  -  -     -
Budget Carryover          rwsx   rw    rwcd   -  -  -    r  -  -     -
Budget Transfer           rwsx   rw    rwcd   -  -  -    r  -  -     -
Contingency Use           rwsx   rw    rwcd   -  -  -    r  -  -     -
Corporation               r      r     r      -  -  -    r  r  rwc   rwc
Counterparty              r      r     rwcd   r  r  rwc  r  -  rwc   rwcd
Donated Goods Use         r      r     r      rwcd -   -  r  -  -     -
Donation                  r      r     r      rwcd -   -  r  -  -     -
Donation Pledge           r      r     r      rwcd -   -  r  -  -     -
Donation Purpose          r      r     rwc    rwcd -   -  r  -  -     -
Donation Setting          rwc    r     rwc    rwc  -   -  r  -  -     -
Donor                     r      r     r      rwcd -   -  r  -  -     -
Employment Certificate    rc     -      -      -  rc  -   -  -  -     -
Card Rule                 r      r      r      r  r  r    r  r  rwcd  rwcd
Monitoring Finding        rw     r      rw     -  -  -    r  r  -     -
Officer Jurisdiction      -      -      -      -  -  -    -  -  rwcd  rwcd
Expense Request           rwsx   rws   rwcda  -  -  rwcda  r  -  -     -
Expense Resolution        rwsx   rws   rwcda  -  -  -    r  -  -     -
Facility                  rw     r     r      r  r  r    r  r  rwc   rwc
Facility Bank Account     r      r     rwcd   r  r  r    r  -  rwc   rwcd
Facility Budget           rws    rws   rwcds  -  -  r    r  -  -     -
Facility Employee         rw     -      -      -  rwc -   -  -  -     -
Facility Import           r      r      r     r  r  r    r  -  -     -
Facility Import Record    -      -      -     -  -  -    -  -  -     -
Facility Membership       rwc    r     r      r  r  r    r  -  rwc   rwcd
Facility Type             r      r     r      r  r  r    r  r  rwc   rwc
Filing Task               rwc    rw    rwcd   -  rwc -   r  -  -     -
Fund Source               r      r     rwcd   r  r  r    r  -  rwc   rwcd
Fund Transfer             rwsx   rws   rwcda  -  -  -    r  -  -     -
Income Resolution         rwsx   rws   rwcda  -  -  -    r  -  -     -
Ledger Balance            r      r     r      -  -  -    r  -  -     -
Ledger Entry              r      r     r      -  -  -    r  -  -     -
Ledger Head               -      -     -      -  -  -    r  -  -     -
Line Claim                r      r     r      -  -  -    r  -  -     -
Month Closing             rwcsx  rwcs  rwcs   -  -  -    r  -  -     -
Access Review             rw     -      -      -  -  -    r  -  r     r
Facility Registration     -      -      -      -  -  -    -  r  r     r
Eligibility Exemption     -      -      -      -  -  -    -  -  rwcd  rwcd
Service Term              -      -      -      -  -  -    -  -  rwcd  rwcd
Manual Page               -      -      -     -  -  -    -  -  rwcd  rwcd
Personal Data Access Log  r      -      -      -  -  -    r  -  r     r
Security Setting          -      -      -      -  -  -    -  -  rw    rw
Personnel Order           rwsx   -      -      -  rwcda -  -  -  -     -
Refund Resolution         rwsx   rws   rwcda  -  -  -    r  -  -     -
Public Holiday            r      r     r      r  r  r    r  r  rwcd  rwcd
Tax Invoice Record        r      r     rwcd   -  -  -    r  -  -     -
Asset Class               r      r     r      r  r  r    r  -  rwc   rwcd
Asset Event               rwsx   rws   rwcdsa -  -  r    r  -  -     -
Asset Inspection          rws    rws   rwcd   r  r  r    r  -  -     -
Asset Inspection Item     rw     rw    rw     rw rw rw   r  -  -     -
Consumable                r      r     rwcd   rwc r r    r  -  -     -
Consumable Movement       rwsx   rws   rwcda  rwcda - rwcda r -  -   -
Label Sheet               r      r     r      r  r  r    r  -  rwcd  rwcd
Asset Place               r      r     rwcd   r  r  r    r  -  -     -
Facility Asset            r      r     rwcd   r  r  r    r  -  -     -
Attendance Record         rwc    r      -      -  rwcd -   -  -  -     -
Duty Roster               rwc    r      -      -  rwcd -   -  -  -     -
Leave Entitlement         r      r      -      -  rwcd -   -  -  -     -
Leave Kind                rwc    r      -      -  rwcd -   -  -  -     -
Leave Request             rwsx   rws    -      -  rwcd -   -  -  -     -
Overtime Request          rwsx   rws    -      -  rwcd -   -  -  -     -
Work Schedule             rwc    r      -      -  rwcd -   -  -  -     -
Welfare Program           r      r     rwcd   r  r  r    r  -  rwc   rwcd
Employee Pay              r      -     -      -  rwcd  -  -  -  -     -
Pay Item                  r      -     r      -  rwcd  -  -  -  -     -
Opening Pay               r      -     -      -  rwcd  -  -  -  -     -
Payroll Input             r      -     -      -  rwcd  -  -  -  -     -
Payroll Run               rwsx   -     rw     -  rwcd  -  -  -  -     -
Payroll Setting           r      -     rwc    -  rwc   -  -  -  -     -
Payslip                   r      -     -      -  r     -  -  -  -     -
Salary Step Table         r      -     -      -  rwcd  -  -  -  -     -
Insurance Report          r      -     -      -  rwcd  -  -  -  -     -
Severance Settlement      rwsx   -     rw     -  rwcda -  -  -  -     -
Year-end Adjustment       r      -     -      -  rwcd  -  -  -  -     -
Withholding Return        rwsx   rws   rwcda  -  -  -    r  -  -     -
Subsidy Balance           r      r     r      -  -  -    r  -  -     -
Subsidy Change            rwsx   rws   rwcd   -  -  -    r  r  -     -
Subsidy Grant             rwsx   rws   rwcd   -  -  r    r  r  -     -
Subsidy Portal Format     r      r     r      -  -  -    r  r  rwcd  rwcd
Subsidy Program           r      r     rwcd   -  -  r    r  r  -     -
Subsidy Settlement        rwsx   rws   rwcd   -  -  -    r  r  -     -
Card Connection           rwc    r     rwc    -  -  -    r  -  -     -
Card File Format          r      r     r      -  -  -    r  -  rwcd  rwcd
Card Message              r      -     r      -  -  -    r  -  -     -
Card Transaction          r      r     rwcd   -  -  -    r  r  -     -
Corporate Card            r      r     rwcd   r  -  r    r  r  -     -
FAQ Entry                 -      -      -      -  -  -    -  -  rwcd  rwcd
Menu Setting              rwcd   -      -      -  -  -    -  -  rwcd  rwcd
Support Inquiry           -      -      -      -  -  -    -  -  rw    rw
Support Notice            -      -      -      -  -  -    -  -  rwcd  rwcd
Support Setting           -      -      -      -  -  -    -  -  rw    rw
"""
# What everybody who works in a facility may do: of records that name an employee, with their own alone
STAFF = {
	"Attendance Record": "r",
	"Card Transaction": "rw",
	"Corporate Card": "r",
	"Duty Roster": "r",
	"Leave Entitlement": "r",
	"Leave Kind": "r",
	"Leave Request": "rwcd",
	"Overtime Request": "rwcd",
	"Facility": "r",
	"Monitoring Finding": "rw",
	"Employment Certificate": "r",
	"Facility Employee": "r",
	"Payslip": "r",
	"Public Holiday": "r",
}
THE_LEDGERS_OWN = (
	"Ledger Entry",
	"Ledger Balance",
	"Ledger Head",
	"Budget Balance",
	"Approval Step",
	"Line Claim",
	"Subsidy Balance",
)
REVIEWERS = ("Auditor", "Local Officer")
ASKED_FOR_BY_REVIEWERS = {("Audit Pack", "Auditor"): "rwc"}
"""What reviewers may ask for, though they change nothing: whoever audits has the papers packed. A pack only reads the books
and prints what its owner may print; once asked for it cannot be changed (test_a_pack_stays_as_it_was_asked_for), and `w` is
there because the Desk's form of a new record, and whoever has it gone on with after a stop, are asked for it."""


def expected() -> dict[str, tuple[str, ...]]:
	rows = (line.rsplit(maxsplit=len(ROLES)) for line in MATRIX.strip().splitlines())
	return {name.strip(): tuple(cells) for name, *cells in rows}


def installed(doctype: str) -> tuple[str, ...]:
	rows = [row for row in frappe.get_meta(doctype).permissions if not row.permlevel]
	return tuple(_letters(rows, role) or "-" for role in ROLES)


def _letters(rows: list, role: str) -> str:
	held = [row for row in rows if row.role == role]
	return "".join(letter for letter, right in RIGHTS.items() if any(row.get(right) for row in held))


def own_doctypes() -> list[str]:
	return frappe.get_all("DocType", {"module": "Huimang", "istable": 0}, pluck="name")


def test_the_matrix_has_a_row_for_every_doctype(site):
	assert set(own_doctypes()) == set(expected())


@pytest.mark.parametrize("doctype", expected())
def test_installed_permissions_are_those_of_the_matrix(doctype):
	assert installed(doctype) == expected()[doctype]


def test_no_role_outside_the_matrix_has_any_right(site):
	for doctype in own_doctypes():
		assert {row.role for row in frappe.get_meta(doctype).permissions} <= {*ROLES, FACILITY_STAFF}, doctype


def test_staff_have_the_rights_that_were_meant_for_them(site):
	"""Of what names an employee each has their own alone, which test_leave.py and its neighbours try by every road."""
	held = {}
	for doctype in own_doctypes():
		rows = [row for row in frappe.get_meta(doctype).permissions if not row.permlevel]
		if letters := _letters(rows, FACILITY_STAFF):
			held[doctype] = letters
	assert held == STAFF


def test_reviewers_change_nothing(site):
	for doctype in own_doctypes():
		cells = dict(zip(ROLES, installed(doctype), strict=True))
		for role in REVIEWERS:
			allowed = ASKED_FOR_BY_REVIEWERS.get((doctype, role))
			assert cells[role] in ({allowed} if allowed else {"r", "-"}), (doctype, role)


def test_nobody_writes_what_the_ledger_writes(site):
	for doctype in THE_LEDGERS_OWN:
		assert set(installed(doctype)) <= {"r", "-"}, doctype


@pytest.mark.parametrize("doctype", expected())
def test_a_list_of_everything_can_be_asked_for(doctype):
	"""What REST, the data export and a list of `*` read: no field is one that the table cannot answer for."""
	frappe.set_user("Administrator")
	if frappe.get_meta(doctype).issingle:
		return
	assert isinstance(frappe.get_list(doctype, fields=["*"], limit_page_length=1), list)
