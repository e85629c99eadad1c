"""Many rows over a connection of their own: the same values as the framework's, one moment, all or nothing."""

import frappe
import pytest
from ledger_books import make_books

from huimang.database import bulk
from huimang.database.sql import roll_back_to


@pytest.fixture
def note():
	"""Writes committed rows into a table that nothing else uses, and takes them away afterwards."""
	frappe.db.delete("Note Seen By", {"parenttype": "bulk test"})
	frappe.db.commit()
	yield lambda number, **kw: (f"bulk-{number}", "bulk test", kw.get("user", "한글 '따옴표' 😀 %s"), number)
	frappe.db.rollback()
	frappe.db.delete("Note Seen By", {"parenttype": "bulk test"})
	frappe.db.commit()


COLUMNS = ("name", "parenttype", "user", "idx")


def written() -> list[tuple]:
	frappe.db.rollback()
	query = "SELECT name, parenttype, user, idx FROM `tabNote Seen By` WHERE parenttype = 'bulk test' ORDER BY idx"
	return list(frappe.db.sql(query))


def test_mysqlclient_gives_the_values_that_the_framework_gives():
	"""Every type that columns have: text, dates, times, decimals, whole numbers, nothing."""
	query = """SELECT name, creation, modified, docstatus, idx, CAST(1.5 AS DECIMAL(21, 9)), CAST('2026-01-31' AS DATE),
		CAST('12:30:01.5' AS TIME(6)), NULL, 9007199254740993, '', 1.25e0 FROM tabUser ORDER BY name"""
	with bulk.reader() as reader:
		rows = list(reader.rows(query))
	assert rows == list(frappe.db.sql(query))
	assert [type(value) for value in rows[0]] == [type(value) for value in frappe.db.sql(query)[0]]


def test_values_are_parameters():
	with bulk.reader() as reader:
		assert list(reader.rows("SELECT %s, %s", ["'; DROP TABLE x; --", "한글 😀"])) == [
			("'; DROP TABLE x; --", "한글 😀")
		]


def test_all_reads_show_one_moment(note):
	with bulk.reader() as reader:
		count = "SELECT COUNT(*) FROM `tabNote Seen By` WHERE parenttype = 'bulk test'"
		assert next(reader.rows(count)) == (0,)
		with bulk.writer() as writer:
			writer.insert("Note Seen By", COLUMNS, [note(1)])
		assert list(reader.rows(count)) == [(0,)]
	with bulk.reader() as reader:
		assert list(reader.rows(count)) == [(1,)]


def test_a_reader_cannot_write():
	with bulk.reader() as reader, pytest.raises(Exception, match="READ ONLY|read only"):
		list(reader.rows("DELETE FROM `tabNote Seen By` WHERE name = 'nothing'"))


def test_rows_appear_together(note):
	rows = [note(number) for number in range(bulk.WRITE_CHUNK * 2 + 1)]
	with bulk.writer() as writer:
		assert writer.insert("Note Seen By", COLUMNS, iter(rows)) == len(rows)
		assert written() == []
	assert written() == rows


def test_an_error_leaves_no_row(note):
	with pytest.raises(ValueError), bulk.writer() as writer:
		writer.insert("Note Seen By", COLUMNS, [note(number) for number in range(10)])
		raise ValueError
	assert written() == []
	with pytest.raises(Exception, match="Duplicate"), bulk.writer() as writer:
		writer.insert("Note Seen By", COLUMNS, [note(1), note(2), note(1)])
	assert written() == []


def test_it_steps_aside_where_the_framework_uses_mysqlclient(monkeypatch, note):
	"""The framework's own connection serves then, and everything else stays as it is."""
	own = bulk.own_driver()
	assert own and own.__name__ == "MySQLdb"
	monkeypatch.setattr(type(frappe.local.db), "ProgrammingError", own.ProgrammingError)
	assert bulk.own_driver() is None
	monkeypatch.undo()
	monkeypatch.setattr(bulk, "own_driver", lambda: None)
	with bulk.writer() as writer:
		writer.insert("Note Seen By", COLUMNS, [note(1), note(2)])
	with bulk.reader() as reader:
		query = "SELECT name, idx FROM `tabNote Seen By` WHERE parenttype = %s ORDER BY idx"
		assert list(reader.rows(query, ["bulk test"])) == [("bulk-1", 1), ("bulk-2", 2)]


def test_without_mysqlclient_the_framework_serves(monkeypatch):
	def missing(name):
		raise ImportError(name)

	monkeypatch.setattr(bulk, "import_module", missing)
	assert bulk.own_driver() is None


def test_a_caller_who_has_changed_something_sees_it(monkeypatch):
	query = "SELECT name FROM `tabFacility` WHERE name = %s"
	books = make_books()
	assert bulk.fetch(query, [books.facility]) == [(books.facility,)]
	frappe.db.rollback()
	assert bulk.fetch(query, [books.facility]) == []
	books = make_books()
	frappe.db.savepoint("bulk_test")
	roll_back_to("bulk_test")
	assert bulk.fetch(query, [books.facility]) == [(books.facility,)]
	frappe.db.rollback()
	monkeypatch.setattr(frappe.local.db, "sql", None)
	assert bulk.fetch("SELECT 1") == [(1,)], (
		"a caller who has changed nothing reads over the other connection"
	)


def test_uncommitted_changes_of_the_caller_are_not_seen():
	books = make_books()
	with bulk.reader() as reader:
		assert list(reader.rows("SELECT name FROM `tabFacility` WHERE name = %s", [books.facility])) == []
