// 재물조사: how far the count is, and what is decided about what does not agree.

frappe.provide("huimang.property");

const API = "huimang.property.inspection_api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const DECISIONS = ["Correct the Place", "Report the Loss", "Condemn", "Repair", "Enter in the Register", "Reprint the Label", "No Action"];

frappe.ui.form.on("Asset Inspection", {
	setup(frm) {
		frm.set_query("place", () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } }));
	},
	async onload(frm) {
		if (!frm.is_new() || frm.doc.title) return;
		frm.set_value("title", __("Regular Count of {0}", [frappe.datetime.get_today().slice(0, 4)]));
		if (!frm.doc.facility) frm.set_value("facility", frappe.defaults.get_user_default("Facility"));
	},
	async refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		add_buttons(frm);
		const inspection_name = frm.docname;
		const [shown, differing] = await Promise.all([
			frappe.xcall(`${API}.sheet`, { inspection_name }, "GET"),
			frappe.xcall(`${API}.differences`, { inspection_name }, "GET"),
		]);
		if (frm.docname !== inspection_name) return;
		frm.differing = differing;
		show(frm, shown, differing);
	},
});

const is_open = (frm) => frm.doc.stage === "Draft" && frm.doc.docstatus === 0;

function add_buttons(frm) {
	const to_report = (report) => () => {
		// a filter that is a link has no value until it knows its title
		frappe.utils.add_link_title(frm.doctype, frm.docname, frm.doc.title);
		frappe.set_route("query-report", report, { facility: frm.doc.facility, inspection: frm.docname });
	};
	frm.add_custom_button(__("Asset Inspection Sheet"), to_report("Asset Inspection Sheet"), __("Papers"));
	frm.add_custom_button(__("Asset Inspection Result"), to_report("Asset Inspection Result"), __("Papers"));
	if (is_open(frm)) {
		const scan = () => frappe.set_route("asset-scan", { inspection: frm.docname });
		frm.page.add_inner_button(__("Count Assets"), scan, null, "primary");
		frm.add_custom_button(__("Upload Counts"), () => huimang.property.upload_counts(frm), __("More"));
		frm.add_custom_button(__("Renew from the Register"), () => change(frm, "renew"), __("More"));
		frm.add_custom_button(__("Mark the Rest as Not There"), () => mark_rest(frm), __("More"));
	}
	if (frm.doc.stage === "Approved" && frappe.model.can_create("Asset Event")) {
		frm.add_custom_button(__("Write Follow-up Events"), () => make_events(frm));
	}
}

async function change(frm, method) {
	await frappe.xcall(`${API}.${method}`, { inspection_name: frm.docname }, "POST");
	frm.refresh();
}

function mark_rest(frm) {
	frappe.confirm(__("Everything that was not counted is noted as not there. Go on?"), () => change(frm, "mark_rest_missing"));
}

async function make_events(frm) {
	const made = await frappe.xcall(`${API}.make_events`, { inspection_name: frm.docname }, "POST");
	frappe.show_alert({ message: __("{0} events were written.", [made.length]), indicator: made.length ? "green" : "orange" });
	frm.refresh();
	if (made.length) frappe.set_route("List", "Asset Event", { name: ["in", made] });
}

function show(frm, { total, checked, places }, differing) {
	const place = ({ title, total, checked }) =>
		`<tr><td>${escape(title || __("Without a place"))}</td><td class="text-right">${checked} / ${total}</td></tr>`;
	const rows = places.filter((row) => row.total).map(place);
	frm.get_field("count_view").$wrapper.html(`
		<div class="asset-count"><p><strong>${__("{0} of {1} counted", [checked, total])}</strong> · ${__("{0} differences", [differing.length])}</p>
		<div class="progress"><div class="progress-bar" style="width: ${total ? (100 * checked) / total : 0}%"></div></div>
		<table class="table table-sm asset-count-places"><tbody>${rows.join("")}</tbody></table>
		${differing.length ? differences(frm, differing) : ""}</div>`);
	const wrapper = frm.get_field("count_view").$wrapper;
	wrapper.find(".asset-decide").on("click", () => decide(frm, wrapper));
	const labels = differing.filter((row) => row.decision === "Reprint the Label" && row.asset).map((row) => row.asset);
	wrapper.find(".asset-relabel").toggle(labels.length > 0).on("click", () => huimang.property.print_labels(labels));
}

