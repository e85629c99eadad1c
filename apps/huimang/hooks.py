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
before_migrate = ["huimang.keeping.note_changes"]
after_migrate = ["huimang.install.after_migrate"]

# The Desk around our pages
extend_bootinfo = ["huimang.desk.extend_bootinfo"]
override_doctype_class = {
	"User": "huimang.portraits.UserWithoutGravatar",
	"Contact": "huimang.portraits.ContactWithoutGravatar",
	"File": "huimang.approval.files.KeptFile",
	"Access Log": "huimang.security.framework_log.LoggedAccess",
}
override_whitelisted_methods = {
	"frappe.desk.desktop.get_desktop_page": "huimang.desk.get_desktop_page",
	"frappe.desk.desktop.get_workspace_sidebar_items": "huimang.desk.get_workspace_sidebar_items",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "huimang.desk.get_chart_data",
	# the framework's answer GET, and know roles but no facilities (approval/README.md)
	"frappe.model.workflow.apply_workflow": "huimang.approval.api.apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval": "huimang.approval.api.bulk_workflow_approval",
	"frappe.model.workflow.get_transitions": "huimang.approval.api.get_transitions",
	"frappe.model.workflow.get_common_transition_actions": "huimang.approval.api.get_common_transition_actions",
	# a password is held to the rules of this site
	"frappe.core.doctype.user.user.update_password": "huimang.security.api.update_password",
	# our documents on paper: WeasyPrint instead of a browser (printing/README.md)
	"frappe.utils.print_format.download_pdf": "huimang.printing.api.download_pdf",
	"frappe.utils.print_format.download_multi_pdf": "huimang.printing.api.download_multi_pdf",
	"frappe.utils.print_format.download_multi_pdf_async": "huimang.printing.api.download_multi_pdf_async",
	"frappe.utils.print_format.report_to_pdf": "huimang.printing.api.report_to_pdf",
	# the framework's tells who has an account (gate/api.py)
	"frappe.core.doctype.user.user.reset_password": "huimang.gate.api.reset_password",
	# the framework's write what somebody typed into files as formulas (facility/exports.py)
	"frappe.desk.query_report.export_query": "huimang.facility.exports.export_report",
	"frappe.desk.reportview.export_query": "huimang.facility.exports.export_list",
	# the framework's hand out records without asking for permission (facility/roads.py)
	"frappe.client.get_count": "huimang.facility.roads.get_count",
	"frappe.core.api.file.unzip_file": "huimang.facility.roads.unzip_file",
	"frappe.core.api.file.zip_files": "huimang.facility.roads.zip_files",
	"frappe.core.doctype.file.file.unzip_file": "huimang.facility.roads.unzip_file",
	"frappe.core.doctype.file.file.zip_files": "huimang.facility.roads.zip_files",
	"frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports": (
		"huimang.facility.roads.delete_prepared_reports"
	),
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions": (
		"huimang.facility.roads.get_user_permissions"
	),
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "huimang.facility.roads.get_tagged_docs",
	"frappe.desk.form.linked_with.get": "huimang.facility.roads.get_linked_documents",
	"frappe.desk.form.load.get_user_info_for_viewers": "huimang.facility.roads.get_user_info_for_viewers",
	"frappe.desk.listview.get_group_by_count": "huimang.facility.roads.get_group_by_count",
	"frappe.desk.query_report.get_data_for_custom_field": "huimang.facility.roads.get_data_for_custom_field",
	"frappe.desk.search.get_names_for_mentions": "huimang.facility.roads.get_names_for_mentions",
	"frappe.desk.search.search_link": "huimang.facility.roads.search_link",
	"frappe.desk.search.search_widget": "huimang.facility.roads.search_widget",
	"frappe.geo.utils.get_coords": "huimang.facility.roads.get_coords",
	"frappe.realtime.can_subscribe_doctype": "huimang.facility.roads.can_subscribe_doctype",
	"frappe.social.doctype.energy_point_log.energy_point_log.get_user_energy_and_review_points": (
		"huimang.facility.roads.get_user_energy_and_review_points"
	),
	"frappe.utils.global_search.search": "huimang.facility.roads.search_everything",
	"frappe.www.printview.get_html_and_style": "huimang.facility.roads.get_html_and_style",
	"frappe.www.printview.get_rendered_raw_commands": "huimang.facility.roads.get_rendered_raw_commands",
}

