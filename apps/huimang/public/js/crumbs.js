// The last crumb names the document as people do: by its title, not by its key.

const set_form_breadcrumb = frappe.breadcrumbs.set_form_breadcrumb;

frappe.breadcrumbs.set_form_breadcrumb = function (breadcrumbs, view) {
	set_form_breadcrumb.call(this, breadcrumbs, view);
	const doctype = breadcrumbs.doctype;
	const doc = frappe.get_doc(doctype, frappe.get_route().slice(2).join("/"));
	if (!doc) return;
	const title_field = frappe.get_meta(doctype).title_field;
	const is_choice = frappe.meta.get_docfield(doctype, title_field)?.fieldtype === "Select";
	const title = doc.__islocal ? __("New {0}", [__(doctype)]) : is_choice ? __(doc[title_field]) : doc[title_field];
	if (title) this.$breadcrumbs.find("li:last a").text(title);
};
