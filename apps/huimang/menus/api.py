"""What the form of a menu setting asks."""

from __future__ import annotations

import frappe

from huimang.menus import catalogue
from huimang.menus.settings import DOCTYPE


@frappe.whitelist()
def menus(role: str) -> list[dict]:
	"""The menus of a role, in the order in which they stand."""
	if not frappe.has_permission(DOCTYPE, "read"):
		raise frappe.PermissionError
	return [{**menu._asdict(), "title": catalogue.told(menu)} for menu in catalogue.of_role(role)]
