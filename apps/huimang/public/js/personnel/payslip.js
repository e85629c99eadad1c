// A payslip unfolds: every figure shows how it came about, with its article.

frappe.provide("huimang_personnel");

/** The lines of a payslip as HTML. */
huimang_personnel.unfolded = async function (payslip) {
	const lines = await frappe.xcall("huimang.personnel.payroll.api.unfolded", { name: payslip }, "GET");
	return ["Earning", "Deduction", "Employer"].map((kind) => part(kind, lines)).join("");
};

/** The same in a dialog, for whoever looks at many people. */
huimang_personnel.show_payslip = async function (payslip, title) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "extra-large",
		fields: [{ fieldname: "lines", fieldtype: "HTML" }],
		primary_action_label: __("Open Payslip"),
		primary_action() {
			dialog.hide();
			frappe.set_route("Form", "Payslip", payslip);
		},
	});
	dialog.fields_dict.lines.$wrapper.html(await huimang_personnel.unfolded(payslip));
	dialog.show();
};

const won = (value) => format_number(value || 0, "#,###", 0);
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

function part(kind, lines) {
	const own = lines.filter((line) => line.kind === kind);
	if (!own.length) return "";
	const heads = { Earning: __("Pay"), Deduction: __("Deducted"), Employer: __("Employer's Premiums and Reserve") };
	const total = own.reduce((sum, line) => sum + line.amount, 0);
	return `<h5 class="mt-3">${heads[kind]} <strong class="pull-right">${won(total)}</strong></h5>${own.map(unfold).join("")}`;
}

function unfold(line) {
	const hours = line.hours ? ` <span class="text-muted">${__("{0} hours", [line.hours])}</span>` : "";
	const steps = line.steps.map((step) => {
		const inputs = step.inputs.map(([label, value]) => `${text(label)} ${text(value)}`).join(" · ");
		return `<tr><td style="width: 30%">${text(step.label)}${inputs ? `<div class="text-muted small">${inputs}</div>` : ""}</td>
			<td style="width: 34%">${text(step.formula)}</td><td class="text-right" style="width: 12%">${text(step.amount)}</td>
			<td class="text-muted small">${text(step.article)}</td></tr>`;
	});
	return `<details class="hm-unfold"><summary>${text(line.title)}${hours}
		<span class="pull-right">${won(line.amount)}</span></summary>
		<table class="table table-sm"><tbody>${steps.join("")}</tbody></table></details>`;
}
