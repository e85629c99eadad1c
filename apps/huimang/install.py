"""What the app does to a site: once when it is installed, and after every migration."""

import frappe
from frappe.utils import cint

from huimang import keeping, seeds
from huimang.help import seeding as manual
from huimang.security import settings as security
from huimang.support import settings as support

COUNTRY = "Korea, Republic of"
PRODUCT = "희망"
ADMINISTRATOR = "시스템 관리자"

SYSTEM_SETTINGS = {
	"country": COUNTRY,
	"language": "ko",
	"time_zone": "Asia/Seoul",
	"date_format": "yyyy-mm-dd",
	"time_format": "HH:mm",
	"number_format": "#,###.##",
	"currency_precision": "0",
	"float_precision": "2",
	"app_name": PRODUCT,
	"otp_issuer_name": PRODUCT,
	"enable_scheduler": 1,
	# what went wrong inside is in the error log, not on the screens of staff
	"allow_error_traceback": 0,
	"session_expiry": "12:00",
	"disable_standard_email_footer": 1,
	# no tour, no news of the framework, nothing told to or asked of anybody outside
	"enable_onboarding": 0,
	"enable_telemetry": 0,
	"disable_change_log_notification": 1,
	"disable_system_update_notification": 1,
	# a facility's site has no mail server on its first day
	"login_with_email_link": 0,
}

WEBSITE_SETTINGS = {
	"app_name": PRODUCT,
	"home_page": "login",
	"disable_signup": 1,
	"hide_footer_signup": 1,
}

# What of the framework's menus leads out of the product. Hidden once; the operator may show them again.
MENU_ITEMS_HIDDEN = {
	"My Profile",
	"View Website",
	"About",
	"Documentation",
	"User Forum",
	"Frappe School",
	"Report an Issue",
	"Frappe Support",
}

# Scheduled jobs of the framework that ask other hosts for something, though nobody set them up.
JOBS_STOPPED = ("frappe.utils.change_log.check_for_update",)


def after_install() -> None:
	"""Make the site a Korean one that is ready to log in to, unless somebody has set it up already."""
	if not _is_set_up():
		set_up_site()
	hide_menu_items()
	seeds.plant()
	manual.plant()
	security.plant()
	support.plant()


def after_sync() -> None:
	"""Runs once the scheduled jobs exist, at the end of the installation."""
	for method in JOBS_STOPPED:
		for job in frappe.get_all("Scheduled Job Type", filters={"method": method}, pluck="name"):
			frappe.db.set_value("Scheduled Job Type", job, "stopped", 1)
	keeping.put_back()


def after_migrate() -> None:
	"""Bring in the seeds that came with this version; what the site has had before stays as the operator left it."""
	seeds.plant()
	manual.plant()
	security.plant()
	support.plant()
	keeping.put_back()


def set_up_site() -> None:
	"""Answer everything that the framework's setup wizard would ask, and close the wizard."""
	settings = frappe.get_doc("System Settings")
	settings.update(SYSTEM_SETTINGS)
	settings.flags.ignore_permissions = True
	settings.flags.ignore_mandatory = True
	settings.save()
	# the framework remembers the zone it had before, and gave it to its administrator
	frappe.cache.delete_value("time_zone")
	website = frappe.get_doc("Website Settings")
	website.update(WEBSITE_SETTINGS)
	website.flags.ignore_permissions = True
	website.save()
	# our forms write 취소 across a cancelled document
	frappe.db.set_single_value("Print Settings", "allow_print_for_cancelled", 1)
	# who made what the set-up made; staff read it in the forms of their facility
	administrator = {"first_name": ADMINISTRATOR, "full_name": ADMINISTRATOR}
	frappe.db.set_value("User", "Administrator", administrator | {"time_zone": SYSTEM_SETTINGS["time_zone"]})
	_set_up_won()
	_close_wizard()


def hide_menu_items() -> None:
	"""Hide, in the Desk's user and help menus, what leads to the framework's own pages."""
	for item in frappe.get_all(
		"Navbar Item", filters={"item_label": ("in", list(MENU_ITEMS_HIDDEN))}, pluck="name"
	):
		frappe.db.set_value("Navbar Item", item, "hidden", 1)
	frappe.clear_document_cache("Navbar Settings", "Navbar Settings")


def _is_set_up() -> bool:
	return bool(cint(frappe.db.get_single_value("System Settings", "setup_complete")))


def _set_up_won() -> None:
	"""Korean won: no fraction, thousands separated, the unit behind the number."""
	won = {"enabled": 1, "number_format": "#,###", "symbol": "원", "symbol_on_right": 1}
	frappe.db.set_value("Currency", "KRW", won)
	frappe.db.set_default("currency", "KRW")
	frappe.db.set_default("country", COUNTRY)


def _close_wizard() -> None:
	"""Say "set up" in each place where a version of the framework looks for it."""
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	frappe.db.set_default("desktop:home_page", "workspace")
	if frappe.get_meta("Installed Application").has_field("is_setup_complete"):
		frappe.db.set_value(
			"Installed Application", {"app_name": ("in", ["frappe", "huimang"])}, "is_setup_complete", 1
		)
