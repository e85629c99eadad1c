"""A year's receipts whose RQ worker is killed (SIGKILL) in the middle of a portion, and again while their file is written: another
worker goes on, and no number is lost or doubled (D9).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter

import donation_house
import frappe
import pytest
from donation_house import person
from donation_house import raw_gift as gift
from factory import acting_as
from frappe.utils import background_jobs
from rq import Queue

from huimang.donation.receipts import api, batch
from huimang.donation.receipts.service import DOCTYPE, LINE

YEAR = 2026
DONORS, PORTION, GIFTS_EACH = 18, 4, 2
_WORKER = """
import os, sys, time
import frappe
from frappe.utils import background_jobs
from rq import Queue, Worker

site, queue, portion, halt = sys.argv[1:]
frappe.init(site=site)
from huimang.donation.receipts import batch, paper, service

batch.run.__defaults__ = (int(portion),)
portions = []

def stop():
	print(os.getpid(), flush=True)
	time.sleep(60)

def issue(order, donors, real=service.issue):
	issued = real(order, donors)
	portions.append(issued)
	if halt == "issue" and len(portions) == 3:
		stop()
	return issued

def keep(name, tell, real=paper.keep):
	real(name, tell)
	if halt == "file":
		stop()

service.issue, paper.keep = issue, keep
connection = background_jobs.get_redis_conn()
Worker([Queue(queue, connection=connection)], connection=connection).work(burst=True, logging_level="ERROR")
"""


@pytest.fixture
def queue(monkeypatch):
	"""A queue of the test's own in the bench's Redis: nobody else's worker takes from it."""
	connection = background_jobs.get_redis_conn()
	own = Queue(f"receipts-{frappe.generate_hash(length=8)}", connection=connection)
	monkeypatch.setattr(background_jobs, "get_queue", lambda *_given, **_too: own)
	yield own
	for name in (*own.started_job_registry.get_job_ids(), *own.finished_job_registry.get_job_ids()):
		own.connection.delete(f"rq:job:{name}")
	connection.delete(own.started_job_registry.key, own.finished_job_registry.key)
	own.delete(delete_jobs=True)


def work(site: str, queue: Queue, halt: str = "") -> None:
	"""Let a worker take what waits; where it halts, it and its work horse, which tells its id then, are killed on the spot."""
	arguments = (site, queue.name, str(PORTION), halt)
	worker = subprocess.Popen(
		[sys.executable, "-W", "ignore", "-c", _WORKER, *arguments],
		stdout=subprocess.PIPE,
		text=True,
	)
	horse = worker.stdout.readline()
	if halt:
		worker.kill()
		os.kill(int(horse), signal.SIGKILL)
	worker.wait(60)
	worker.stdout.close()
	frappe.db.rollback()


def test_killed_twice_and_continued_no_number_is_lost_or_doubled(site, queue):
	home = donation_house.begin()
	donors = [person(home, f"후원{number:02}") for number in range(DONORS)]
	for donor in donors:
		for _gift in range(GIFTS_EACH):
			gift(home, donor)
	with acting_as(home.manager):
		made = frappe.get_doc({"doctype": batch.DOCTYPE, "facility": home.facility, "year": YEAR}).insert()
	frappe.db.commit()
	assert queue.count == 1

	work(site, queue, halt="issue")
	assert frappe.db.count(DOCTYPE, {"batch": made.name}) == 2 * PORTION, "whole portions, or nothing"
	go_on(home, made)
	work(site, queue, halt="file")
	assert frappe.db.get_value(batch.DOCTYPE, made.name, ["status", "merged_file"]) == ("Running", None)
	assert frappe.db.count("File", attached(made)) == 0
	go_on(home, made)
	go_on(home, made)
	work(site, queue)

	done = frappe.db.get_value(batch.DOCTYPE, made.name, ["status", "total", "done", "amount"], as_dict=True)
	assert (done.status, done.total, done.done) == ("Done", DONORS, DONORS)
	receipts = frappe.get_all(DOCTYPE, {"facility": home.facility}, ["donor", "number", "total_amount"])
	assert sorted(int(row.number) for row in receipts) == list(range(1, DONORS + 1))
	assert Counter(row.donor for row in receipts) == Counter(donors)
	assert done.amount == sum(row.total_amount for row in receipts) == DONORS * GIFTS_EACH * 30_000
	living = frappe.get_all(LINE, {"living_gift": ("is", "set"), "parenttype": DOCTYPE}, pluck="living_gift")
	mine = frappe.get_all("Donation", {"facility": home.facility}, pluck="name")
	assert Counter(name for name in living if name in set(mine)) == Counter(mine)
	assert frappe.db.count("File", attached(made)) == 1


def go_on(home, made) -> None:
	with acting_as(home.manager):
		api.go_on(made.name)
	frappe.db.commit()


def attached(made) -> dict:
	return {"attached_to_doctype": batch.DOCTYPE, "attached_to_name": made.name}
