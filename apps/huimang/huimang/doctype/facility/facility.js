// A facility: its data, the people who work in it, and its accounting rules.

const NUMBER_PATTERNS = {
	unique_no: [/^(\d{3})(\d{2})(\d{5})$/, "$1-$2-$3"],
	phone: [/^(02|0\d{2})(\d{3,4})(\d{4})$/, "$1-$2-$3"],
};

frappe.ui.form.on("Facility", {
	setup(frm) {
		frm.set_query("facility_type", () => ({ filters: { eligibility: ["!=", "Excluded"] } }));
	},

	refresh(frm) {
		show_numbers(frm);
		if (frm.is_new()) return;
		show_staff(frm);
		if (frappe.model.can_create("Facility Membership")) {
			frm.add_custom_button(__("Add a Staff Member"), () => add_member(frm));
		}
	},
});

// Numbers are stored as digits and read with hyphens. What is typed becomes digits again before it is compared with
// the stored value: a form must not count as changed because somebody looked at a field.
function show_numbers(frm) {
	for (const [fieldname, [pattern, groups]] of Object.entries(NUMBER_PATTERNS)) {
		const field = frm.fields_dict[fieldname];
		field.format_for_input = (value) => (value || "").replace(pattern, groups);
		field.parse = (value) => (/^[\d\s-]*$/.test(value || "") ? (value || "").replace(/[\s-]/g, "") : value);
		field.set_formatted_input(frm.doc[fieldname]);
		if (field.disp_status === "Read") {
			field.$wrapper.find(".control-value").text(field.format_for_input(frm.doc[fieldname]));
		}
	}
}

async function show_staff(frm) {
	const $area = frm.fields_dict.staff_list.$wrapper.empty();
	const people = await frappe.xcall("huimang.facility.api.staff", { facility: frm.docname });
	if (!people.length) {
		$area.html(`<p class="text-muted">${__("Nobody works here yet. Add the first staff member.")}</p>`);
		return;
	}
	const $table = $(`<table class="table table-hover huimang-staff-list">
		<thead><tr>
			<th>${__("Full Name")}</th><th>${__("Position Title")}</th><th>${__("Roles")}</th>
			<th>${__("Duties by Law")}</th><th></th>
		</tr></thead><tbody></tbody></table>`);
	$table.find("tbody").append(people.map((person) => staff_row(frm, person)));
	$area.append($table);
}

function staff_row(frm, person) {
	const duties = [
		person.is_revenue_officer && __("Revenue Officer"),
		person.is_disbursing_officer && __("Disbursing Officer"),
	].filter(Boolean);
	const $row = $("<tr>").toggleClass("text-muted", !person.enabled);
	const $name = $("<a>").attr("href", frappe.utils.get_form_link("Facility Membership", person.name));
	$row.append($("<td>").append($name.text(person.full_name || person.user)));
	$row.append($("<td>").text(person.position_title || ""));
	$row.append($("<td>").text(person.roles.map((role) => __(role)).join(", ")));
	$row.append($("<td>").text(duties.join(", ")));
	const $actions = $("<td class='text-right'>").appendTo($row);
	if (!person.enabled) {
		$actions.text(__("Left"));
	} else if (frappe.model.can_create("Facility Membership")) {
		$actions.append(
			$("<button class='btn btn-xs btn-default mr-2'>")
				.text(__("Login Link"))
				.on("click", () => new_link(frm, person)),
			$("<button class='btn btn-xs btn-default'>")
				.text(__("Leaves"))
				.on("click", () => remove_member(frm, person))
		);
	}
	return $row;
}

async function add_member(frm) {
	const roles = await frappe.xcall("huimang.facility.api.grantable_roles", { facility: frm.docname });
	const dialog = new frappe.ui.Dialog({
		title: __("Add a Staff Member"),
		fields: [
			{ fieldname: "full_name", fieldtype: "Data", label: __("Full Name"), reqd: 1 },
			{ fieldname: "position_title", fieldtype: "Data", label: __("Position Title") },
			{ fieldtype: "Column Break" },
			{
				fieldname: "email",
				fieldtype: "Data",
				options: "Email",
				label: __("Email"),
				reqd: 1,
				description: __("This is what the person logs in with."),
			},
			{ fieldtype: "Section Break" },
			{
				fieldname: "roles",
				fieldtype: "MultiCheck",
				label: __("Roles"),
				columns: 2,
				options: roles.map((role) => ({ label: __(role), value: role })),
			},
			{ fieldtype: "Section Break" },
			{ fieldname: "is_revenue_officer", fieldtype: "Check", label: __("Revenue Officer") },
			{ fieldtype: "Column Break" },
			{ fieldname: "is_disbursing_officer", fieldtype: "Check", label: __("Disbursing Officer") },
		],
		primary_action_label: __("Add"),
		async primary_action(values) {
			const link = await frappe.xcall("huimang.facility.api.add_member", { facility: frm.docname, ...values });
			dialog.hide();
			show_staff(frm);
			if (link) {
				show_link(values.full_name, link);
			} else {
				frappe.show_alert({
					message: __("{0} logs in as before.", [frappe.utils.escape_html(values.full_name)]),
					indicator: "green",
				});
			}
		},
	});
	dialog.show();
}

function remove_member(frm, person) {
	const name = frappe.utils.escape_html(person.full_name || person.user);
	frappe.confirm(__("{0} leaves the facility today and is logged out. Continue?", [name]), async () => {
		await frappe.xcall("huimang.facility.api.remove_member", { facility: frm.docname, user: person.user });
		show_staff(frm);
	});
}

async function new_link(frm, person) {
	const link = await frappe.xcall("huimang.facility.api.login_link", { facility: frm.docname, user: person.user });
	show_link(person.full_name || person.user, link);
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
