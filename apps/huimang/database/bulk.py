"""Reading and writing many rows: mysqlclient on a connection of its own, with the site's credentials.

The framework's driver (PyMySQL) turns rows into Python objects in Python, mysqlclient does it in C, and the values are the
same; benchmarks/RESULTS.md says what that gains. Where the framework's own driver is mysqlclient already, or mysqlclient is not installed, the
connection comes from the framework and everything else stays as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from itertools import islice
from types import ModuleType

import frappe

from huimang.database.sql import insert_statement

READ_CHUNK = 2_000
WRITE_CHUNK = 500
_SETTINGS = ("host", "port", "unix_socket", "user", "password", "database", "charset", "use_unicode", "ssl")


class Reader:
	"""Reads of one moment: all of them show what was committed when the reader was opened."""

	def __init__(self, connection) -> None:
		self._connection = connection

	def rows(self, query: str, values: Sequence | None = None) -> Iterator[tuple]:
		"""Yield the rows of a parameterised SELECT as tuples while the server sends them.

		Finish or close one iteration before the next begins: rows come over the one connection.
		"""
		with closing(self._connection.cursor(_streaming_cursor(self._connection))) as cursor:
			cursor.execute(query, values)
			while rows := cursor.fetchmany(READ_CHUNK):
				yield from rows


class Writer:
	"""Writes of one transaction of its own."""

	def __init__(self, connection) -> None:
		self._connection = connection

	def insert(self, doctype: str, columns: Sequence[str], rows: Iterable[Sequence]) -> int:
		"""Insert rows into the table of a DocType without its controller, and return how many they were.

		:param columns: column names, from code only: they are not escaped.
		"""
		count = 0
		rows = iter(rows)
		with closing(self._connection.cursor()) as cursor:
			while chunk := list(islice(rows, WRITE_CHUNK)):
				statement = insert_statement(doctype, columns, len(chunk))
				cursor.execute(statement, [value for row in chunk for value in row])
				count += len(chunk)
		return count


@contextmanager
def reader() -> Iterator[Reader]:
	"""Open a read-only snapshot of what is committed; the caller's own uncommitted changes are not in it."""
	connection = _connect()
	try:
		with closing(connection.cursor()) as cursor:
			cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
		yield Reader(connection)
	finally:
		connection.close()


@contextmanager
def writer() -> Iterator[Writer]:
	"""Open a transaction of its own: its rows appear all together when the block ends, or none of them does.

	It is not the caller's transaction. It neither sees nor undoes what the caller has not committed, and it must not
	touch rows that the caller holds locked: it would wait for the caller, who waits for it. What has to happen together
	with the caller's own changes is written through `huimang.database.sql.insert_rows` instead.
	"""
	connection = _connect()
	try:
		yield Writer(connection)
		connection.commit()
	finally:
		# Closing drops what has not been committed.
		connection.close()


def fetch(query: str, values: Sequence | None = None) -> list[tuple]:
	"""Return the rows of a parameterised SELECT, for statements and exports over raw entries.

	They are read over a connection of their own, unless the caller's transaction has changed something: then it must
	see its own changes, and reads them itself.
	"""
	if own_driver() is None or frappe.db.transaction_writes:
		return list(frappe.db.sql(query, values or ()))
	with reader() as snapshot:
		return list(snapshot.rows(query, values))


def own_driver() -> ModuleType | None:
	"""Return mysqlclient's module where it is to be used beside the framework's driver, otherwise None."""
	if frappe.db.ProgrammingError.__module__.startswith("MySQLdb"):
		return None
	try:
		return import_module("MySQLdb")
	except ImportError:
		return None


def _connect():
	"""Return a new connection of the site: mysqlclient's, or the framework's own where that is to serve."""
	driver = own_driver()
	if driver is None:
		return frappe.db.get_connection()
	settings = frappe.db.get_connection_settings()
	# Decimals become floats, as they do with the framework's connection.
	conversions = import_module("MySQLdb.converters").conversions
	decimal = import_module("MySQLdb.constants.FIELD_TYPE").NEWDECIMAL
	return driver.connect(
		**{key: settings[key] for key in _SETTINGS if settings.get(key)}, conv=conversions | {decimal: float}
	)


def _streaming_cursor(connection) -> type:
	"""Return the cursor class of the connection's driver that leaves rows on the server until they are asked for."""
	return import_module(type(connection).__module__.partition(".")[0] + ".cursors").SSCursor
