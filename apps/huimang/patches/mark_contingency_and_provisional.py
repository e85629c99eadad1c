"""Subjects and templates from before the marks 예비비 (C4) and 준예산 집행 가능 (C1): they get those of the tables."""

import frappe

from huimang.rules import account_subjects

_NEW = ("is_contingency", "provisional_allowed")


def execute() -> None:
	marks = {}
	for group in account_subjects.GROUP_FILES:
		for rows in account_subjects.load(group).values():
			for row in rows:
				if row.is_contingency or row.provisional_allowed:
					marks[row.side, row.gwan, row.hang, row.mok] = {
						mark: int(getattr(row, mark)) for mark in _NEW
					}
	for (side, gwan, hang, mok), values in marks.items():
		frappe.db.set_value(
			"Account Subject Template Row",
			{"side": side, "gwan": gwan, "hang": hang, "mok": mok},
			values,
			update_modified=False,
		)
		statutory = {
			"side": side,
			"path_label": account_subjects.label((gwan, hang)),
			"subject_name": mok,
			"is_statutory": 1,
		}
		for name in frappe.get_all("Account Subject", statutory, pluck="name"):
			frappe.db.set_value("Account Subject", {"mok": name}, values, update_modified=False)
