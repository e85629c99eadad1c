// A payslip unfolds: every figure shows how it came about, with its article.

frappe.ui.form.on("Payslip", {
	async refresh(frm) {
		frm.disable_save();
		frm.page.sidebar.hide();
		frm.add_custom_button(__("PDF"), () => {
			const query = new URLSearchParams({ doctype: "Payslip", name: frm.docname, format: "급여명세서" });
			window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
		});
		frm.get_field("unfolded").$wrapper.html(await huimang_personnel.unfolded(frm.docname));
	},
});
