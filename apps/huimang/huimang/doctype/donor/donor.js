// A donor: what they gave and promised, records of the same person, and the number for receipts, shown for a purpose.

const API = "huimang.donation.api";
const escape = frappe.utils.escape_html;
const won = (amount) => __("{0} won", [format_number(amount, "#,###", 0)]);

frappe.ui.form.on("Donor", {
	onload(frm) {
		huimang.donation.start(frm);
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		show_history(frm);
		if (frm.doc.status === "Merged") {
			frm.disable_save();
			return;
		}
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("New Gift"), () => huimang.donation.new_gift(frm.doc.facility, { donor: frm.docname }), __("Create"));
		frm.add_custom_button(
			__("New Pledge"),
			() => frappe.new_doc("Donation Pledge", { facility: frm.doc.facility, donor: frm.docname }),
			__("Create")
		);
		if (frm.doc.resident_no) frm.add_custom_button(__("Show the Resident Registration Number"), () => huimang.reveal_resident_no(frm, `${API}.reveal_resident_no`));
	},
});

async function show_history(frm) {
	const told = await frappe.xcall(`${API}.donor_history`, { name: frm.docname }, "GET");
	const place = frm.fields_dict.history.$wrapper.empty();
	for (const other of told.duplicates.filter((row) => row.alike.length || row.donor_name === frm.doc.donor_name)) {
		if (!frm.perm[0]?.write || frm.doc.status === "Merged") continue;
		const alike = [other.phone, other.email, other.business_no].filter(Boolean).map(escape).join(" · ");
		const row = $(`<p class="donation-twin"><span class="indicator-pill orange">${__("Perhaps the same donor")}</span>
			<a href="/app/donor/${encodeURIComponent(other.name)}">${escape(other.donor_name)} (${escape(other.donor_no)})</a>
			<span class="text-muted">${alike}</span> <button class="btn btn-xs btn-default">${__("Merge into This Donor")}</button></p>`);
		row.find("button").on("click", () => merge(frm, other));
		place.append(row);
	}
	if (!told.gifts.length && !told.pledges.length) {
		place.append(`<p class="text-muted">${__("Nothing has been given or promised yet.")}</p>`);
		return;
	}
	const years = told.years.map(
		(row) => `<tr><td>${row.year}</td><td class="text-right">${row.count}</td>
			<td class="text-right">${won(row.money)}</td><td class="text-right">${won(row.goods)}</td></tr>`
	);
	const gifts = told.gifts.map(
		(row) => `<li><a href="/app/donation/${encodeURIComponent(row.name)}">${escape(row.title)}</a>
			<span class="text-muted">${__(row.designation)} · ${__(row.status)}</span></li>`
	);
	const pledges = told.pledges.map(
		(row) => `<li><a href="/app/donation-pledge/${encodeURIComponent(row.name)}">${escape(row.title)}</a>
			<span class="text-muted">${__(row.status)}</span></li>`
	);
	place.append(`<table class="table table-bordered table-sm"><thead><tr><th>${__("Year")}</th><th class="text-right">${__("Gifts")}</th>
		<th class="text-right">${__("Money")}</th><th class="text-right">${__("Goods")}</th></tr></thead><tbody>${years.join("")}</tbody></table>
		${pledges.length ? `<h6>${__("Pledges")}</h6><ul class="list-unstyled">${pledges.join("")}</ul>` : ""}
		<h6>${__("Last Gifts")}</h6><ul class="list-unstyled">${gifts.join("")}</ul>`);
}

function merge(frm, other) {
	const message = __("Pledges, gifts and consents of {0} become those of this donor. This cannot be undone.", [
		escape(`${other.donor_name} (${other.donor_no})`),
	]);
	frappe.confirm(message, async () => {
		await frappe.xcall(`${API}.merge_donors`, { keep: frm.docname, drop: other.name });
		frappe.show_alert({ message: __("The donors were merged."), indicator: "green" });
		frm.reload_doc();
	});
}
