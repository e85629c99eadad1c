"""mysqlclient beside the framework's driver: the same ledger entries written and read through each."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import frappe

from benchmarks import fill
from huimang.database import bulk

MYSQLCLIENT, FRAMEWORK = "mysqlclient", "the framework's driver"


def measure(count: int) -> list[tuple[str, float, float]]:
	"""Return (road, rows a second, microseconds of this process's CPU a row) for so many entries."""
	facility = fill.empty_facility()
	columns, rows = fill.rows_of(facility, count)
	roads = [
		(f"write: bulk.writer, {driver}", lambda driver=driver: _write(driver, columns, rows))
		for driver in (FRAMEWORK, MYSQLCLIENT)
	]
	results = [_timed(road, work, count) for road, work in roads]
	fill.fill(facility, count)
	query = f"SELECT {', '.join(f'`{c}`' for c in columns)} FROM `tabLedger Entry` WHERE facility = %s ORDER BY entry_no"
	roads = [
		("read: frappe.db.sql", lambda: len(frappe.db.sql(query, [facility]))),
		(f"read: bulk.reader, {FRAMEWORK}", lambda: _read(FRAMEWORK, query, facility)),
		(f"read: bulk.reader, {MYSQLCLIENT}", lambda: _read(MYSQLCLIENT, query, facility)),
	]
	frappe.db.rollback()
	return results + [_timed(road, work, count) for road, work in roads]


class _Undo(Exception):
	"""Ends a transaction whose rows are not to stay."""


def _write(driver: str, columns: tuple, rows: list) -> None:
	with suppress(_Undo), _using(driver), bulk.writer() as writer:
		writer.insert("Ledger Entry", columns, rows)
		raise _Undo


def _read(driver: str, query: str, facility: str) -> int:
	with _using(driver), bulk.reader() as reader:
		return sum(1 for _row in reader.rows(query, [facility]))


@contextmanager
def _using(driver: str) -> Iterator[None]:
	own = bulk.own_driver
	if driver == FRAMEWORK:
		bulk.own_driver = lambda: None
	try:
		yield
	finally:
		bulk.own_driver = own


def _timed(road: str, work: Callable[[], object], count: int) -> tuple[str, float, float]:
	"""Take the best of three."""
	best, least = float("inf"), float("inf")
	for _i in range(3):
		begun, used = time.perf_counter(), time.process_time()
		work()
		best, least = min(best, time.perf_counter() - begun), min(least, time.process_time() - used)
	return road, count / best, least / count * 1e6
