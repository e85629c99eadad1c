/** Fields of a dialog that say where things are kept and by whom; `own` narrows the places to those of the facility. */
export const keeping_fields = (own) => [
	{ fieldname: "place", fieldtype: "Link", options: "Asset Place", label: __("Place"), get_query: own },
	{ fieldname: "department", fieldtype: "Data", label: __("Department") },
	{ fieldtype: "Column Break" },
	{ fieldname: "keeper", fieldtype: "Link", options: "User", label: __("Keeper") },
	{ fieldname: "used_by", fieldtype: "Data", label: __("Used By") },
];
