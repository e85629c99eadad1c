// What a settlement still lacks in the other areas: a line each, with what to do and where.

const COLOURS = { Done: "green", Missing: "red", Remark: "orange" };

frappe.ui.form.on("Annual Settlement", {
	refresh(frm) {
		// not awaited: the form's own handlers wait for those before them
		if (!frm.is_new()) show(frm);
	},
});

async function show(frm) {
	const { name } = frm.doc;
	const items = await frappe.xcall("huimang.settlement.api.missing", { name });
	if (cur_frm !== frm || frm.doc.name !== name) return;
	// beside the overview, which is written anew with every refresh
	const place = $(frm.fields_dict.overview.wrapper).parent();
	place.find(".settlement-missing").remove();
	place.append(list_of(items));
	place.find(".settlement-missing a").on("click", (event) => {
		event.preventDefault();
		go(items[Number(event.currentTarget.dataset.item)]);
	});
}

function list_of(items) {
	const escape = frappe.utils.escape_html;
	const open = items.filter(({ state }) => state !== "Done").length;
	const head = open ? __("{0} things are still to be done", [open]) : __("Nothing is missing");
	const rows = items.map(({ area, label, state, detail, todo, route }, number) => {
		const title = route.length ? `<a href="#" data-item="${number}">${escape(label)}</a>` : escape(label);
		return `<tr><td class="text-muted">${escape(area)}</td>
			<td><span class="indicator ${COLOURS[state]}">${title}</span></td>
			<td>${escape(detail)}</td><td>${escape(todo)}</td></tr>`;
	});
	const titles = [__("Area"), __("What"), __("How It Stands"), __("What to Do")];
	return `<div class="settlement-missing mt-4"><h5>${__("Checklist of the Whole Year")} · ${head}</h5>
		<div class="table-responsive"><table class="table table-bordered">
		<thead><tr>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div></div>`;
}

function go({ route, filters }) {
	if (filters) frappe.route_options = filters;
	frappe.set_route(...route);
}
