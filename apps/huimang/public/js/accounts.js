// The accounts of a facility: who has one, what it may do, and the buttons by which the head gives and takes them.

import { account_fields } from "./account_fields";

frappe.provide("huimang");

const API = "huimang.facility.api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

/** Show the accounts of a facility in a box of a page; returns what else may be done with them. */
huimang.accounts = ($area, facility) => new Accounts($area, facility);

class Accounts {
	constructor($area, facility) {
		Object.assign(this, { $area, facility, may_give: frappe.model.can_create("Facility Membership") });
		this.refresh();
	}

	async refresh() {
		const people = await frappe.xcall(`${API}.staff`, { facility: this.facility }, "GET");
		if (!people.length) {
			this.$area.html(`<p class="text-muted">${__("Nobody works here yet. Add the first staff member.")}</p>`);
			return;
		}
		const $table = $(`<table class="table table-hover huimang-staff-list"><thead><tr>
			${[__("Full Name"), __("Position Title"), __("Roles"), __("Duties by Law"), __("Last Login"), __("Status"), ""]
				.map((head) => `<th>${head}</th>`)
				.join("")}
		</tr></thead><tbody></tbody></table>`);
		$table.find("tbody").append(people.map((person) => this.row(person)));
		this.$area.empty().append($("<div class='table-responsive'>").append($table));
	}

	row(person) {
		const duties = [
			person.is_revenue_officer && __("Revenue Officer"),
			person.is_disbursing_officer && __("Disbursing Officer"),
		].filter(Boolean);
		const cells = [
			`<b>${escape(person.full_name || person.user)}</b><br><span class="text-muted small">${escape(person.user)}</span>`,
			escape(person.position_title),
			escape(person.roles.map((role) => __(role)).join(", ")),
			escape(duties.join(", ")),
			person.last_login ? escape(frappe.datetime.str_to_user(person.last_login).slice(0, 16)) : "-",
			status(person),
		];
		const $row = $("<tr>").toggleClass("text-muted", !person.enabled);
		$row.append(cells.map((cell) => `<td>${cell}</td>`));
		return $row.append($("<td class='text-right text-nowrap'>").append(this.may_give ? this.buttons(person) : []));
	}

	buttons(person) {
		const button = (label, act) =>
			$("<button class='btn btn-xs btn-default ml-1'>")
				.text(label)
				.on("click", () => act(person));
		const history = button(__("History"), () => this.history(person));
		// officers come with the area that they look after: the operator assigns them
		if (person.roles.includes("Local Officer")) return [history];
		if (!person.enabled) return [button(__("Let In Again"), () => this.resume(person)), history];
		return [
			button(__("Change"), () => this.change(person)),
			button(__("Login Link"), () => this.link(person)),
			button(__("Suspend"), () => this.suspend(person)),
			button(__("Leaves"), () => this.remove(person)),
			history,
		];
	}

	async roles() {
		const roles = await frappe.xcall(`${API}.grantable_roles`, { facility: this.facility }, "GET");
		return roles.filter((role) => role !== "Facility Staff");
	}

	async add() {
		const dialog = new frappe.ui.Dialog({
			title: __("Add a Staff Member"),
			fields: account_fields(await this.roles()),
			primary_action_label: __("Add"),
			primary_action: async (values) => {
				const link = await frappe.xcall(`${API}.add_member`, { facility: this.facility, ...values });
				this.refresh();
				const message = __("{0} logs in as before.", [escape(values.full_name)]);
				// a dialog that opens while another one closes lies behind its shade
				dialog.$wrapper.one("hidden.bs.modal", () =>
					link ? show_link(values.full_name, link) : frappe.show_alert({ message, indicator: "green" })
				);
				dialog.hide();
			},
		});
		dialog.show();
	}

	async change(person) {
		const dialog = new frappe.ui.Dialog({
			title: `${person.full_name || person.user} · ${__("Change")}`,
			fields: account_fields(await this.roles(), person),
			primary_action_label: __("Save"),
			primary_action: async (values) => {
				await this.call("change_member", person, { ...values, roles: values.roles || [] });
				dialog.hide();
			},
		});
		dialog.show();
	}

	suspend(person) {
		frappe.confirm(__("{0} cannot log in until you let them in again. Continue?", [escape(person.full_name)]), () =>
			this.call("suspend_member", person)
		);
	}

	remove(person) {
		const name = escape(person.full_name || person.user);
		frappe.confirm(__("{0} leaves the facility today and is logged out. Continue?", [name]), () =>
			this.call("remove_member", person)
		);
	}

	resume(person) {
		frappe.confirm(__("{0} can log in again, with the same roles. Continue?", [escape(person.full_name)]), () =>
			this.call("resume_member", person)
		);
	}

	async call(method, person, values = {}) {
		await frappe.xcall(`${API}.${method}`, { facility: this.facility, user: person.user, ...values });
		await this.refresh();
	}

	async link(person) {
		const args = { facility: this.facility, user: person.user };
		show_link(person.full_name || person.user, await frappe.xcall(`${API}.login_link`, args));
	}

	async history(person) {
		const args = { facility: this.facility, user: person.user };
		const rows = await frappe.xcall(`${API}.account_history`, args, "GET");
		const lines = rows.map(
			(row) => `<tr><td class="text-nowrap">${escape(frappe.datetime.str_to_user(row.happened_at))}</td>
				<td>${escape(__(row.kind))}</td><td>${escape(row.detail)}</td><td>${escape(row.full_name)}</td></tr>`
		);
		frappe.msgprint({
			title: `${person.full_name || person.user} · ${__("History")}`,
			message: lines.length
				? `<table class="table table-sm">${lines.join("")}</table>`
				: __("Nothing has been changed since the log began."),
			wide: true,
		});
	}
}

function status(person) {
	const [color, text] = person.enabled
		? person.to_date
			? ["orange", __("Until {0}", [frappe.datetime.str_to_user(person.to_date)])]
			: ["green", __("In Use")]
		: person.to_date
			? ["gray", __("Has Left")]
			: ["red", __("Kept Out")];
	return `<span class="indicator-pill ${color} no-indicator-dot">${escape(text)}</span>`;
}

function show_link(name, link) {
	const dialog = new frappe.ui.Dialog({
		title: __("Login Link"),
		fields: [
			{
				fieldname: "link",
				fieldtype: "Small Text",
				label: __("Give this link to {0}", [name]),
				default: link,
				read_only: 1,
				description: __("Whoever opens it sets the password. It works once."),
			},
		],
		primary_action_label: __("Copy"),
		primary_action() {
			frappe.utils.copy_to_clipboard(link);
			dialog.hide();
		},
	});
	dialog.show();
}
