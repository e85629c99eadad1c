"""Runs pieces of Python on a site, each in a process of its own: forked from this one, which has the framework in memory.

Reads a piece a line, as JSON, and answers with a line: what it printed, and the traceback where it failed.
"""

import io
import json
import os
import sys
import traceback
from contextlib import redirect_stdout

import frappe
import frappe.client
import frappe.utils.password


def main(site: str) -> None:
	"""Answer until nobody asks any more."""
	for line in sys.stdin:
		reading, writing = os.pipe()
		child = os.fork()
		if not child:
			with os.fdopen(writing, "w") as stream:
				json.dump(run(site, json.loads(line)), stream)
			os._exit(0)
		os.close(writing)
		with os.fdopen(reading) as stream:
			print(stream.read(), flush=True)
		os.waitpid(child, 0)


def run(site: str, code: str) -> tuple[str, str | None]:
	"""Run one piece and commit; return what it printed, and why it failed."""
	said = io.StringIO()
	try:
		with redirect_stdout(said):
			frappe.init(site=site)
			frappe.connect()
			exec(code, {"frappe": frappe})
			frappe.db.commit()
			frappe.destroy()
	except BaseException:
		return said.getvalue(), traceback.format_exc()
	return said.getvalue(), None


if __name__ == "__main__":
	main(sys.argv[1])
