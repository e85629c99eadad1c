// 메뉴 설정: the menus of a role are listed as soon as the role is chosen; ticking and dragging is all there is to do.

frappe.ui.form.on("Menu Setting", {
	setup(frm) {
		frm.set_query("role", () => ({ filters: { desk_access: 1, name: ["not in", ["All", "Guest", "Administrator", "Desk User"]] } }));
	},

	onload(frm) {
		const grid = frm.get_field("items").grid;
		grid.cannot_add_rows = true;
		grid.only_sortable();
	},

	refresh(frm) {
		if (frm.is_new() && frm.doc.role && !(frm.doc.items || []).length) list_menus(frm);
		frm.add_custom_button(__("Show All"), () => tick_all(frm));
	},

	role: (frm) => list_menus(frm),
});

async function list_menus(frm) {
	const { role } = frm.doc;
	frm.clear_table("items");
	if (role) {
		const menus = await frappe.xcall("huimang.menus.api.menus", { role }, "GET");
		if (frm.doc.role !== role) return;
		for (const menu of menus) frm.add_child("items", { ...menu, shown: 1 });
	}
	frm.refresh_field("items");
}

function tick_all(frm) {
	for (const row of frm.doc.items || []) frappe.model.set_value(row.doctype, row.name, "shown", 1);
}
