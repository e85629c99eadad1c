frappe.query_reports["Donation Report"] = {
	filters: [
		...huimang.statements.books_filters(),
		{
			fieldname: "part",
			label: __("Part"),
			fieldtype: "Select",
			options: [
				{ value: "Money In", label: __("Money Received") },
				{ value: "Goods In", label: __("Goods Received") },
				{ value: "Money Used", label: __("Money Used") },
				{ value: "Goods Used", label: __("Goods Used") },
				{ value: "Accounts", label: __("Donation Accounts") },
				{ value: "Summary", label: __("Summary") },
			],
			default: "Money In",
		},
		{
			fieldname: "audience",
			label: __("For"),
			fieldtype: "Select",
			options: [
				{ value: "Submitted", label: __("Submission, with names") },
				{ value: "Public", label: __("The public, without names") },
			],
			default: "Submitted",
		},
	],
	formatter: huimang.statements.formatter,
	onload: async (report) => {
		await huimang.statements.prepare(report, "donation_report", []);
		huimang.donation.add_whole_report(report);
	},
};
