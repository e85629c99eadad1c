// What the forms of leave and overtime have in common.

frappe.provide("huimang_personnel");

/** A new application starts with the user's own employment; returns it, or null where there is none to start with. */
huimang_personnel.start_with_own = async (frm) => {
	if (!frm.is_new()) return null;
	const own = await frappe.xcall("huimang.personnel.work_api.own_employment", { facility: frm.doc.facility || null });
	if (!own) return null;
	if (!frm.doc.facility) await frm.set_value("facility", own.facility);
	if (!frm.doc.employee) await frm.set_value("employee", own.employee);
	return own;
};
