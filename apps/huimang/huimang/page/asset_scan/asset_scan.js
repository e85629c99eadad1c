frappe.pages["asset-scan"].on_page_load = async (wrapper) => {
	await frappe.require("asset_scan.bundle.js");
	huimang.property.asset_scan(wrapper);
	wrapper.scan.refresh();
};
frappe.pages["asset-scan"].on_page_show = (wrapper) => wrapper.scan?.refresh();
