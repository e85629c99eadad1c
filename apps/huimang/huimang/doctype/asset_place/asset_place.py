from frappe.model.document import Document

from huimang.budget import masters


class AssetPlace(Document):
	"""설치 장소: a room, a floor, a store, with whoever answers for what stands there."""

	def validate(self) -> None:
		masters.tidy_name(self, "place_name")
