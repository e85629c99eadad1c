// A list of persons leaves the system with a purpose: it is asked for before the framework's download begins.

const EXPORTS = [
	"frappe.desk.reportview.export_query",
	"frappe.core.doctype.data_export.exporter.export_data",
	"frappe.core.doctype.data_import.data_import.download_template",
];
const download = window.open_url_post;

window.open_url_post = (url, params, new_window) => {
	const method = params?.cmd || String(url).split("/").pop();
	const is_personal = frappe.boot.huimang?.session.personal_records.includes(params?.doctype);
	if (!is_personal || !EXPORTS.includes(method) || params.export_records === "blank_template") {
		return download(url, params, new_window);
	}
	frappe.prompt(
		{
			fieldname: "purpose",
			fieldtype: "Small Text",
			label: __("What For"),
			reqd: 1,
			description: __("It is kept in the access log with your name, the time and the number of persons."),
		},
		({ purpose }) => download(url, { ...params, purpose }, new_window),
		__("Download of Personal Data"),
		__("Download")
	);
};
