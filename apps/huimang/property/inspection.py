"""재물조사 (제40조의2): the sheet of what should be there, what was found, and what is decided about the rest.

The lines of a sheet are documents of their own, so that many phones count at the same time and nobody saves over another. They
can be changed while their sheet is a draft; what is confirmed stays, and what was wrong is corrected by the next count.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from huimang.facility import access
from huimang.facility.grants import holds_role, membership
from huimang.ledger.numbering import next_number
from huimang.property import sheet_lines
from huimang.property.sheet_lines import ITEM, SHEET
from huimang.rules import inspection as rules

COUNT_FIELDS = ("counted", "found_place", "condition", "label_state", "photo", "remarks")
DECISION_FIELDS = ("decision", "reason")


def name_sheet(doc) -> None:
	year = getdate(doc.base_date).year
	doc.name = f"{doc.facility}-{year}-I{next_number(doc.facility, str(year), SHEET)}"


def check(doc) -> None:
	"""Check the head of a sheet: its day, who counts and who confirms."""
	if getdate(doc.base_date) > getdate():
		frappe.throw(_("The base date is today or was before. Please correct it."))
	if doc.inspection_type == "Regular":
		doc.place = doc.keeper = None
	for user in filter(None, (doc.inspector, doc.verifier)):
		if not membership(doc.facility, user):
			frappe.throw(_("{0} does not work in this facility.").format(frappe.utils.get_fullname(user)))
	before = doc.get_doc_before_save()
	if (
		before
		and _scope(before) != _scope(doc)
		and frappe.db.exists(ITEM, {"inspection": doc.name, "is_checked": 1})
	):
		frappe.throw(_("Assets have been counted already. Base date, place and keeper stay as they are."))


def check_item(item) -> None:
	"""Let nothing but count and decision of a line change, while its sheet is a draft; say what the count means."""
	sheet_lines.require_draft(item.inspection)
	before = item.get_doc_before_save()
	if not before:
		if not item.flags.found_by_count:
			frappe.throw(_("Lines of a sheet are made from the register."), frappe.PermissionError)
	else:
		for df in item.meta.fields:
			if df.read_only:
				item.set(df.fieldname, before.get(df.fieldname))
	if not before or any(_changed(item, before, field) for field in COUNT_FIELDS):
		item.update({"is_checked": 1, "checked_at": now_datetime(), "checked_by": frappe.session.user})
	_evaluate(item, before)


def record(sheet: str, key: str, **seen: object) -> frappe._dict:
	"""Note what somebody has seen of an asset; return its line.

	:param key: its number, as a scanner reads it or a person types it.
	:param seen: counted, place, condition, label_state, remarks; what is left out is as it should be.

	Raises DoesNotExistError for a number that is not on the sheet.
	"""
	item = frappe.get_doc(ITEM, _find(sheet, key))
	counted = seen.get("counted")
	whole = item.book_quantity - item.disposed_since or item.book_quantity or item.counted
	item.counted = whole if counted in (None, "") else cint(counted)
	item.condition = seen.get("condition") or (rules.GOOD if item.counted else rules.MISSING)
	item.label_state = seen.get("label_state") or item.label_state or "Good"
	item.found_place = seen.get("place") or item.place
	if seen.get("remarks") is not None:
		item.remarks = seen["remarks"]
	item.save()
	return item


def add_unregistered(
	sheet: str, asset_name: str, place: str | None, counted: int, label: str = ""
) -> frappe._dict:
	"""Note something that was found and that the sheet does not have; return its line."""
	doc = frappe.get_doc(SHEET, sheet)
	item = frappe.get_doc(
		{
			"doctype": ITEM,
			"facility": doc.facility,
			"inspection": sheet,
			"asset_no": label,
			"asset_name": asset_name,
			"book_quantity": 0,
			"disposed_since": 0,
			"counted": max(counted, 1),
			"found_place": place,
			"condition": rules.GOOD,
			"label_state": "Good" if label else "Not There",
		}
	)
	access.require(doc.facility, ITEM, "write")
	item.name = f"{sheet}-{sheet_lines.last_number(sheet) + 1:05d}"
	item.flags.found_by_count = True
	return item.insert(ignore_permissions=True, set_name=item.name)


def mark_rest_missing(sheet: str) -> int:
	"""Note of everything that nobody has found that it is missing; return how many lines that were."""
	names = frappe.get_all(ITEM, {"inspection": sheet, "is_checked": 0}, pluck="name", order_by="name")
	for name in names:
		item = frappe.get_doc(ITEM, name)
		item.update({"counted": 0, "condition": rules.MISSING})
		item.save()
	return len(names)


def require_ready(doc) -> None:
	"""Refuse a sheet with something uncounted or undecided, or counted by whoever keeps the register alone."""
	_note_disposals(doc)
	_require_inspectors(doc)
	item = frappe.qb.DocType(ITEM)
	rows = (
		frappe.qb.from_(item)
		.select(item.asset_name, item.is_checked, item.finding, item.decision, item.reason)
		.where(item.inspection == doc.name)
		.orderby(item.name)
		.for_update()
	).run(as_dict=True)
	if not rows:
		frappe.throw(_("There is nothing on this sheet."))
	if open_rows := [row for row in rows if not row.is_checked]:
		frappe.throw(_("{0} assets have not been counted yet.").format(len(open_rows)))
	differing = [row for row in rows if row.finding != rules.AGREED]
	for row in differing:
		if not row.decision:
			frappe.throw(
				_("Nothing has been decided about {0} yet ({1}).").format(row.asset_name, _(row.finding))
			)
		if (row.finding in rules.OF_QUANTITY or row.decision == rules.NOTHING) and not cstr(
			row.reason
		).strip():
			frappe.throw(
				_("Please write down the reason for {0} ({1}).").format(row.asset_name, _(row.finding))
			)
	doc.item_count, doc.difference_count = len(rows), len(differing)


def has_line(sheet: str, key: str) -> bool:
	"""Tell whether a sheet has a line with this number, or of this name."""
	return bool(_line(sheet, key))


def decide(sheet: str, decisions: Iterable[dict]) -> int:
	"""Take decisions on lines of a sheet: dicts with name, decision and reason. Return how many changed."""
	changed = 0
	for row in decisions:
		item = frappe.get_doc(ITEM, row["name"])
		if item.inspection != sheet:
			frappe.throw(_("This line belongs to another count."), frappe.PermissionError)
		before = tuple(cstr(item.get(field)) for field in DECISION_FIELDS)
		item.update({field: row.get(field) or None for field in DECISION_FIELDS})
		if before != tuple(cstr(item.get(field)) for field in DECISION_FIELDS):
			item.save()
			changed += 1
	return changed


def _require_inspectors(doc) -> None:
	if not doc.inspector or not doc.verifier:
		frappe.throw(_("Please enter who counted and who confirmed the count."))
	alone = {doc.inspector, doc.verifier}
	if frappe.get_cached_value("Facility", doc.facility, "self_payment_allowed"):
		return
	if len(alone) == 1 or all(holds_role(doc.facility, user, "Accountant") for user in alone):
		frappe.throw(
			_(
				"Who keeps the register does not count alone. Please name somebody else to count or to confirm."
			)
		)


def _evaluate(item, before) -> None:
	if not item.is_checked:
		item.difference, item.finding = 0, None
		return
	count = rules.Count(
		book=cint(item.book_quantity),
		counted=cint(item.counted),
		disposed_since=cint(item.disposed_since),
		is_elsewhere=bool(item.place and item.found_place and item.place != item.found_place),
		condition=item.condition or rules.GOOD,
		label_is_good=(item.label_state or "Good") == "Good",
	)
	item.difference, found = rules.difference(count), rules.finding(count)
	if found != item.finding:
		item.decision = rules.proposed(found, item.condition or "")
	elif before and item.condition != before.condition and not _changed(item, before, "decision"):
		item.decision = rules.proposed(found, item.condition or "")
	item.finding = found


def _changed(item, before, field: str) -> bool:
	return cstr(item.get(field) or "") != cstr(before.get(field) or "")


def _find(sheet: str, key: str) -> str:
	"""Return the name of a line by the number of its asset, or by its own name."""
	name = _line(sheet, key)
	if not name:
		frappe.throw(
			_("{0} is not on this sheet.").format(frappe.utils.escape_html(key)), frappe.DoesNotExistError
		)
	return name


def _line(sheet: str, key: str) -> str | None:
	for field in ("asset_no", "name"):
		if name := frappe.db.get_value(ITEM, {"inspection": sheet, field: key.strip()}):
			return name
	return None


def _scope(doc) -> tuple:
	return getdate(doc.base_date), doc.place or None, doc.keeper or None


def _note_disposals(doc) -> None:
	"""Bring what was disposed of since the base date up to date, before a difference is asked about."""
	since = sheet_lines.disposed_since(doc)
	for row in frappe.get_all(
		ITEM, {"inspection": doc.name, "asset": ("is", "set")}, ["name", "asset", "disposed_since"]
	):
		if since.get(row.asset, 0) != row.disposed_since:
			item = frappe.get_doc(ITEM, row.name)
			item.disposed_since = since.get(row.asset, 0)
			_evaluate(item, None)
			values = {
				field: item.get(field) for field in ("disposed_since", "difference", "finding", "decision")
			}
			frappe.db.set_value(ITEM, row.name, values)
