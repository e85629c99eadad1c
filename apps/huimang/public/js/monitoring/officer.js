// 관할 시설 점검판: the facilities of an officer's area, read only: grants, findings, and down to the evidence.

import { show_expense, show_finding } from "./finding";
import { amount, ask, day, escape, findings, follow, grants, panel, tile } from "./parts";

frappe.provide("huimang.monitoring");

huimang.monitoring.officer = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Facilities of My Area"), single_column: true });
	wrapper.board = new Area(page);
};

class Area {
	constructor(page) {
		this.page = page;
		page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		this.root = $(`<div class="watch-board"></div>`).appendTo(page.main);
		const on = (key, action) =>
			this.root.on("click", `[data-${key}]`, (event) => (event.preventDefault(), action(event.currentTarget.dataset[key])));
		on("finding", (name) => show_finding(name));
		on("facility", (name) => this.go(name));
		on("grant", (name) => this.spending(name));
		on("back", () => this.go(null));
		on("expense", (name) => show_expense(this.grant, name));
		follow(page, () => this.refresh(), () => true);
	}

	refresh() {
		return this.facility ? this.one() : this.all();
	}

	go(facility) {
		this.facility = facility;
		return this.refresh();
	}

	async all() {
		const rows = await ask("area");
		const sum = (read) => rows.reduce((total, row) => total + read(row), 0);
		const serious = sum((row) => row.findings.Serious);
		this.draw(`<div class="watch-tiles">
			${tile(__("Facilities"), rows.length, __("{0} grants", [sum((row) => row.grants.count)]))}
			${tile(__("Amount Granted"), `${amount(sum((row) => row.grants.total_amount))}<em>${__("won")}</em>`)}
			${tile(__("Spent"), `${amount(sum((row) => row.grants.spent_amount))}<em>${__("won")}</em>`)}
			${tile(__("Serious Findings"), serious, __("{0} reports late", [sum((row) => row.late_reports)]), serious ? "late" : "")}
			</div>${panel(__("Facilities"), facilities(rows), __("(Unit: won)"))}`);
	}

	async one() {
		const told = await ask("area_facility", { facility: this.facility });
		this.draw(`<div class="watch-head"><a href="#" data-back="1">← ${__("List")}</a><strong>${escape(told.facility_name)}</strong></div>
			${panel(__("Grants"), grants(told.grants, { open: true }), __("Choose a grant to see its expenses."))}
			<div class="watch-spending"></div>
			<div class="watch-columns">
			<div>${panel(__("Waiting"), findings(told.findings, __("Nothing draws attention.")), "", "scrolls")}</div>
			<div>${panel(__("Decided"), findings(told.decided, __("Nothing has been decided on yet.")), "", "scrolls")}</div></div>`);
		if (this.grant && told.grants.some((row) => row.name === this.grant)) await this.spending(this.grant);
	}

	async spending(name) {
		this.grant = name;
		const told = await ask("grant", { name });
		this.root.find(".watch-spending").html(panel(`${escape(told.title)} · ${__("Expenses")}`, spending(told.rows), __("(Unit: won)"), "scrolls"));
	}

	draw(html) {
		this.root.html(html).attr("data-read", Date.now());
	}
}

function facilities(rows) {
	if (!rows.length) return `<p class="watch-empty">${__("No facility lies in your area yet. Please ask the platform's operator.")}</p>`;
	const row = (one) => `<tr><td><a href="#" data-facility="${escape(one.name)}">${escape(one.facility_name)}</a>
		<small>${escape([one.facility_type, one.jurisdiction].filter(Boolean).join(" · "))}</small></td>
		<td class="num">${amount(one.grants.total_amount)}</td><td class="num desk-only">${amount(one.grants.received_amount)}</td>
		<td class="num">${amount(one.grants.spent_amount)}</td><td class="num">${amount(one.grants.left_amount)}</td>
		<td class="num desk-only"><span class="watch-bar"><i style="width:${Math.min(100, one.rate)}%"></i></span>${one.rate}%</td>
		<td class="num ${one.findings.Serious ? "late" : ""}">${one.findings.Serious}</td><td class="num">${one.findings.Warning}</td>
		<td class="num desk-only">${one.late_reports}</td></tr>`;
	return `<table class="watch-table"><thead><tr><th>${__("Facility")}</th><th>${__("Amount Granted")}</th><th class="desk-only">${__("Received")}</th>
		<th>${__("Spent")}</th><th>${__("Left")}</th><th class="desk-only">${__("Execution Rate")}</th><th>${__("Serious")}</th><th>${__("Warning")}</th>
		<th class="desk-only">${__("Reports Late")}</th></tr></thead><tbody>${rows.map(row).join("")}</tbody></table>`;
}

function spending(rows) {
	if (!rows.length) return `<p class="watch-empty">${__("Nothing of it has been spent yet.")}</p>`;
	const what = (row) =>
		row.resolution ? `<a href="#" data-expense="${escape(row.resolution)}">${escape(row.remarks || row.label)}</a>` : escape(row.remarks);
	const line = (row) => `<tr><td>${day(row.day)}</td><td>${what(row)}<small>${escape([row.subject, row.counterparty].filter(Boolean).join(" · "))}</small></td>
		<td class="num">${amount(row.amount)}</td><td class="num desk-only">${amount(row.subsidy)}</td><td class="num desk-only">${amount(row.own)}</td>
		<td class="num">${row.papers}</td></tr>`;
	return `<table class="watch-table"><thead><tr><th>${__("Date")}</th><th class="text">${__("Description")}</th><th>${__("Amount")}</th>
		<th class="desk-only">${__("Subsidy")}</th><th class="desk-only">${__("Own Funds")}</th><th>${__("Evidence")}</th></tr></thead>
		<tbody>${rows.map(line).join("")}</tbody></table>`;
}
