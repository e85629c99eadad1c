"""Subjects and templates from before the mark of subsidies: those that were told by their names get it."""

import frappe

from huimang.rules import account_subjects


def execute() -> None:
	marked = {
		(row.side, row.gwan, row.hang, row.mok)
		for group in account_subjects.GROUP_FILES
		for rows in account_subjects.load(group).values()
		for row in rows
		if row.is_subsidy
	}
	for side, gwan, hang, mok in marked:
		place = {"side": side, "gwan": gwan, "hang": hang, "mok": mok}
		frappe.db.set_value("Account Subject Template Row", place, "is_subsidy", 1, update_modified=False)
	gwans = frappe.get_all(
		"Account Subject", {"side": "Revenue", "level": "Gwan", "subject_name": "보조금수입"}, pluck="name"
	)
	returns = frappe.get_all(
		"Account Subject", {"side": "Expense", "level": "Mok", "subject_name": "반환금"}, pluck="name"
	)
	for field, names in (("gwan", gwans), ("mok", returns)):
		if names:
			where = {field: ("in", names)}
			frappe.db.set_value("Account Subject", where, "is_subsidy", 1, update_modified=False)
