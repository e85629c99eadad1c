"""The framework's log-in page inside the product's own picture; what logs in is untouched."""

from frappe.www.login import get_context  # noqa: F401

no_cache = True
