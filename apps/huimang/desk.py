"""What staff see of the Desk around our pages: their own workspaces, and what stands on them."""

import frappe
from frappe.desk import desktop
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.modules.utils import get_module_app

from huimang import home
from huimang.menus import service as menus
from huimang.practice import service as practice
from huimang.security import session

FRAMEWORK = "frappe"
SEES_FRAMEWORK = {"System Manager", "Workspace Manager", "Administrator"}
WIDGETS = (
	("number_cards", "Number Card", "number_card_name"),
	("charts", "Dashboard Chart", "chart_name"),
	("custom_blocks", "Custom HTML Block", "custom_block_name"),
)


def extend_bootinfo(bootinfo) -> None:
	"""Hook: what the Desk's page is started with."""
	bootinfo.allowed_workspaces = own_workspaces(bootinfo.get("allowed_workspaces") or [])
	allowed = [page["name"] for page in bootinfo.allowed_workspaces]
	# the first of a module's workspaces heads the breadcrumbs: it must be one that the user has
	for names in bootinfo.module_wise_workspaces.values():
		names[:] = [name for name in allowed if name in names]
	# the date picker looks at the user's own language only
	bootinfo.user.language = bootinfo.user.get("language") or bootinfo.lang
	bootinfo.huimang = {
		"waiting": home.waiting_for(frappe.session.user),
		"facilities": home.facility_names(frappe.session.user),
		"session": session.told(frappe.session.user),
		"practice": practice.told(frappe.session.user),
	}


@frappe.whitelist()
def get_workspace_sidebar_items() -> dict:
	"""The framework's function of this name, less the framework's own workspaces for those who work with ours."""
	items = desktop.get_workspace_sidebar_items()
	items["pages"] = own_workspaces(items["pages"])
	return items


def own_workspaces(pages: list[dict]) -> list[dict]:
	"""Leave out the framework's workspaces, unless the user administers the site or has no other, and what was switched off.

	Operators' own workspaces, with whatever module or none, stay. Who draws workspaces sees all that is on them.
	"""
	if _draws_workspaces():
		return pages
	pages = [page for page in pages if not _is_frameworks(page)] or pages
	return menus.pages(pages, frappe.session.user)


@frappe.whitelist()
def get_desktop_page(page: str) -> dict:
	"""The framework's function of this name, less what was switched off (menus/README.md), with the documents of what stands on it.

	The framework asks for each of those by itself, with its comments and shares: three fifths of the work of showing a home.
	"""
	shown = desktop.get_desktop_page(page)
	for kind, doctype, field in WIDGETS:
		for item in shown.get(kind, {}).get("items", []):
			doc = frappe.get_doc(doctype, item.get(field))
			doc.apply_fieldlevel_read_permissions()
			frappe.response.setdefault("docs", []).append(doc)
	name = frappe.parse_json(page).get("name")
	return shown if _draws_workspaces() else menus.desktop_page(shown, name, frappe.session.user)


def _draws_workspaces() -> bool:
	return not SEES_FRAMEWORK.isdisjoint(frappe.get_roles())


def _is_frameworks(page: dict) -> bool:
	module = page.get("module")
	return bool(page.get("public") and module and get_module_app(module) == FRAMEWORK)


@frappe.whitelist()
def get_chart_data(**kwargs) -> dict:
	"""The framework's data of a dashboard chart, counted for this user now.

	The framework keeps one result of a chart for everybody: the next user would see another facility's sums.
	"""
	kwargs.pop("cmd", None)
	kwargs["refresh"] = 1
	if kwargs.get("chart_name"):
		frappe.get_doc("Dashboard Chart", kwargs["chart_name"]).check_permission("read")
	return dashboard_chart.get(**kwargs)
