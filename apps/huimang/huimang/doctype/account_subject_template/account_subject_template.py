import frappe
from frappe import _
from frappe.model.document import Document


class AccountSubjectTemplate(Document):
	"""The statutory account subjects of one kind of facility from a day on (재무·회계규칙 별표 1–10)."""

	def validate(self) -> None:
		if self.effective_to and str(self.effective_to) < str(self.effective_from):
			frappe.throw(
				_("The last day of the template is before its first. Please correct one of the dates.")
			)
		self._refuse_codes_given_twice()

	def _refuse_codes_given_twice(self) -> None:
		seen: dict[tuple[str, str], int] = {}
		for row in self.rows:
			if not row.mok_code:
				continue
			first = seen.setdefault((row.side, row.mok_code), row.idx)
			if first != row.idx:
				frappe.throw(
					_(
						"Row {0}: the code {1} is already used in row {2}. Please give each Mok its own code."
					).format(row.idx, row.mok_code, first)
				)
