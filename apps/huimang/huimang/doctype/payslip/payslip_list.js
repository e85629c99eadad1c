const PAYSLIP_COLOURS = { Ready: "blue", Error: "red", Confirmed: "green", Cancelled: "gray" };

frappe.listview_settings["Payslip"] = {
	hide_name_column: true,
	add_fields: ["status"],
	get_indicator: (doc) => [__(doc.status), PAYSLIP_COLOURS[doc.status], `status,=,${doc.status}`],
};
