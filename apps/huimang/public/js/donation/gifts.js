// What the forms and lists of donors, pledges and gifts have in common.

frappe.provide("huimang.donation");

const API = "huimang.donation.api";

/** Fill in what a new document starts with: the user's facility, and its donation account. */
huimang.donation.start = async (frm) => {
	if (!frm.is_new() || !frappe.model.can_create(frm.doctype)) return;
	const { doctype } = frm;
	const values = await frappe.xcall(`${API}.form_defaults`, { doctype, facility: frm.doc.facility }, "GET");
	for (const [field, value] of Object.entries(values)) {
		if (frm.get_docfield(field) && !frm.doc[field] && value) await frm.set_value(field, value);
	}
};

/** Open a new gift with what is known of it. */
huimang.donation.new_gift = (facility, values) => frappe.new_doc("Donation", { facility, donation_kind: "Money", ...values });

/** Tell which resolutions were written, and open one that stands alone. */
huimang.donation.show_made = (made) => {
	if (made.length === 1) {
		frappe.set_route("Form", "Income Resolution", made[0]);
		return;
	}
	frappe.msgprint(__("{0} income resolutions were written, one for each day.", [made.length]));
};

/** Write the resolutions of all gifts that wait for one. */
huimang.donation.resolve_waiting = (list) => {
	const go = async (facility) => {
		huimang.donation.show_made(await frappe.xcall(`${API}.resolve_waiting`, { facility }));
		list.refresh();
	};
	const facility = frappe.defaults.get_user_default("Facility");
	if (facility && frappe.boot.huimang?.facilities?.length === 1) {
		frappe.confirm(__("Write the income resolutions of all gifts that wait for one?"), () => go(facility));
		return;
	}
	frappe.prompt(
		{ fieldname: "facility", fieldtype: "Link", options: "Facility", label: __("Facility"), reqd: 1, default: facility },
		(values) => go(values.facility),
		__("Resolve All That Wait"),
		__("Write the Income Resolution")
	);
};
