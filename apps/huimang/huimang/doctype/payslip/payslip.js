// A payslip unfolds: every figure shows how it came about, with its article.

frappe.ui.form.on("Payslip", {
	async refresh(frm) {
		frm.disable_save();
		frm.page.sidebar.hide();
		frm.add_custom_button(__("PDF"), () => {
			const query = new URLSearchParams({ doctype: "Payslip", name: frm.docname, format: "급여명세서" });
			window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
		});
		const lines = await frappe.xcall("huimang.personnel.payroll.api.unfolded", { name: frm.docname }, "GET");
		frm.get_field("unfolded").$wrapper.html(
			["Earning", "Deduction", "Employer"].map((kind) => part(kind, lines)).join("")
		);
	},
});

const won = (value) => format_number(value || 0, "#,###", 0);
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

function part(kind, lines) {
	const own = lines.filter((line) => line.kind === kind);
	if (!own.length) return "";
	const heads = { Earning: __("Pay"), Deduction: __("Deducted"), Employer: __("Employer's Premiums and Reserve") };
	const total = own.reduce((sum, line) => sum + line.amount, 0);
	return `<h5>${heads[kind]} <strong class="pull-right">${won(total)}</strong></h5>${own.map(unfold).join("")}`;
}

function unfold(line) {
	const hours = line.hours ? ` <span class="text-muted">${__("{0} hours", [line.hours])}</span>` : "";
	const steps = line.steps.map((step) => {
		const inputs = step.inputs.map(([label, value]) => `${text(label)} ${text(value)}`).join(" · ");
		return `<tr><td>${text(step.label)}${inputs ? `<div class="text-muted small">${inputs}</div>` : ""}</td>
			<td>${text(step.formula)}</td><td class="text-right">${text(step.amount)}</td>
			<td class="text-muted small">${text(step.article)}</td></tr>`;
	});
	return `<details class="hm-unfold"><summary>${text(line.title)}${hours}
		<span class="pull-right">${won(line.amount)}</span></summary>
		<table class="table table-sm"><tbody>${steps.join("")}</tbody></table></details>`;
}
