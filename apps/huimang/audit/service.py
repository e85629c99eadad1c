"""감사 자료: asked for, made in the background a portion at a time, bound into one file, and kept with the Audit Pack.

Whoever goes on after a stop, or a kill, takes up the plan that was made first and makes what has not been made: which documents a
pack holds does not change on the way.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate, now_datetime

from huimang import jobs
from huimang.audit import assembly, listings, portions, selection
from huimang.audit.selection import Chosen
from huimang.audit.shelf import Shelf, alone
from huimang.facility import access

DOCTYPE = "Audit Pack"
WAITING, RUNNING, DONE, FAILED = "Waiting", "Running", "Done", "Failed"
EVENT = "huimang_audit_pack"
"""What the browser of whoever asked listens for."""


def prepare(doc) -> None:
	"""Check that there is something to be packed, and name the pack."""
	access.require(doc.facility, DOCTYPE, "create")
	year = frappe.db.get_value(
		"Accounting Year", doc.accounting_year, ["facility", "start_date", "end_date"], as_dict=True
	)
	if not year or year.facility != doc.facility:
		frappe.throw(_("Please choose an accounting year of this facility."))
	doc.from_date, doc.to_date = getdate(doc.from_date), getdate(doc.to_date)
	if not year.start_date <= doc.from_date <= doc.to_date <= year.end_date:
		frappe.throw(_("Please choose days within the accounting year, the first one before the last."))
	wanted = selection.kinds(doc)
	if not wanted:
		frappe.throw(_("Please choose at least one kind of document."))
	for doctype in wanted:
		access.require(doc.facility, doctype, "print")
	chosen = selection.choose(doc)
	if not chosen and not cint(doc.with_books):
		frappe.throw(_("There is no document that fits this selection. Please choose again."))
	doc.title = _("Audit pack {0} – {1}").format(formatdate(doc.from_date), formatdate(doc.to_date))
	doc.status, doc.done, doc.total = WAITING, 0, len(chosen)
	doc.total_amount = sum(each.amount for each in chosen)


def start(name: str) -> None:
	"""Let a worker make the pack, or go on with it; asked twice, it is made once."""
	from huimang.audit import tasks

	jobs.later(tasks.make_pack, pack=name)


def run(name: str) -> None:
	"""Make a pack from where it stands to its end, with the rights of the current user."""
	with alone(name) as is_alone:
		if not is_alone or frappe.db.get_value(DOCTYPE, name, "status") == DONE:
			return
		pack = frappe.get_doc(DOCTYPE, name)
		pack.check_permission("write")
		_note(name, status=RUNNING, started_on=pack.started_on or now_datetime())
		frappe.db.commit()
		shelf = Shelf(name)
		shelf.open()
		plan = _plan(shelf, pack)
		for number, chosen in enumerate(_portions(plan)):
			if shelf.record(f"part-{number}") is None:
				shelf.note(f"part-{number}", portions.make(shelf, f"part-{number}", chosen, pack))
				# the trees of laid-out pages refer to themselves, and would pile up until Python looks for such on its own
				gc.collect()
			_tell(
				pack,
				min((number + 1) * portions.SIZE, len(plan)),
				len(plan),
				_("Resolutions and their evidence"),
			)
		books = _books(shelf, pack, plan)
		_tell(pack, len(plan), len(plan), _("Binding everything into one file"))
		_note(
			name,
			status=DONE,
			finished_on=now_datetime(),
			stage_note="",
			**assembly.assemble(pack, shelf, books),
		)
		frappe.db.commit()
		shelf.clear()
	frappe.publish_realtime(EVENT, {"pack": name, "status": DONE}, user=frappe.session.user)


def fail(name: str) -> None:
	"""Note that a pack has stopped; it can be gone on with."""
	frappe.db.rollback()
	_note(name, status=FAILED)
	frappe.db.commit()
	frappe.publish_realtime(EVENT, {"pack": name, "status": FAILED}, user=frappe.session.user)


def _plan(shelf: Shelf, pack) -> list[Chosen]:
	plan = shelf.record("plan")
	if plan is None:
		plan = selection.choose(pack)
		shelf.note("plan", plan)
	chosen = [Chosen(*each) for each in plan]
	_note(pack.name, total=len(chosen), total_amount=sum(each.amount for each in chosen))
	return chosen


def _portions(plan: Sequence[Chosen]) -> list[Sequence[Chosen]]:
	return [plan[start : start + portions.SIZE] for start in range(0, len(plan), portions.SIZE)]


def _books(shelf: Shelf, pack, plan: Sequence[Chosen]) -> list[str]:
	"""Write the books that have not been written; return the names of all."""
	names = []
	for number, statement in enumerate(listings.BOOKS if pack.with_books else ()):
		name = f"book-{number}"
		names.append(name)
		if shelf.record(name) is None:
			_tell(pack, len(plan), len(plan), _("Books"))
			shelf.note(
				name, listings.write_book(shelf, name, statement, listings.filters_of(pack, statement))
			)
	return names


def _tell(pack, done: int, total: int, what: str) -> None:
	_note(pack.name, done=done, stage_note=what)
	frappe.db.commit()
	frappe.publish_progress(done * 90 / max(total, 1), title=_("Audit Pack"), description=what)


def _note(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values)
