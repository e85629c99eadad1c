// Staff do not administer the site: the style sheet leaves out, for them, what only administrators can use.

$(document).on("startup", () => {
	document.body.classList.toggle("huimang-staff", !frappe.user.has_role("System Manager"));
});
