"""What is done for the register of assets in the background (asset_rules §9: reminders)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.facility import digests
from huimang.facility.access import members_with_role
from huimang.practice import marks
from huimang.property.assets import ASSET
from huimang.rules import assets as law
from huimang.rules.days import after_years

KEEPER = "Accountant"
WARRANTY, WORN, OVERDUE, REPORT, COUNT = (
	*("Warranty ends within 30 days", "Service life is over", "Not brought back in time"),
	*("Important property to be reported", "No count of assets this year"),
)
_SOON = timedelta(days=30)
_REPORT_MONTHS = (1, 7)
_COUNT_FROM_MONTH = 11


def remind() -> None:
	"""Tell once a month who keeps a register what of it waits. Safe to repeat."""
	today = getdate()
	for facility, counts in due(today).items():
		if marks.is_practice(facility):
			continue
		told = [(_(kind, "ko"), counts[kind]) for kind in (WARRANTY, WORN, OVERDUE, REPORT, COUNT)]
		what = _("Reminder of assets", "ko")
		digests.tell(members_with_role(facility, KEEPER), what, told, "/app/facility-asset", today)


def due(today: date) -> dict[str, Counter]:
	"""Return what waits in each facility, by kind. Three queries, however many facilities there are."""
	found: dict[str, Counter] = defaultdict(Counter)
	fields = ["name", "facility", "warranty_until", "in_service_on", "acquired_on", "service_life_years"]
	where = {"status": ("in", law.AT_WORK)}
	for row in frappe.get_all(ASSET, where, [*fields, "is_important"], limit_page_length=0):
		counts = found[row.facility]
		counts[WARRANTY] += bool(row.warranty_until and today <= getdate(row.warranty_until) <= today + _SOON)
		if row.service_life_years:
			ends = after_years(getdate(row.in_service_on or row.acquired_on), row.service_life_years)
			counts[WORN] += today - _SOON < ends <= today
		counts[REPORT] += today.month in _REPORT_MONTHS and bool(row.is_important)
	for facility, overdue in _lent(today):
		found[facility][OVERDUE] = overdue
	if today.month >= _COUNT_FROM_MONTH:
		counted = frappe.get_all(
			"Asset Inspection",
			{"base_date": (">=", date(today.year, 1, 1)), "docstatus": ("<", 2)},
			pluck="facility",
		)
		for facility in found.keys() - set(counted):
			found[facility][COUNT] = 1
	return found


def _lent(today: date) -> list[tuple[str, int]]:
	"""Return how many things of each facility are lent and should have been back: the last event of them says until when."""
	event, line, asset = (frappe.qb.DocType(name) for name in ("Asset Event", "Asset Event Line", ASSET))
	rows = (
		frappe.qb.from_(asset)
		.join(line)
		.on(line.asset == asset.name)
		.join(event)
		.on(event.name == line.parent)
		.select(asset.facility, asset.name)
		.distinct()
		.where((asset.status == law.LENT) & (event.kind == law.LENDING) & (event.docstatus == 1))
		.where(event.until < today)
		.run()
	)
	return list(Counter(facility for facility, _name in rows).items())
