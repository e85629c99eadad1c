// What is asked of an account: whose it is, and what it may do.

/** The fields of a dialog about an account: a new one, or that of `person`. */
export function account_fields(roles, person) {
	const whose = [
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
	];
	const term = [
		{ fieldname: "position_title", fieldtype: "Data", label: __("Position Title"), default: person?.position_title },
		{ fieldtype: "Column Break" },
		{ fieldname: "from_date", fieldtype: "Date", label: __("From Date"), default: person?.from_date },
		{
			fieldname: "to_date",
			fieldtype: "Date",
			label: __("To Date"),
			default: person?.to_date,
			description: __("Leave empty while the person stays."),
		},
	];
	// roles that are not this person's to give stay as they are
	const kept = (person?.roles || []).filter((role) => !roles.includes(role));
	return [
		...(person ? term : whose),
		{ fieldtype: "Section Break" },
		{
			fieldname: "roles",
			fieldtype: "MultiCheck",
			label: __("Roles"),
			columns: 2,
			options: [...roles, ...kept].map((role) => ({
				label: __(role),
				value: role,
				checked: person?.roles.includes(role) ? 1 : 0,
			})),
		},
		{ fieldtype: "Section Break" },
		{
			fieldname: "is_revenue_officer",
			fieldtype: "Check",
			label: __("Revenue Officer"),
			default: person?.is_revenue_officer,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "is_disbursing_officer",
			fieldtype: "Check",
			label: __("Disbursing Officer"),
			default: person?.is_disbursing_officer,
		},
	];
}