function differences(frm, differing) {
	const open = is_open(frm) && frm.has_perm("write");
	const choice = (row) =>
		open
			? `<select class="form-control input-xs" data-field="decision">${["", ...DECISIONS]
					.map((value) => `<option value="${value}" ${value === (row.decision || "") ? "selected" : ""}>${value && __(value)}</option>`)
					.join("")}</select>`
			: escape(row.decision && __(row.decision));
	const reason = (row) =>
		open ? `<input class="form-control input-xs" data-field="reason" value="${escape(row.reason)}">` : escape(row.reason);
	const event = (row) =>
		row.asset_event ? `<a href="/app/asset-event/${encodeURIComponent(row.asset_event)}">${__("Asset Event")}</a>` : "";
	const line = (row) => `<tr data-name="${escape(row.name)}">
		<td><a href="/app/asset-inspection-item/${encodeURIComponent(row.name)}">${escape(row.asset_name)}</a><br><small class="text-muted">${escape(row.asset_no)}</small></td>
		<td>${__(row.finding)}${row.finding === "Elsewhere" ? `<br><small>${escape(row.place_name)} → ${escape(row.found_place_name)}</small>` : ""}</td>
		<td class="text-right">${row.difference || ""}</td><td>${choice(row)}</td><td>${reason(row)}</td><td>${event(row)}</td></tr>`;
	return `<h5>${__("Differences")}</h5><table class="table table-sm asset-differences"><thead><tr><th>${__("Asset Name")}</th><th>${__("Finding")}</th>
		<th class="text-right">${__("Shortage or Surplus")}</th><th>${__("Decision")}</th><th>${__("Reason")}</th><th></th></tr></thead>
		<tbody>${differing.map(line).join("")}</tbody></table>
		${open ? `<button type="button" class="btn btn-default btn-sm asset-decide">${__("Save Decisions")}</button>` : ""}
		<button type="button" class="btn btn-default btn-sm asset-relabel">${__("Reprint Labels")}</button>`;
}

async function decide(frm, wrapper) {
	const decisions = wrapper
		.find("tr[data-name]")
		.get()
		.map((row) => ({
			name: row.dataset.name,
			decision: $(row).find("[data-field=decision]").val(),
			reason: $(row).find("[data-field=reason]").val(),
		}));
	await frappe.xcall(`${API}.decide`, { inspection_name: frm.docname, decisions: JSON.stringify(decisions) }, "POST");
	frappe.show_alert({ message: __("The decisions are saved."), indicator: "green" });
	frm.refresh();
}

/** The papers of a count open with the one that was asked for, or the last one. */
huimang.property.prepare_report = async (report, statement) => {
	await huimang.statements.prepare(report, statement, []);
	const facility = report.get_filter_value("facility");
	if (!facility || report.get_filter_value("inspection")) return;
	const options = { filters: { facility }, fields: ["name", "title"], order_by: "base_date desc", limit: 1 };
	const [last] = await frappe.db.get_list("Asset Inspection", options);
	if (!last || report.get_filter_value("inspection")) return;
	frappe.utils.add_link_title("Asset Inspection", last.name, last.title);
	report.set_filter_value("inspection", last.name);
};

/** What was counted on paper comes in from Excel. */
huimang.property.upload_counts = (frm) => {
	huimang.upload({
		kind: "asset_counts",
		title: __("Upload Counts"),
		facility: frm.doc.facility,
		fields: [
			{
				fieldname: "inspection",
				fieldtype: "Link",
				options: "Asset Inspection",
				label: __("Asset Inspection"),
				default: frm.docname,
				read_only: 1,
			},
		],
		done: () => frm.refresh(),
	});
};