# What everybody may see without a login: what a facility publishes of its gifts, and how a facility joins
page_renderer = [
	"huimang.donation.disclosure.page.DisclosurePage",
	"huimang.registration.pages.EligibilityPage",
	"huimang.registration.pages.SignupPage",
	"huimang.registration.pages.TermsPage",
]

# What print formats may call
jinja = {
	"methods": [
		"huimang.printing.resolution_form.resolution_form",
		"huimang.tax.return_form.withholding_form",
		"huimang.personnel.certificates.certificate_form",
		"huimang.personnel.payroll.payslip_form.payslip_form",
		"huimang.donation.receipts.form.receipt_form",
		"huimang.personnel.severance.form.severance_form",
		"huimang.personnel.filings.insurance_form.insurance_form",
		"huimang.property.event_form.event_form",
		"huimang.subsidy.application_form.application_form",
	]
}

# Each facility's people reach their own facility only (facility/README.md)
permission_query_conditions = ScopedHooks(
	scoped="huimang.facility.conditions.{doctype}",
	referring="huimang.facility.conditions.{doctype}",
	others={
		"Payslip": "huimang.personnel.payroll.own.query_condition",
		"Prepared Report": "huimang.facility.owned.prepared_reports",
		"Tag": "huimang.facility.owned.tags",
		"Facility Registration": "huimang.registration.access.query_condition",
		"User": "huimang.facility.people.query_condition",
	},
)
has_permission = ScopedHooks(
	scoped="huimang.facility.access.has_permission",
	referring="huimang.facility.references.has_permission",
	others={
		"Card Transaction": "huimang.card.own.has_permission",
		"Corporate Card": "huimang.card.own.has_permission",
		"Menu Setting": "huimang.menus.access.has_permission",
		"Payslip": "huimang.personnel.payroll.own.has_permission",
		"Prepared Report": "huimang.facility.owned.has_permission",
		"Tag": "huimang.facility.owned.has_permission",
		"Facility Registration": "huimang.registration.access.has_permission",
		"User": "huimang.facility.people.has_permission",
	},
)
clear_cache = [
	"huimang.facility.scope.forget",
	"huimang.facility.grants.forget_all",
	"huimang.facility.rights.forget",
]
# What comes in is looked at before the framework sees it (gate/README.md)
before_request = ["huimang.gate.service.check_headers"]
auth_hooks = [
	"huimang.gate.service.check_request",
	"huimang.facility.guard.check_request",
	"huimang.security.exports.check_request",
]
# What is about persons: such lists are exported for a purpose on record (security/exports.py)
huimang_personal_records = ["Donor", "Facility Employee"]
on_login = "huimang.gate.service.check_login"
before_job = ["huimang.jobs.speak_language_of_user"]
doc_events = {
	"*": {
		"validate": ["huimang.gate.documents.check", "huimang.facility.integrity.check"],
		"before_rename": "huimang.facility.integrity.check_rename",
	},
	"Email Queue": {
		"before_insert": "huimang.practice.mail.hold_back",
	},
	"DocShare": {
		"validate": "huimang.facility.integrity.check_share",
	},
	"Expense Resolution": {
		"before_cancel": [
			"huimang.property.register.refuse_cancelling",
			"huimang.property.purchases.refuse_cancelling",
		],
	},
	"Workflow": {
		"validate": "huimang.approval.stages.check_workflow",
	},
	"DocType": {
		"on_update": "huimang.facility.scope.forget",
		"after_delete": "huimang.facility.scope.forget",
	},
	"Custom Field": {
		"on_update": "huimang.facility.scope.forget",
		"after_delete": "huimang.facility.scope.forget",
	},
	"Activity Log": {
		"after_insert": "huimang.security.log_in.note",
	},
	"User": {
		"before_validate": ["huimang.facility.service.note_roles", "huimang.security.passwords.check_new"],
		"validate": "huimang.facility.service.derive_roles",
		"on_update": ["huimang.facility.service.renew_user", "huimang.security.passwords.keep_new"],
	},
	"Facility Employee": {
		"on_update": "huimang.security.cut_off.follow_employee",
	},
}
scheduler_events = {
	"cron": {"*/2 * * * *": ["huimang.card.tasks.sweep"]},
	"hourly": [
		"huimang.security.access_log.seal",
		"huimang.support.tasks.watch",
		"huimang.practice.tasks.go_on",
	],
	"daily": [
		"huimang.facility.jurisdictions.renew",
		"huimang.practice.tasks.every_night",
		"huimang.facility.service.renew_all",
		"huimang.security.reviews.make_due",
		"huimang.tax.tasks.keep_calendar",
		"huimang.personnel.work_tasks.grant_leave",
		"huimang.personnel.tasks.follow_orders",
		"huimang.donation.tasks.renew_ways_of_giving",
		"huimang.donation.tasks.remind_of_missed_pledges",
		"huimang.property.tasks.remind",
		"huimang.card.tasks.remind",
		"huimang.card.tasks.forget_messages",
		"huimang.monitoring.tasks.look_again",
		"huimang.migration.tasks.forget_files",
		"huimang.support.tasks.tidy",
		"huimang.registration.tasks.forget_rejected",
	],
}

