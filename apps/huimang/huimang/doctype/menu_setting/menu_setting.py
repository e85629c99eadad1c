import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import FacilityAccessError
from huimang.facility.roles import FACILITY_ROLES
from huimang.facility.service import is_unscoped
from huimang.menus import catalogue, settings
from huimang.menus.catalogue import Menu

_NO_JOBS = ("Administrator", "All", "Desk User", "Guest")


class MenuSetting(Document):
	"""Which menus a role sees, and in which order: in one facility, or in all that have no setting of their own."""

	def autoname(self):
		self.name = f"{self.facility}-{self.role}" if self.facility else self.role

	def validate(self):
		if not self.facility and not is_unscoped(frappe.session.user):
			frappe.throw(
				_("Please choose your facility. Operators set the menus of all."), FacilityAccessError
			)
		if self.role in _NO_JOBS or (self.facility and self.role not in FACILITY_ROLES):
			frappe.throw(_("Please choose a role that people of a facility hold."))
		self._take_menus()

	def on_update(self):
		settings.forget()

	def after_delete(self):
		settings.forget()

	def _take_menus(self):
		"""Keep of the rows what the role has, name it anew, and add at its place what the role has besides."""
		menus = {menu: catalogue.told(menu) for menu in catalogue.of_role(self.role)}
		rows = [row for row in self.items if _menu(row) in menus]
		known = {_menu(row) for row in rows}
		for menu in menus:
			if menu not in known:
				rows.append(self.append("items", {**menu._asdict(), "shown": 1}))
		for place, row in enumerate(rows, 1):
			row.idx, row.title = place, menus[_menu(row)]
		self.set("items", rows)


def _menu(row) -> Menu:
	return Menu(row.kind, row.workspace, row.label, row.card or "")
