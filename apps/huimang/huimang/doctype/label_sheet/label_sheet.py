"""라벨지: see huimang.property.labels."""

from frappe.model.document import Document

from huimang.property import labels


class LabelSheet(Document):
	"""How labels lie on a sheet of A4 as it is sold; an operator adds others and corrects what a printer shifts."""

	def validate(self) -> None:
		labels.check_sheet(self)
