"""A whole year's receipts at once: issued in portions, then put into one file, then mailed, each step resumable.

A portion is one transaction: killed in it, nothing of it is there and no number is taken; started again, the batch goes on
with the donors whose gifts stand on no receipt yet. So it never matters how often, or where, it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, now_datetime

from huimang import jobs
from huimang.donation.receipts import gifts, mail, paper, service
from huimang.donation.receipts.service import Order
from huimang.facility import access
from huimang.printing import mailing
from huimang.rules import donation_receipts as rules

DOCTYPE = "Receipt Batch"
WAITING, RUNNING, DONE, FAILED = "Waiting", "Running", "Done", "Failed"
EVERYBODY = "Everybody"
PORTION = 200
"""Donors in one transaction."""
EVENT = "huimang_receipt_batch"
"""What the browser of whoever asked listens for."""


def prepare(doc) -> None:
	"""Check that the batch can be made at all, and name it."""
	access.require(doc.facility, service.DOCTYPE, "create")
	service.issuer(doc.facility)
	if not 2000 <= int(doc.year or 0) <= frappe.utils.getdate().year:
		frappe.throw(_("Please choose the year in which the gifts arrived."))
	_tell_of_electronic(doc.facility, int(doc.year))
	doc.title = _("Donation receipts of {0}").format(doc.year)
	doc.status, doc.done, doc.skipped, doc.mailed = WAITING, 0, 0, 0
	if doc.by_mail:
		mailing.require_account()


def _tell_of_electronic(facility: str, year: int) -> None:
	"""Tell where the tax office wants electronic receipts of a year's gifts (4.6)."""
	before = frappe.db.sql(
		f"SELECT SUM(total_amount) FROM `tab{service.DOCTYPE}` WHERE facility = %s AND year = %s AND status = %s",
		(facility, year - 1, service.ISSUED),
	)
	on = date(year, 12, 31)
	if rules.electronic_only(int(before[0][0] or 0), on):
		frappe.msgprint(
			_(
				"Receipts for {0} must be issued electronically at Hometax by {1}: those of the year before came to more than 300 million won."
			).format(year, formatdate(rules.electronic_due(year))),
			indicator="orange",
		)


def start(name: str) -> None:
	"""Let a worker make the batch, or go on with it; asked twice, it is made once."""
	from huimang.donation.receipts import tasks

	jobs.later(tasks.make_receipts, batch=name)


def run(name: str, portion: int = PORTION) -> None:
	"""Make a batch from where it stands to its end. Commits after every portion."""
	doc = _begin(name)
	order = Order(doc.facility, doc.year, doc.code, batch=name)
	wanted, problems = candidates(doc.facility, doc.year, doc.donors == EVERYBODY)
	done = frappe.db.count(service.DOCTYPE, {"batch": name})
	total = done + len(wanted)
	_note(name, total=total, skipped=len(problems), problems="\n".join(problems))
	frappe.db.commit()
	for donors in _portions(wanted, portion):
		_lock(name)
		done += len(service.issue(order, donors))
		_note(name, done=done)
		frappe.db.commit()
		_tell(doc, done, total, _("Issuing receipts"))
	_note(name, done=done, amount=_amount(name))
	frappe.db.commit()
	if done:
		paper.keep(name, lambda ready: _tell(doc, ready, done, _("Writing the file of all receipts")))
		frappe.db.commit()
	if doc.by_mail:
		mailed = mail.send_batch(name, lambda ready: _tell(doc, ready, done, _("Sending mails")))
		_note(name, mailed=mailed)
	_note(name, status=DONE, finished_on=now_datetime())
	frappe.db.commit()
	frappe.publish_realtime(EVENT, {"batch": name, "status": DONE}, user=doc.owner)


def fail(name: str) -> None:
	"""Note that a batch has stopped; it can be started again."""
	frappe.db.rollback()
	_note(name, status=FAILED)
	frappe.db.commit()
	frappe.publish_realtime(
		EVENT, {"batch": name, "status": FAILED}, user=frappe.db.get_value(DOCTYPE, name, "owner")
	)


def _begin(name: str) -> frappe._dict:
	_lock(name)
	columns = ["name", "facility", "year", "donors", "code", "by_mail", "owner", "started_on"]
	doc = frappe.db.get_value(DOCTYPE, name, columns, as_dict=True)
	_note(name, status=RUNNING, started_on=doc.started_on or now_datetime())
	frappe.db.commit()
	return doc


def _lock(name: str) -> None:
	"""Let one worker at a time go on with the batch."""
	frappe.db.sql(f"SELECT name FROM `tab{DOCTYPE}` WHERE name = %s FOR UPDATE", name)


def candidates(facility: str, year: int, everybody: bool = False) -> tuple[list[str], list[str]]:
	"""Return the donors who get a receipt, by name, and who is left out with the reason.

	:param everybody: also those who did not ask for one (제41조의4제2항 단서).
	"""
	found = gifts.ungiven(facility, year)
	records = gifts.donors(list(found)) if found else {}
	wanted, problems = [], []
	for record in sorted(records.values(), key=lambda record: (record.donor_name, record.name)):
		if not everybody and not record.receipt_wanted:
			continue
		if reason := gifts.why_not(record):
			problems.append(f"{record.donor_name}\t{reason}")
		else:
			wanted.append(record.name)
	return wanted, problems


def _portions(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
	for start in range(0, len(names), size):
		yield names[start : start + size]


def _amount(name: str) -> int:
	rows = frappe.db.sql(f"SELECT SUM(total_amount) FROM `tab{service.DOCTYPE}` WHERE batch = %s", name)
	return int(rows[0][0] or 0)


def _note(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values)


def _tell(doc: frappe._dict, done: int, total: int, what: str) -> None:
	frappe.publish_progress(
		done * 100 / max(total, 1), title=_("Donation receipts of {0}").format(doc.year), description=what
	)
