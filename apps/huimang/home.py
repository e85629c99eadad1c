"""The figures on the homes of the roles: counted from the ledger's balances, for the facilities of whoever looks."""

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from huimang.approval.queries import waiting_filters
from huimang.facility.access import facilities_for, work_condition
from huimang.money import format_won

DECIDED_ON = ("Facility Budget", "Expense Resolution", "Income Resolution")


def waiting_for(user: str) -> dict[str, dict]:
	"""For each kind of document, the list filters that leave what waits for this user's decision."""
	return {
		doctype: {
			field: [operator, value] for _doctype, field, operator, value in waiting_filters(doctype, user)
		}
		for doctype in DECIDED_ON
		if frappe.has_permission(doctype, "read", user=user)
	}


def facility_names(user: str) -> list[str]:
	"""The facilities that a user works for, by the names people know."""
	names = facilities_for(user, "Facility")
	if not names:
		return []
	return frappe.get_all(
		"Facility", filters={"name": ("in", sorted(names))}, pluck="facility_name", order_by="facility_name"
	)


@frappe.whitelist()
def income_of_month(filters: str | None = None) -> str:
	"""Won received in this month."""
	return _won(_sum_of("Revenue", getdate().month))


@frappe.whitelist()
def expense_of_month(filters: str | None = None) -> str:
	"""Won spent in this month."""
	return _won(_sum_of("Expense", getdate().month))


@frappe.whitelist()
def cash_in_hand(filters: str | None = None) -> str:
	"""Won in all bank accounts and cash boxes, by the ledger."""
	balance = _readable("Ledger Balance")
	query = frappe.qb.from_(balance).select(Sum(balance.cash_amount))
	return _won(_first(_of_running_years(query, balance, "Ledger Balance")))


@frappe.whitelist()
def budget_used(filters: str | None = None) -> str:
	"""How much of the year's expense budget is spent, in per cent."""
	line = _readable("Budget Balance")
	query = frappe.qb.from_(line).where((line.side == "Expense") & (line.is_control == 1))
	query = query.select(Sum(line.actual), Sum(line.appropriated))
	spent, budget = _of_running_years(query, line, "Budget Balance").run()[0]
	return f"{100 * int(spent or 0) / int(budget):.1f} %" if budget else "0 %"


@frappe.whitelist()
def months(**_chart) -> dict:
	"""Income and expense of each month of the running year, for the chart of that name."""
	balance = _readable("Ledger Balance")
	query = frappe.qb.from_(balance).where(balance.side.isin(["Revenue", "Expense"]))
	query = query.select(balance.month, balance.side, Sum(balance.amount)).groupby(
		balance.month, balance.side
	)
	sums = {
		(month, side): int(amount)
		for month, side, amount in _of_running_years(query, balance, "Ledger Balance").run()
	}
	shown = range(1, 13)
	bars = ((_("Income of the Year"), "Revenue"), (_("Expense of the Year"), "Expense"))
	return {
		"labels": [_("{0} (month)").format(month) for month in shown],
		"datasets": [
			{"name": name, "values": [sums.get((month, side), 0) for month in shown]} for name, side in bars
		],
	}


def _readable(doctype: str):
	"""The table, for those who may read it at all."""
	frappe.has_permission(doctype, "read", throw=True)
	return frappe.qb.DocType(doctype)


def _of_running_years(query, table, doctype: str):
	"""Leave of a query what belongs to accounting years that hold today, of facilities that the user reaches."""
	year = frappe.qb.DocType("Accounting Year")
	today = getdate()
	return (
		query.join(year)
		.on(year.name == table.accounting_year)
		.where((year.accounting_unit == "Facility") & (year.start_date <= today) & (year.end_date >= today))
		.where(work_condition(table, frappe.session.user, doctype))
	)


def _sum_of(side: str, month: int) -> int:
	balance = _readable("Ledger Balance")
	query = frappe.qb.from_(balance).select(Sum(balance.amount))
	query = query.where((balance.side == side) & (balance.month == month))
	return _first(_of_running_years(query, balance, "Ledger Balance"))


def _first(query) -> int:
	return int(query.run()[0][0] or 0)


def _won(amount: int) -> str:
	"""An amount as a card shows it, to the won: given a number, the framework would shorten it."""
	return _("{0} won").format(format_won(amount))
