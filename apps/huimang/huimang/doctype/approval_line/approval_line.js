// The boxes of 결재란, started with those that most facilities have.

const USUAL = [
	{ title: __("In Charge"), role: "Accountant" },
	{ title: __("Office Director"), role: "Office Director" },
	{ title: __("Facility Head"), role: "Facility Head" },
];

frappe.ui.form.on("Approval Line", {
	onload(frm) {
		if (!frm.is_new() || frm.doc.boxes?.some((box) => box.title)) return;
		frm.clear_table("boxes");
		for (const box of USUAL) frm.add_child("boxes", box);
		frm.refresh_field("boxes");
	},
});
