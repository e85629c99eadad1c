"""감사 자료 of the demonstration: the largest expenses of the year, as the district office asks for them."""

from datetime import date

import frappe

from huimang.audit import service
from huimang.demo.acting import acting_as
from huimang.demo.house import person

COUNT = 3
"""Resolutions in it: enough to look at, and soon made."""


def write_pack(folder: str, facility: str, accounting_year: str, today: date) -> None:
	"""Ask for the pack once; a worker makes it when there is one."""
	largest = frappe.get_all(
		"Expense Resolution",
		{"facility": facility, "accounting_year": accounting_year, "stage": "Settled"},
		pluck="total_amount",
		order_by="total_amount desc",
		limit=COUNT,
	)
	if not largest or frappe.db.exists(service.DOCTYPE, {"facility": facility}):
		return
	values = {"facility": facility, "accounting_year": accounting_year, "minimum_amount": largest[-1]}
	days = {"from_date": today.replace(month=1, day=1), "to_date": today}
	kinds = {"incomes": 0, "refunds": 0, "transfers": 0, "with_books": 0}
	with acting_as(person(folder, "Facility Head")):
		frappe.get_doc(
			{"doctype": service.DOCTYPE, **values, **days, **kinds, "purpose": "구청 지도점검"}
		).insert()
