"""The meetings that a budget document takes (B4, C7, C10): which they are, and whether they are on record."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval import steps
from huimang.approval.document import ApprovalDocument
from huimang.approval.stages import APPROVED
from huimang.approval.turn import APPROVED_BY, Turn
from huimang.errors import EvidenceMissingError, obey
from huimang.rules import facility_size, meetings
from huimang.rules.meetings import Held, Meetings

_DAYS = {"Operating Committee": "Operating Committee Date", "Board": "Board Date"}
_MINUTES = {"Operating Committee": "Operating Committee Minutes", "Board": "Board Minutes"}


class DecidedInMeetings(ApprovalDocument):
	"""An approval document that takes effect once the operating committee has been told and the board has decided.

	It has the fields committee_date, committee_minutes, board_date and board_minutes, which may be filled in until the
	last approval and after it. Conditions of its workflow may ask for `doc.meetings_open`: something is missing still.
	"""

	def meetings_required(self) -> Meetings:
		"""Return the meetings that this document takes: those of a budget, unless a subclass knows better."""
		return of_budget(self.facility, self.accounting_unit)

	@property
	def meetings_open(self) -> bool:
		"""Whether a meeting that this document takes is not on record yet."""
		return bool(self.facility and self.accounting_unit and _missing(self, self.meetings_required()))

	def only_carries_out(self, turn: Turn) -> bool:
		"""The head who approved a document puts it into effect once its meetings are through: they decided meanwhile."""
		if APPROVED not in turn.entered or self.meetings_open or not any(self.meetings_required()):
			return False
		last = steps.of(self.doctype, self.name)[-1]
		mine = (frappe.session.user, turn.role, APPROVED_BY)
		return not turn.deputy_for and (last.user, last.role, last.decision) == mine

	def as_dict(self, *args, **kwargs) -> dict:
		values = super().as_dict(*args, **kwargs)
		values["meetings_open"] = self.meetings_open
		return values

	def validate(self) -> None:
		super().validate()
		self._check_meetings()

	def before_update_after_submit(self) -> None:
		super().before_update_after_submit()
		self._check_meetings()

	def before_approve(self, turn: Turn) -> None:
		self._require_meetings()
		super().before_approve(turn)

	def _require_meetings(self) -> None:
		"""Refuse to let the document take effect before its meetings are on record: day and minutes (제10조①, 제16조①)."""
		if missing := _missing(self, self.meetings_required()):
			titles = [_(titles[name]) for name in missing for titles in (_DAYS, _MINUTES)]
			frappe.throw(
				_("It takes effect once its meetings are on record. Please enter: {0}").format(
					", ".join(titles)
				),
				EvidenceMissingError,
			)

	def _check_meetings(self) -> None:
		days = (getdate(day) if day else None for day in (self.committee_date, self.board_date))
		obey(meetings.check_days, *days, getdate())
		before = self.get_doc_before_save()
		if before and before.docstatus == 1:
			needed = self.meetings_required()
			if set(_missing(self, needed)) - set(_missing(before, needed)):
				frappe.throw(
					_(
						"The day and minutes of a meeting that lets this take effect are kept. They can be corrected."
					)
				)


def of_budget(facility: str, unit: str) -> Meetings:
	"""Return the meetings that a facility's budget takes (제10조①)."""
	return meetings.required(unit, frappe.get_cached_value("Facility", facility, "operated_by"))


def is_small(facility: str) -> bool:
	"""Tell whether a facility is small today (소규모 시설, 제11조①)."""
	operated_by, capacity = frappe.get_cached_value("Facility", facility, ["operated_by", "capacity"])
	return facility_size.is_small(operated_by, capacity, getdate())


def _missing(doc: ApprovalDocument, needed: Meetings) -> list[str]:
	return meetings.missing(
		needed,
		Held(doc.committee_date, bool(doc.committee_minutes)),
		Held(doc.board_date, bool(doc.board_minutes)),
	)
