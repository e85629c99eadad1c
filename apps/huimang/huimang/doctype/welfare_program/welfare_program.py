import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.budget import masters


class WelfareProgram(Document):
	"""A program (사업) of a facility, under which it budgets, receives and spends."""

	def before_insert(self) -> None:
		masters.tidy_name(self, "program_name")

	def validate(self) -> None:
		if self.start_date and self.end_date and getdate(self.end_date) < getdate(self.start_date):
			frappe.throw(_("The program ends before it starts. Please correct one of the dates."))
		masters.refuse_deactivation(self, "program")
