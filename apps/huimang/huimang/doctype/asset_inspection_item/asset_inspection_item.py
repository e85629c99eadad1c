"""A line of 재물조사: see huimang.property.inspection."""

from frappe.model.document import Document

from huimang.property import inspection


class AssetInspectionItem(Document):
	"""An asset that should be there, or something that was found; what was seen of it and what is decided."""

	def validate(self) -> None:
		inspection.check_item(self)
