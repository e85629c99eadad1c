from frappe.model.document import Document

from huimang.budget import masters


class FundSource(Document):
	"""Where money comes from (재원, 자금원천): every budget line and every ledger entry names one."""

	def before_insert(self) -> None:
		masters.tidy_name(self, "fund_source_name")

	def validate(self) -> None:
		masters.refuse_deactivation(self, "fund_source")
