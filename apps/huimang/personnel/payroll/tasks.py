"""What payroll does in the background."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.personnel.payroll import service

EVENT = "huimang_payroll"


def enqueue(name: str) -> None:
	"""Have a run calculated in the background. Asked twice, the later job finds nothing left to do."""
	frappe.db.set_value(
		service.RUN,
		name,
		{"calculation_status": service.QUEUED, "calculation_problem": None},
		update_modified=False,
	)
	# no job is taken for another: one whose worker was killed counts as started for half an hour
	frappe.enqueue(
		calculate,
		queue="long",
		timeout=1800,
		enqueue_after_commit=True,
		name=name,
		user=frappe.session.user,
	)


def calculate(name: str, user: str) -> None:
	"""Calculate a run for a user and tell their browser. Killed on the way it has changed nothing, and can be asked for again."""
	if frappe.db.get_value(service.RUN, name, "calculation_status", for_update=True) != service.QUEUED:
		return

	def progress(done: int, of: int) -> None:
		frappe.publish_realtime(EVENT, {"run": name, "done": done, "of": of}, user=user)

	try:
		run = service.calculate(name, progress=progress)
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(f"Payroll {name}")
		problem = (
			str(error)
			if isinstance(error, frappe.ValidationError)
			else _("The calculation failed. Please try again.")
		)
		values = {"calculation_status": service.FAILED, "calculation_problem": problem}
		frappe.db.set_value(service.RUN, name, values, update_modified=False)
		frappe.publish_realtime(EVENT, {"run": name, "problem": problem}, user=user, after_commit=True)
		frappe.db.commit()
		return
	message = {"run": name, "done": run.people, "of": run.people, "told": service.told(run)}
	frappe.publish_realtime(EVENT, message, user=user, after_commit=True)
