frappe.listview_settings["Facility Budget"] = {
	add_fields: ["stage", "revenue_total", "expense_total", "version"],
	hide_name_column: true,
	onload(list) {
		if (!frappe.model.can_create("Facility Budget")) return;
		list.page.add_inner_button(__("Upload a Budget from Excel"), () => huimang_budget.upload({ list }));
		list.page.add_inner_button(__("Make Provisional Budget"), make_provisional);
	},
};

/** 준예산: a year has begun, and its budget is not confirmed. */
function make_provisional() {
	const year = {
		fieldname: "accounting_year",
		fieldtype: "Link",
		options: "Accounting Year",
		label: __("Accounting Year"),
		reqd: 1,
		description: __("A draft with last year's pay, indispensable running costs and legal duties is made."),
		get_query: () => ({ filters: { status: "Preparing" } }),
	};
	const make = async (values) => {
		const name = await frappe.xcall("huimang.budget.api.make_provisional", values);
		frappe.set_route("Form", "Facility Budget", name);
	};
	frappe.prompt(year, make, __("Make Provisional Budget"), __("Make"));
}