# What stands against closing a month besides the ledger itself
huimang_closing_checks = [
	"huimang.budget.queries.undecided_in_month",
	"huimang.resolutions.queries.undecided_in_month",
]

# Who looks at a use of a card when it arrives (card/README.md): each is called with the Card Transaction
huimang_card_watchers = ["huimang.monitoring.watch.arrived"]

# What documents put on the lines of the budget: huimang.ledger.verify compares
huimang_budget_sources = ["huimang.budget.queries.appropriated", "huimang.resolutions.queries.reserved"]

# What is kept beside the ledger and has to agree with it: huimang.ledger.verify asks
huimang_book_checks = ["huimang.subsidy.queries.told_differences"]

# What was paid to persons, for the withholding return (tax/sources.py)
huimang_withholding_sources = [
	"huimang.tax.sources.of_resolutions",
	"huimang.personnel.payroll.payment.wages_paid",
	"huimang.personnel.severance.payment.severance_paid",
	"huimang.personnel.filings.adjusted.adjusted_paid",
]

# Lists that people upload from Excel, by the name under which Desk asks for them (migration/README.md)
huimang_uploads = {
	"assets": "huimang.property.assets_import.AssetUpload",
	"asset_counts": "huimang.property.counts_import.CountsUpload",
	"employees": "huimang.personnel.people_import.EmployeeUpload",
	"attendance": "huimang.personnel.attendance_import.AttendanceUpload",
	"leave_left": "huimang.personnel.opening_leave.LeaveLeftUpload",
	"opening_pay": "huimang.personnel.payroll.uploads.OpeningPayUpload",
	"year_end": "huimang.personnel.filings.uploads.YearEndUpload",
	"payroll_entries": "huimang.personnel.payroll.uploads.EntriesUpload",
	"tax_invoices": "huimang.tax.invoice_import.InvoiceUpload",
	"gifts": "huimang.donation.imports.GiftUpload",
	"donors": "huimang.donation.imports.DonorUpload",
	"card_uses": "huimang.card.imports.CardUpload",
	"past_resolutions": "huimang.takeover.uploads.BooksUpload",
	"opening_balances": "huimang.takeover.uploads.OpeningUpload",
}

# Account subjects are found by names as people type them, and listed in the statutory order
standard_queries = {"Account Subject": "huimang.budget.api.search_subjects"}
