"""The framework's log-in page inside the product's own picture; what logs in is untouched."""

from frappe import _
from frappe.www.login import get_context as get_framework_context

no_cache = True


def get_context(context):
	"""What the framework's page is made with, and its title in the reader's language."""
	get_framework_context(context)
	context["title"] = _("Log In")
	return context
