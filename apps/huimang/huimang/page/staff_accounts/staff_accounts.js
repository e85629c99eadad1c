// 계정 관리: the representative gives and takes the accounts of a facility.

frappe.pages["staff-accounts"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Staff Accounts"), single_column: true });
	const $area = $("<div class='p-3'>").appendTo(page.main);
	let accounts;
	const facility = page.add_field({
		fieldname: "facility",
		fieldtype: "Link",
		options: "Facility",
		label: __("Facility"),
		default: frappe.defaults.get_user_default("Facility"),
		change: () => show(facility.get_value()),
	});
	const show = (name) => {
		if (name && accounts?.facility !== name) accounts = huimang.accounts($area, name);
	};
	page.set_primary_action(__("Issue an Account"), () => accounts?.add());
	page.add_inner_button(__("Access Log"), () =>
		frappe.set_route("List", "Personal Data Access Log", { facility: facility.get_value() })
	);
	show(facility.get_value() || frappe.defaults.get_user_default("Facility"));
};
