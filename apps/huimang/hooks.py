from huimang.facility.wiring import ScopedHooks

app_name = "huimang"
app_title = "희망 · Huimang"
app_publisher = "Huimang"
app_description = "Accounting, personnel, property and donations of Korean social-welfare facilities"
app_email = "huimang@example.com"
app_license = "MIT"

# What the product looks like
app_logo_url = "/assets/huimang/images/mark.svg"
app_include_js = ["huimang.bundle.js"]
app_include_css = ["huimang.bundle.css"]
web_include_css = ["huimang-web.bundle.css"]
website_context = {
	"favicon": "/assets/huimang/images/mark.svg",
	"splash_image": "/assets/huimang/images/mark.svg",
}
email_brand_image = "/assets/huimang/images/mark.svg"
add_to_apps_screen = [
	{
		"name": "huimang",
		"logo": "/assets/huimang/images/mark.svg",
		"title": "희망",
		"route": "/app",
	}
]

# What a site starts with
after_install = "huimang.install.after_install"
after_sync = "huimang.install.after_sync"
after_migrate = ["huimang.install.after_migrate"]

# The Desk around our pages
extend_bootinfo = ["huimang.desk.extend_bootinfo"]
override_doctype_class = {
	"User": "huimang.desk.UserWithoutGravatar",
	"Contact": "huimang.desk.ContactWithoutGravatar",
}
override_whitelisted_methods = {
	"frappe.desk.desktop.get_workspace_sidebar_items": "huimang.desk.get_workspace_sidebar_items",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "huimang.desk.get_chart_data",
}

# Each facility's people reach their own facility only (facility/README.md)
permission_query_conditions = ScopedHooks("huimang.facility.conditions.{doctype}")
has_permission = ScopedHooks("huimang.facility.access.has_permission")
before_request = ["huimang.facility.wiring.ensure_complete"]
before_job = ["huimang.facility.wiring.ensure_complete"]
doc_events = {
	"DocType": {
		"on_update": "huimang.facility.scope.forget",
		"after_delete": "huimang.facility.scope.forget",
	},
	"Custom Field": {
		"on_update": "huimang.facility.scope.forget",
		"after_delete": "huimang.facility.scope.forget",
	},
	"User": {
		"validate": "huimang.facility.service.derive_roles",
		"on_update": "huimang.facility.service.forget_user",
	},
}
scheduler_events = {
	"daily": ["huimang.facility.service.renew_all"],
}
