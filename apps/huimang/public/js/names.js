// A form shows names, not keys. The framework sends the titles of links with a document that is opened, not with rows that the
// server makes while saving; and nobody's name beside "created" and "changed" but one's own.

$(document).on("form-refresh", (_event, frm) => {
	load_titles(frm);
	load_people(frm);
});

async function load_titles(frm) {
	const missing = new Map();
	const look = (doctype, doc) => {
		for (const { options, fieldname } of titled_links(doctype)) {
			const name = doc[fieldname];
			if (name && !frappe.utils.get_link_title(options, name)) missing.set(`${options}::${name}`, [options, name]);
		}
	};
	const tables = frm.meta.fields.filter((field) => field.fieldtype === "Table");
	look(frm.doctype, frm.doc);
	for (const { fieldname, options } of tables) (frm.doc[fieldname] || []).forEach((row) => look(options, row));
	if (!missing.size) return;
	await Promise.all([...missing.values()].map(([doctype, name]) => frappe.utils.fetch_link_title(doctype, name)));
	[...titled_links(frm.doctype), ...tables].forEach(({ fieldname }) => frm.refresh_field(fieldname));
}

function titled_links(doctype) {
	return (frappe.get_meta(doctype)?.fields || []).filter(
		(field) => field.fieldtype === "Link" && frappe.boot.link_title_doctypes?.includes(field.options)
	);
}

async function load_people(frm) {
	if (frm.is_new()) return;
	const users = [...new Set([frm.doc.owner, frm.doc.modified_by])].filter((user) => user && !frappe.boot.user_info[user]);
	if (!users.length) return;
	const found = await frappe.xcall(
		"frappe.desk.form.load.get_user_info_for_viewers", { users: JSON.stringify(users) }, "GET"
	);
	Object.assign(frappe.boot.user_info, found);
	if (Object.keys(found).length) frm.sidebar?.refresh();
}
