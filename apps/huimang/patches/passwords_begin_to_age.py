"""Whose password nobody knows the age of: it begins to age today, so that nobody is asked for a new one out of the blue."""

import frappe
from frappe.utils import today


def execute() -> None:
	user = frappe.qb.DocType("User")
	frappe.qb.update(user).set(user.last_password_reset_date, today()).where(
		user.last_password_reset_date.isnull()
	).run()
