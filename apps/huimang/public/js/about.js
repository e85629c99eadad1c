// The product's own "About" in place of the framework's page of links.

frappe.provide("frappe.ui.misc");

frappe.ui.misc.about = function () {
	frappe.msgprint({
		title: __("About Huimang"),
		message: `
			<div class="text-center">
				<img src="/assets/huimang/images/mark.svg" alt="" width="56" height="56">
				<p class="mt-3">${__("Accounting and operation of social welfare facilities")}</p>
				<div class="text-muted small">${frappe.utils.escape_html(frappe.boot.versions?.huimang || "")}</div>
			</div>`,
	});
};
