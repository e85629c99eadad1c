// The lists of a facility's masters: known by their titles, not by the names of their records.

const usage = {
	hide_name_column: true,
	get_indicator: (doc) =>
		doc.is_active ? [__("Active"), "green", "is_active,=,1"] : [__("Inactive"), "gray", "is_active,=,0"],
	add_fields: ["is_active"],
};

for (const doctype of ["Fund Source", "Welfare Program", "Facility Bank Account", "Counterparty"]) {
	frappe.listview_settings[doctype] = { ...usage };
}

const YEAR_COLOURS = { Preparing: "orange", Open: "green", Closed: "gray" };

frappe.listview_settings["Accounting Year"] = {
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.status), YEAR_COLOURS[doc.status], `status,=,${doc.status}`],
};
