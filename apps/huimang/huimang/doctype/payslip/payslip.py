"""급여명세서: calculated and written by huimang.personnel.payroll.slips alone."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document


class Payslip(Document):
	def _refuse(self, *args, **kwargs) -> NoReturn:
		frappe.throw(
			_("Payslips are calculated. Please change what they are calculated from, and calculate again.")
		)

	before_insert = validate = before_cancel = on_trash = before_rename = _refuse
	db_insert = db_update = db_set = _refuse
