import frappe
from frappe import _
from frappe.model.document import Document

from huimang.money import won
from huimang.rules.card_rules import NIGHT, TRADE


class CardRule(Document):
	"""A rule by which uses of cards, resolutions and grants are looked at; what each kind means stands in `rules`."""

	def validate(self):
		self.amount_limit = won(self.amount_limit or 0)
		if self.check_kind == NIGHT and not (self.from_time and self.to_time):
			frappe.throw(_("Please enter from when until when the night is."))
		if self.check_kind == TRADE and not (self.words or "").strip():
			frappe.throw(_("Please enter the trades, one in each line."))
