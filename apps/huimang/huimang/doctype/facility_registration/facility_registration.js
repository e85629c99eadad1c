// An application for sign-up: read here, decided by buttons. The transitions are those of its Workflow.

const GIVES_REASON = ["Return for Completion", "Reject Registration"];

// stored as digits, read with hyphens
const NUMBERS = [
	["unique_no", /^(\d{3})(\d{2})(\d{5})$/, "$1-$2-$3"],
	["corporation_unique_no", /^(\d{3})(\d{2})(\d{5})$/, "$1-$2-$3"],
	["corporate_registration_no", /^(\d{6})(\d{7})$/, "$1-$2"],
	["phone", /^(02|0\d{2})(\d{3,4})(\d{4})$/, "$1-$2-$3"],
];

frappe.ui.form.on("Facility Registration", {
	setup(frm) {
		// our buttons stand in for the framework's menu of actions, which asks for no letter and no reason
		if (frm.states) frm.states.show_actions = () => {};
	},

	async refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_save();
		show_numbers(frm);
		if (frm.doc.facility_code) {
			frm.add_custom_button(__("Open the Facility"), () =>
				frappe.set_route("Form", "Facility", frm.doc.facility_code)
			);
		}
		const name = frm.docname;
		const actions = await frappe.xcall("huimang.registration.api.actions", { name });
		if (frm.docname !== name) return;
		for (const action of actions) {
			const button = frm.add_custom_button(__(action), () => decide(frm, action));
			if (action === "Approve Registration") button.removeClass("btn-default").addClass("btn-primary");
		}
	},
});

function show_numbers(frm) {
	for (const [field, pattern, groups] of NUMBERS) {
		frm.fields_dict[field].$wrapper.find(".control-value").text((frm.doc[field] || "").replace(pattern, groups));
	}
}

function decide(frm, action) {
	const approves = action === "Approve Registration";
	const dialog = new frappe.ui.Dialog({
		title: __(action),
		fields: [
			...(approves
				? [
						{ fieldname: "letter_no", fieldtype: "Data", label: __("Letter No"), reqd: frm.doc.needs_local_approval },
						{ fieldname: "letter_date", fieldtype: "Date", label: __("Letter Date"), reqd: frm.doc.needs_local_approval },
				  ]
				: []),
			{
				fieldname: "comment",
				fieldtype: "Small Text",
				label: __("Comment"),
				reqd: GIVES_REASON.includes(action) ? 1 : 0,
				description: __("The applicant reads it."),
			},
		],
		primary_action_label: __(action),
		async primary_action(values) {
			dialog.disable_primary_action();
			try {
				await frappe.xcall("huimang.registration.api.decide", { name: frm.docname, action, ...values });
				dialog.hide();
				await frm.reload_doc();
			} finally {
				dialog.enable_primary_action();
			}
		},
	});
	dialog.show();
}
