import frappe
from frappe import _
from frappe.model.document import Document

from huimang.security import access_log, settings


class SecuritySetting(Document):
	"""What the operator decides about passwords, sessions and the access log."""

	def validate(self):
		if self.two_steps and not frappe.db.exists(
			"Email Account", {"enable_outgoing": 1, "default_outgoing": 1}
		):
			frappe.throw(
				_("The two-step login sends codes by mail. Please set up a mail account for sending first.")
			)

		# the log goes on while the form is open
		self.log_head = access_log.kept_head()

	def on_update(self):
		settings.tell_framework(self)
