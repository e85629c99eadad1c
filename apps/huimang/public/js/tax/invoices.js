// Lists of Hometax: uploaded, every wrong row told before any is taken, and linked to resolutions.

frappe.provide("huimang_tax");

huimang_tax.upload_invoices = (list) =>
	huimang.upload({
		kind: "tax_invoices",
		title: __("Upload a Hometax List"),
		help: __("Download the list of tax invoices, invoices or cash receipts as Excel from Hometax and choose it here."),
		template: false,
		done: () => list.refresh(),
	});

huimang_tax.link_invoices = (list) => {
	frappe.prompt(
		{
			fieldname: "facility",
			fieldtype: "Link",
			options: "Facility",
			label: __("Facility"),
			reqd: 1,
			default: frappe.defaults.get_user_default("Facility"),
			description: __("Links every invoice for which one resolution alone has its counterparty and its amount."),
		},
		async ({ facility }) => {
			const { linked, open } = await frappe.xcall("huimang.tax.api.link_invoices", { facility });
			frappe.msgprint(__("{0} invoices were linked; {1} are still open.", [linked, open]));
			list.refresh();
		},
		__("Link to Resolutions"),
		__("Link")
	);
};
