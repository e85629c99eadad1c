// 카드·보조금 점검판: what is spent with the cards of a facility as it is spent, what draws attention, what is left of grants.

import { show_finding } from "./finding";
import { amount, ask, escape, findings, follow, grants, minute, panel, severity, tile } from "./parts";

frappe.provide("huimang.monitoring");

huimang.monitoring.board = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Monitoring Board"), single_column: true });
	wrapper.board = new Board(page);
};

class Board {
	constructor(page) {
		this.page = page;
		page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		this.root = $(`<div class="watch-board"></div>`).appendTo(page.main);
		this.root.on("click", "[data-finding]", (event) => this.open(event.currentTarget.dataset.finding));
		this.root.on("change", "select", (event) => ((this.facility = event.target.value), this.refresh()));
		follow(page, () => this.refresh(), (facility) => facility === this.facility || !this.facility);
	}

	async refresh() {
		this.facilities = this.facilities || (await ask("facilities"));
		this.facility = this.facility || this.facilities[0]?.name;
		const mine = await ask("mine");
		const board = this.facility && (await ask("board", { facility: this.facility }));
		this.root.html(`${own(mine)}${board ? this.whole(board) : ""}`);
		if (!mine.length && !board) this.root.html(`<p class="watch-empty">${__("There is nothing for you to explain.")}</p>`);
		this.root.attr("data-read", Date.now());
	}

	open(name) {
		show_finding(name, () => this.refresh());
	}

	whole(board) {
		const { month, counts } = board;
		const state = (name) => counts.by_status[name] || 0;
		return `<div class="watch-head"><strong>${escape(board.facility_name)}</strong>${this.choice()}
			<span class="watch-live"><i></i>${__("Live")}</span></div>
			<div class="watch-tiles">
				${tile(__("Spent with Cards This Month"), `${amount(month.spent)}<em>${__("won")}</em>`, __("{0} uses", [month.uses]))}
				${tile(__("Not Yet Resolved"), `${amount(month.unmatched)}<em>${__("won")}</em>`, oldest(month), month.oldest_days > 7 ? "late" : "")}
				${tile(__("Waiting for Explanation"), state("Open"), by_severity(counts), counts.by_severity.Serious ? "late" : "")}
				${tile(__("Waiting for Decision"), state("Explained"), __("{0} accepted, {1} not accepted", [state("Accepted"), state("Not Justified")]))}
			</div>
			<div class="watch-columns">
				<div>${panel(__("What Draws Attention"), findings(board.findings, __("Nothing draws attention.")), "", "scrolls")}</div>
				<div>${panel(__("Card Uses"), uses(board.uses), __("the last {0}", [board.uses.length]), "scrolls")}</div>
			</div>
			${panel(__("Grants"), grants(board.grants), __("(Unit: won)"))}
			${panel(__("Cards"), cards(board.cards), __("(Unit: won)"))}`;
	}

	choice() {
		if (this.facilities.length < 2) return "";
		const option = (row) =>
			`<option value="${escape(row.name)}" ${row.name === this.facility ? "selected" : ""}>${escape(row.facility_name)}</option>`;
		return `<select aria-label="${__("Facility")}">${this.facilities.map(option).join("")}</select>`;
	}
}

function own(rows) {
	if (!rows.length) return "";
	return panel(__("For You to Explain"), findings(rows, ""), __("{0} items", [rows.length]), "own");
}

const oldest = (month) =>
	month.unmatched_uses ? __("{0} uses, the oldest {1} days ago", [month.unmatched_uses, month.oldest_days]) : __("All are resolved.");

const by_severity = (counts) =>
	["Serious", "Warning", "Information"].map((name) => `${__(name)} ${counts.by_severity[name]}`).join(" · ");

function uses(rows) {
	if (!rows.length) return `<p class="watch-empty">${__("No card has been used yet.")}</p>`;
	const row = (use) => `<tr data-use="${escape(use.name)}"><td>${minute(use.approved_at)}</td>
		<td><a href="/app/card-transaction/${encodeURIComponent(use.name)}">${escape(use.merchant_name)}</a>
		<small>${escape([use.card_title, use.merchant_category].filter(Boolean).join(" · "))}</small></td>
		<td class="num">${amount(use.net_amount)}</td><td class="desk-only">${__(use.status)}</td>
		<td>${severity(use.severity)}</td></tr>`;
	return `<table class="watch-table"><tbody>${rows.map(row).join("")}</tbody></table>`;
}

function cards(rows) {
	if (!rows.length) return `<p class="watch-empty">${__("No card is registered.")}</p>`;
	const row = (card) => {
		const part = card.limit ? Math.min(100, (100 * card.spent) / card.limit) : 0;
		return `<tr><td><a href="/app/corporate-card/${encodeURIComponent(card.name)}">${escape(card.card_title)}</a>
			<small>${escape([__(card.card_kind), card.holder_name].filter(Boolean).join(" · "))}</small></td>
			<td class="num">${amount(card.spent)}</td>
			<td class="num">${card.limit ? amount(card.limit) : __("no limit")}</td>
			<td class="num ${card.limit && card.left < 0 ? "late" : ""}">${card.limit ? amount(card.left) : ""}</td>
			<td class="num desk-only"><span class="watch-bar"><i style="width:${part}%"></i></span></td></tr>`;
	};
	return `<table class="watch-table"><thead><tr><th>${__("Card")}</th><th>${__("This Month")}</th><th>${__("Limit per Month")}</th>
		<th>${__("Left")}</th><th class="desk-only"></th></tr></thead><tbody>${rows.map(row).join("")}</tbody></table>`;
}
