"""Charts and figures of the homes across the areas: of the facilities of whoever looks, and the same as the statements say.

Each asks for the right to read what it is counted from, and leaves what lies beyond the user's facilities out.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import getdate

from huimang.facility.access import work_condition
from huimang.money import format_won
from huimang.monitoring.findings import DOCTYPE as FINDING
from huimang.monitoring.findings import SEVERITIES, WAITING
from huimang.rules.fund_account import DONATION_KINDS
from huimang.statements.donation_books import CARRIED
from huimang.subsidy.grants import LIVE

GRANTS_SHOWN = 12
_PAYROLL = ("Ready", "Confirmed")


@frappe.whitelist()
def grants(**_chart) -> dict:
	"""Return what of each grant under way is spent, reserved and left."""
	rows = _grants(by_facility=False)
	return _grant_bars(rows)


@frappe.whitelist()
def grants_by_facility(**_chart) -> dict:
	"""Return the same, summed by facility: for officers who look at several."""
	rows = _grants(by_facility=True)
	return _grant_bars(rows)


@frappe.whitelist()
def findings_by_severity(**_chart) -> dict:
	"""Return how many findings wait, by severity."""
	finding = _readable(FINDING)
	rows = dict(
		(
			frappe.qb.from_(finding)
			.select(finding.severity, Count("*"))
			.where(finding.status.isin(WAITING))
			.where(work_condition(finding, frappe.session.user, FINDING))
			.groupby(finding.severity)
		).run()
	)
	return {
		"labels": [_(name) for name in SEVERITIES],
		"datasets": [{"name": _("Findings"), "values": [rows.get(name, 0) for name in SEVERITIES]}],
	}


@frappe.whitelist()
def card_spending_by_month(**_chart) -> dict:
	"""Return what was spent with cards in each month of this year."""
	use = _readable("Card Transaction")
	year = getdate().year
	rows = (
		frappe.qb.from_(use)
		.select(use.approved_at, use.net_amount)
		.where((use.kind == "Approval") & (use.net_amount > 0))
		.where((use.approved_at >= f"{year}-01-01") & (use.approved_at < f"{year + 1}-01-01"))
		.where(work_condition(use, frappe.session.user, "Card Transaction"))
	).run()
	sums: dict[int, int] = defaultdict(int)
	for at, amount in rows:
		sums[at.month] += int(amount)
	return _months(_("Spent with Cards"), sums)


@frappe.whitelist()
def gifts_by_month(**_chart) -> dict:
	"""Return the gifts of money of each month of the running year, as the ledger has them."""
	return _months(_("Money Given"), _gifts())


@frappe.whitelist()
def pay_by_month(**_chart) -> dict:
	"""Return what the payrolls of this year come to before deductions, month by month."""
	return _months(_("Pay"), _pay())


@frappe.whitelist()
def facilities_by_type(**_chart) -> dict:
	"""Return how many facilities of each type are at work: for the operator of the platform."""
	facility = _readable("Facility")
	rows = (
		frappe.qb.from_(facility)
		.select(facility.facility_type, Count("*").as_("count"))
		.where(facility.status == "Active")
		.where(work_condition(facility, frappe.session.user, "Facility"))
		.groupby(facility.facility_type)
		.orderby(Count("*"), order=frappe.qb.desc)
	).run()
	return {
		"labels": [name for name, _count in rows],
		"datasets": [{"name": _("Facilities"), "values": [count for _name, count in rows]}],
	}


@frappe.whitelist()
def left_of_grants(filters: str | None = None) -> str:
	"""Won left of all grants under way."""
	return _won(sum(row["left"] for row in _grants(by_facility=True)))


@frappe.whitelist()
def gifts_of_month(filters: str | None = None) -> str:
	"""Won given in this month."""
	return _won(_gifts().get(getdate().month, 0))


@frappe.whitelist()
def pay_of_month(filters: str | None = None) -> str:
	"""Won of the last payroll of this year, before deductions."""
	sums = _pay()
	return _won(sums[max(sums)] if sums else 0)


def _grants(by_facility: bool) -> list[dict]:
	grant = _readable("Subsidy Grant")
	facility = frappe.qb.DocType("Facility")
	title = facility.facility_name if by_facility else grant.title
	rows = (
		frappe.qb.from_(grant)
		.join(facility)
		.on(facility.name == grant.facility)
		.select(title, Sum(grant.spent_amount), Sum(grant.reserved_amount), Sum(grant.left_amount))
		.where((grant.docstatus == 1) & grant.status.isin(LIVE))
		.where(work_condition(grant, frappe.session.user, "Subsidy Grant"))
		.groupby(grant.facility if by_facility else grant.name)
		.orderby(Sum(grant.total_amount), order=frappe.qb.desc)
	).run()
	return [
		{"title": title, "spent": int(spent or 0), "reserved": int(reserved or 0), "left": int(left or 0)}
		for title, spent, reserved, left in rows
	]


def _grant_bars(rows: list[dict]) -> dict:
	shown = rows[:GRANTS_SHOWN]
	bars = (("Spent", "spent"), ("Reserved", "reserved"), ("Left", "left"))
	return {
		"labels": [row["title"] for row in shown],
		"datasets": [{"name": _(name), "values": [row[key] for row in shown]} for name, key in bars],
	}


def _gifts() -> dict[int, int]:
	"""Return won of gifts by month of the accounting years that hold today, without what was carried into them."""
	_readable("Donation")
	balance, year = frappe.qb.DocType("Ledger Balance"), frappe.qb.DocType("Accounting Year")
	fund, gwan = frappe.qb.DocType("Fund Source"), frappe.qb.DocType("Account Subject").as_("gwan")
	mok = frappe.qb.DocType("Account Subject").as_("mok")
	today = getdate()
	rows = (
		frappe.qb.from_(balance)
		.join(year)
		.on(year.name == balance.accounting_year)
		.join(fund)
		.on(fund.name == balance.fund_source)
		.join(mok)
		.on(mok.name == balance.mok)
		.join(gwan)
		.on(gwan.name == mok.gwan)
		.select(balance.month, Sum(balance.amount))
		.where((balance.side == "Revenue") & fund.kind.isin(sorted(DONATION_KINDS)))
		.where((gwan.subject_name != CARRIED) & (year.accounting_unit == "Facility"))
		.where((year.start_date <= today) & (year.end_date >= today))
		.where(work_condition(balance, frappe.session.user, "Donation"))
		.groupby(balance.month)
	).run()
	return {month: int(amount or 0) for month, amount in rows}


def _pay() -> dict[int, int]:
	_readable("Employee Pay")
	slip = frappe.qb.DocType("Payslip")
	rows = (
		frappe.qb.from_(slip)
		.select(slip.month, Sum(slip.gross))
		.where((slip.year == getdate().year) & slip.status.isin(_PAYROLL))
		.where(work_condition(slip, frappe.session.user, "Employee Pay"))
		.groupby(slip.month)
	).run()
	return {month: int(amount or 0) for month, amount in rows}


def _months(name: str, sums: dict[int, int]) -> dict:
	shown = range(1, 13)
	return {
		"labels": [_("{0} (month)").format(month) for month in shown],
		"datasets": [{"name": name, "values": [sums.get(month, 0) for month in shown]}],
	}


def _readable(doctype: str):
	"""Return the table, for those who may read it at all."""
	frappe.has_permission(doctype, "read", throw=True)
	return frappe.qb.DocType(doctype)


def _won(amount: int) -> str:
	return _("{0} won").format(format_won(amount))
