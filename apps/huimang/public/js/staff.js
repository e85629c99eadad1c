// Staff do not administer the site: the style sheet leaves out, for them, what only administrators can use.
// Beside the mark they read the product's name and the facility that they work for.

$(document).on("startup", () => {
	document.body.classList.toggle("huimang-staff", !frappe.user.has_role("System Manager"));

	// who set the site up works in no facility, so that the server does not tell their name
	frappe.boot.user_info.Administrator ??= { name: "Administrator", fullname: __("System Manager") };
	frappe.utils.add_link_title("User", frappe.session.user, frappe.session.user_fullname);

	const facilities = (frappe.boot.huimang || {}).facilities || [];
	const where = facilities.length > 1 ? __("{0} facilities", [facilities.length]) : facilities[0];
	const name = $("<span class='huimang-name'>").text(__("Huimang"));
	$(".navbar-home").append(name);
	if (where) {
		$("<span class='huimang-facility'>").text(where).attr("title", facilities.join(", ")).appendTo(".navbar-home");
	}
});

// Nor do they set up what the site mails by itself.
for (const [view, menu] of [
	[frappe.views.QueryReport, "get_menu_items"],
	[frappe.views.ReportView, "report_menu_items"],
]) {
	const items = view.prototype[menu];
	view.prototype[menu] = function () {
		const all = items.call(this);
		return frappe.user.has_role("System Manager") ? all : all.filter(({ label }) => label !== __("Setup Auto Email"));
	};
}
