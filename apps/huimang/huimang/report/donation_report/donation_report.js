frappe.query_reports["Donation Report"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.choice_filter("part", __("Part"), [
			["Money In", __("Money Received")],
			["Goods In", __("Goods Received")],
			["Money Used", __("Money Used")],
			["Goods Used", __("Goods Used")],
			["Accounts", __("Donation Accounts")],
			["Summary", __("Summary")],
		]),
		huimang.statements.choice_filter("audience", __("For"), [
			["Submitted", __("Submission, with names")],
			["Public", __("The public, without names")],
		]),
	],
	formatter: huimang.statements.formatter,
	onload: async (report) => {
		await huimang.statements.prepare(report, "donation_report", []);
		huimang.donation.add_whole_report(report);
	},
};
