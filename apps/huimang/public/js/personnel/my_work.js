// 내 근무: a person's own page. When they came and left today, their leave, what they asked for, and who is away.

frappe.provide("huimang_personnel");

const API = "huimang.personnel.work_api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const days = (number) => __("{0} days", [format_number(number, "#,###.##", number % 1 ? 1 : 0)]);

huimang_personnel.my_work = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("My Work"), single_column: true });
	wrapper.my_work = new MyWork(page);
};

class MyWork {
	constructor(page) {
		this.page = page;
		page.set_primary_action(__("Apply for Leave"), () => frappe.new_doc("Leave Request"));
		page.add_inner_button(__("Apply for Overtime"), () => frappe.new_doc("Overtime Request"));
		page.add_inner_button(__("Calendar of Leave"), () => frappe.set_route("List", "Leave Request", "Calendar"));
		page.add_inner_button(__("My Roster"), () => frappe.set_route("List", "Duty Roster", "Calendar"));
		this.root = $(`<div class="my-work p-3"></div>`).appendTo(page.main);
		this.root.on("click", "[data-act]", (event) => this.note(event.currentTarget));
	}

	async refresh() {
		this.told = await frappe.xcall(`${API}.own_page`, {}, "GET");
		this.root.html(this.told.full_name ? this.body() : stranger());
	}

	/** Check in or out; a button that was tapped is not tapped twice. */
	async note(button) {
		button.disabled = true;
		try {
			this.told.today = await frappe.xcall(`${API}.${button.dataset.act}`, {}, "POST");
			frappe.show_alert({ message: __("Noted."), indicator: "green" });
		} finally {
			this.root.html(this.body());
		}
	}

	body() {
		const { today, given, left, grants, requests, away, payslips } = this.told;
		return `
			<div class="row">
				<div class="col-md-6 mb-4">${this.clock(today)}</div>
				<div class="col-md-6 mb-4">
					<h5>${__("Annual Leave Left")}</h5>
					<div class="h2 mb-1">${days(left)}</div>
					<div class="text-muted">${__("{0} given", [days(given)])}</div>
					${grants.map((row) => `<div class="small">${__("{0} to be taken by {1}", [days(row.left), row.last_day])}</div>`).join("")}
				</div>
			</div>
			<div class="row">
				<div class="col-md-6 mb-4"><h5>${__("What I Applied For")}</h5>${list(requests.map(asked))}</div>
				<div class="col-md-6 mb-4"><h5>${__("Who Is Away in the Next Two Weeks")}</h5>${list(away.map(absent))}</div>
			</div>
			<div class="row"><div class="col-md-6 mb-4"><h5>${__("My Payslips")}</h5>${list(payslips.map(payslip))}</div></div>`;
	}

	clock(today) {
		const times = [
			[__("Planned Hours"), today.planned || __("No work today")],
			[__("Came At"), today.check_in || "–"],
			[__("Left At"), today.check_out || "–"],
		];
		return `
			<h5>${__("Today")}</h5>
			<div class="d-flex flex-wrap mb-3">
				${times.map(([label, text]) => `<div class="mr-4"><div class="text-muted small">${label}</div><b>${escape(text)}</b></div>`).join("")}
			</div>
			<button class="btn btn-lg ${today.check_in ? "btn-default" : "btn-primary"} mr-2" data-act="check_in" ${today.check_in ? "disabled" : ""}>${__("Check In")}</button>
			<button class="btn btn-lg ${today.check_in ? "btn-primary" : "btn-default"}" data-act="check_out" ${today.check_in ? "" : "disabled"}>${__("Check Out")}</button>`;
	}
}

const asked = (row) => {
	const color = { Approved: "green", "In Approval": "orange", Cancelled: "red" }[row.stage] || "gray";
	const route = frappe.utils.get_form_link(row.doctype, row.name);
	return `<a href="${route}">${escape(row.title)}</a> <span class="indicator-pill ${color} ml-1">${escape(row.state)}</span>`;
};
const absent = (row) => {
	const until = row.end === row.start ? "" : `–${row.end.slice(5)}`;
	return `<span class="text-muted mr-2">${row.start.slice(5)}${until}</span>${escape(row.title)}`;
};
const payslip = (row) => {
	const paper = new URLSearchParams({ doctype: "Payslip", name: row.name, format: "급여명세서" });
	return `<div class="d-flex">
		<a class="flex-fill" href="${frappe.utils.get_form_link("Payslip", row.name)}">${escape(row.title)}</a>
		<span class="mr-3">${__("{0} won", [format_number(row.net, "#,###", 0)])}</span>
		<a href="/api/method/frappe.utils.print_format.download_pdf?${paper}" target="_blank">${__("PDF")}</a>
	</div>`;
};
const list = (rows) =>
	rows.length
		? rows.map((row) => `<div class="py-1">${row}</div>`).join("")
		: `<div class="text-muted">${__("Nothing yet")}</div>`;
const stranger = () =>
	`<p class="text-muted">${__("There is no employee with your login. Please ask whoever keeps the personnel records.")}</p>`;
