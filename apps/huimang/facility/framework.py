"""What differs between the versions of the framework in asking its hooks."""

import frappe


def framework_permits(doc, ptype: str, user: str) -> bool:
	"""What the other hooks for this DocType say: older versions of Frappe stop at the first answer, which is ours."""
	for method in frappe.get_hooks("has_permission", {}).get(doc.doctype, []):
		if not method.startswith("huimang."):
			if frappe.call(frappe.get_attr(method), doc=doc, ptype=ptype, user=user) is False:
				return False
	return True
