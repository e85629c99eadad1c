from frappe.model.document import Document

from huimang.personnel import entitlements


class LeaveEntitlement(Document):
	"""Leave that has arisen for somebody on a day and is taken until another: see huimang.personnel.entitlements."""

	def autoname(self) -> None:
		if self.rule_key:
			self.name = f"{self.employee}-{self.rule_key}"

	def validate(self) -> None:
		entitlements.check(self)

	def on_trash(self) -> None:
		entitlements.refuse_deletion(self)
