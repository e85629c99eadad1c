"""재물조사: see huimang.property.inspection."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.property import inspection, sheet_lines


class AssetInspection(ApprovalDocument):
	"""A count of assets, once a year or when it is needed (제40조의2)."""

	DECIDED_FIELDS = frozenset({"item_count", "difference_count"})

	def autoname(self) -> None:
		inspection.name_sheet(self)

	def validate_content(self) -> None:
		inspection.check(self)

	def after_insert(self) -> None:
		sheet_lines.make(self)

	def on_update(self) -> None:
		scope = ("base_date", "place", "keeper")
		if self.get_doc_before_save() and any(self.has_value_changed(field) for field in scope):
			sheet_lines.make(self)
		super().on_update()

	def before_request(self, turn: Turn) -> None:
		inspection.require_ready(self)

	def on_trash(self) -> None:
		super().on_trash()
		sheet_lines.drop_lines(self)
