"""The books of a facility at a glance, for the homes of those who keep and answer for them.

Six readings, of balances and of documents that wait, whatever the number of entries: budget by 관 and by fund source, cash
by account, what waits for whom, and what is due.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate

from huimang.approval import inbox, stages
from huimang.facility.access import facilities_for, require
from huimang.facility.grants import members_with_role, roster
from huimang.ledger.api import next_to_close
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.ledger.month_balances import CLEARING
from huimang.tax.queries import due_soon

_OFFICERS = {"Expense Resolution": "is_disbursing_officer", "Income Resolution": "is_revenue_officer"}


@frappe.whitelist()
def overview(facility: str | None = None) -> dict:
	"""Return what a home shows of one facility: the named one, or the first that the user keeps books of."""
	facilities = _facilities(frappe.session.user)
	if not facilities:
		return {"facilities": []}
	facility = facility or facilities[0]["name"]
	require(facility, "Budget Balance")
	year = _year(facility)
	sums = _budget(year.name) if year else []
	return {
		"facilities": facilities,
		"facility": facility,
		"year": year,
		"gwans": _by_gwan(sums),
		"funds": _by_fund(sums),
		"accounts": _accounts(facility, year.name) if year else [],
		"waiting": _waiting(facility, frappe.session.user),
		"due": [row for row in due_soon(frappe.session.user, days=30) if row["facility"] == facility],
		"to_close": _to_close(facility),
	}


@frappe.whitelist()
def gwans(**_chart) -> dict:
	"""Budget and spending of each 관 of the running year, for the chart of that name."""
	facilities = _facilities(frappe.session.user)
	year = _year(facilities[0]["name"]) if facilities else None
	rows = [row for row in _by_gwan(_budget(year.name)) if row["side"] == EXPENSE] if year else []
	bars = (("Budget", "appropriated"), ("Spent", "actual"), ("Reserved", "reserved"))
	return {
		"labels": [row["title"] for row in rows],
		"datasets": [{"name": _(name), "values": [row[key] for row in rows]} for name, key in bars],
	}


def _facilities(user: str) -> list[frappe._dict]:
	"""Return the facilities whose budget the user may see, by the names people know."""
	names = facilities_for(user, "Budget Balance")
	filters = {"is_practice": 0} if names is None else {"name": ("in", sorted(names) or [""])}
	return frappe.get_all("Facility", filters, ["name", "facility_name"], order_by="facility_name", limit=100)


def _year(facility: str) -> frappe._dict | None:
	"""Return the accounting year of today, or the last one that there is."""
	today = getdate()
	years = frappe.get_all(
		"Accounting Year",
		{"facility": facility, "accounting_unit": "Facility", "start_date": ("<=", today)},
		["name", "title", "closed_through", "status"],
		order_by="start_date desc",
		limit=1,
	)
	return years[0] if years else None


def _budget(accounting_year: str) -> list[frappe._dict]:
	"""Return the sums of the control lines by side, 관 and fund source."""
	return frappe.db.sql(
		"""SELECT line.side, gwan.subject_name AS gwan, gwan.sort_key, fund.fund_source_name AS fund, line.fund_source,
			SUM(line.appropriated) AS appropriated, SUM(line.reserved) AS reserved, SUM(line.actual) AS actual
		FROM `tabBudget Balance` line
		JOIN `tabAccount Subject` subject ON subject.name = line.mok
		JOIN `tabAccount Subject` gwan ON gwan.name = subject.gwan
		LEFT JOIN `tabFund Source` fund ON fund.name = line.fund_source
		WHERE line.accounting_year = %s AND line.is_control = 1
		GROUP BY line.side, gwan.subject_name, gwan.sort_key, fund.fund_source_name, line.fund_source""",
		accounting_year,
		as_dict=True,
	)


def _by_gwan(sums: list[frappe._dict]) -> list[dict]:
	rows: dict[tuple, dict] = {}
	for row in sums:
		key = (row.side, row.sort_key, row.gwan)
		total = rows.setdefault(key, {"side": row.side, "title": row.gwan, **_nothing()})
		_add(total, row)
	return [_with_left(rows[key]) for key in sorted(rows)]


def _by_fund(sums: list[frappe._dict]) -> list[dict]:
	"""Return every fund source with what is budgeted, spent, reserved and left of its expenses, and what it holds."""
	rows: dict[str, dict] = {}
	for row in sums:
		found = rows.setdefault(
			row.fund_source,
			{"title": row.fund, "fund_source": row.fund_source, "received": 0, **_nothing()},
		)
		if row.side == EXPENSE:
			_add(found, row)
		elif row.side == REVENUE:
			found["received"] += int(row.actual)
	return [
		{**_with_left(row), "in_hand": row["received"] - row["actual"]}
		for row in sorted(rows.values(), key=lambda row: -row["appropriated"])
	]


def _nothing() -> dict[str, int]:
	return {"appropriated": 0, "reserved": 0, "actual": 0}


def _add(total: dict, row: frappe._dict) -> None:
	for field in _nothing():
		total[field] += int(row[field])


def _with_left(row: dict) -> dict:
	return {**row, "left": row["appropriated"] - row["reserved"] - row["actual"]}


def _accounts(facility: str, accounting_year: str) -> list[dict]:
	"""Return what lies in each account in use, by the books."""
	rows = frappe.db.sql(
		"""SELECT account.name, account.account_title, account.purpose, COALESCE(SUM(balance.cash_amount), 0)
		FROM `tabFacility Bank Account` account
		LEFT JOIN `tabLedger Balance` balance
			ON balance.bank_account = account.name AND balance.accounting_year = %s
		WHERE account.facility = %s AND account.accounting_unit = 'Facility'
		GROUP BY account.name, account.account_title, account.purpose, account.is_active
		HAVING account.is_active = 1 OR SUM(balance.cash_amount) != 0""",
		(accounting_year, facility),
	)
	accounts = [
		{"name": name, "title": title, "is_clearing": purpose == CLEARING, "balance": int(balance)}
		for name, title, purpose, balance in rows
	]
	return sorted(accounts, key=lambda row: (row["is_clearing"], -row["balance"], row["title"]))


def _waiting(facility: str, user: str) -> list[dict]:
	"""Return what waits, by kind and status, and for whom: in approval, or approved and still to be paid or received."""
	workflows = {
		doctype: stages.workflow_of(doctype)
		for doctype in inbox.kinds(user)
		if (reached := facilities_for(user, doctype)) is None or facility in reached
	}
	parts, values = [], []
	for doctype, workflow in workflows.items():
		states = {row.state for row in workflow.transitions if _forward(workflow, row)}
		if states:
			field = workflow.workflow_state_field
			parts.append(
				f"""SELECT %s, `{field}`, COUNT(*), MIN(modified) FROM `tab{doctype}`
				WHERE facility = %s AND `{field}` IN %s GROUP BY `{field}`"""
			)
			values += [doctype, facility, tuple(states)]
	rows = frappe.db.sql(" UNION ALL ".join(parts), values) if parts else ()
	return [
		{
			"doctype": doctype,
			"state": state,
			"label": _label(workflows[doctype], doctype, state),
			"count": count,
			"since": since,
			"who": _who(facility, workflows[doctype], doctype, state),
		}
		for doctype, state, count, since in sorted(rows, key=lambda row: row[3])
	]


def _forward(workflow, row) -> bool:
	"""Tell whether somebody other than the writer takes a document on by a transition."""
	before, after = (stages.stage_of(workflow, state) for state in (row.state, row.next_state))
	if before == stages.DRAFT or after not in stages.ORDER:
		return False
	return after != stages.DRAFT and stages.ORDER.index(after) >= stages.ORDER.index(before)


def _label(workflow, doctype: str, state: str) -> str:
	"""Return what waits in a status: a decision, or a payment that has been decided on."""
	if stages.stage_of(workflow, state) != stages.APPROVED:
		return _(state)
	duty = _OFFICERS.get(doctype)
	if not duty:
		return _("To Be Carried Out")
	return _("To Be Paid") if duty == "is_disbursing_officer" else _("To Be Received")


def _who(facility: str, workflow, doctype: str, state: str) -> str:
	"""Return the names of those a status waits for: who decides, or whose duty it is to pay and receive."""
	rows = [row for row in workflow.transitions if row.state == state and _forward(workflow, row)]
	duty = _OFFICERS.get(doctype)
	if duty and all(stages.stage_of(workflow, row.next_state) == stages.SETTLED for row in rows):
		people = [user for user, member in roster(facility).items() if member[duty]]
	else:
		people = sorted({user for row in rows for user in members_with_role(facility, row.allowed)})
	names = [get_fullname(user) for user in people]
	if len(names) > 2:
		return _("{0} and {1} more").format(names[0], len(names) - 1)
	return ", ".join(names)


def _to_close(facility: str) -> dict | None:
	"""Return the month that is over and not closed, where the user may close it."""
	following = next_to_close(facility)
	if not following.get("month"):
		return None
	year = frappe.db.get_value(
		"Accounting Year", following["accounting_year"], ["year", "start_date"], as_dict=True
	)
	calendar_year = year.year + (following["month"] < year.start_date.month)
	today = getdate()
	if (calendar_year, following["month"]) >= (today.year, today.month):
		return None
	return {**following, "label": _("Close {0}-{1}").format(calendar_year, f"{following['month']:02d}")}
