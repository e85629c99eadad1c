from frappe.model.document import Document

from huimang.budget.masters import tidy_name
from huimang.errors import obey
from huimang.money import won


class SubsidyProgram(Document):
	"""A program that the state or a district subsidizes (보조사업): what its grants start from."""

	def validate(self) -> None:
		tidy_name(self, "program_title")
		for row in (*self.shares, *self.subjects):
			row.amount = obey(won, row.amount)
