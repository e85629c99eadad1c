// 메뉴 설정: the menus of a role are listed as soon as the role is chosen; ticking and dragging is all there is to do.

frappe.ui.form.on("Menu Setting", {
	refresh(frm) {
		const { grid } = frm.get_field("items");
		for (const property of ["cannot_add_rows", "cannot_delete_rows"]) frm.set_df_property("items", property, 1);
		// a row is dragged as far as it goes: all of them stand on one page
		if (grid.grid_pagination) grid.grid_pagination.page_length = 500;
		grid.refresh();
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
