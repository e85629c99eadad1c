"""A process of the benchmark connected to its site."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe

ROOT = Path(__file__).resolve().parents[1]
# Facilities, people and books are made the way the tests make them.
sys.path.insert(0, str(ROOT / "tests" / "site"))


@contextmanager
def connected(site: str, user: str = "Administrator") -> Iterator[None]:
	"""Connect to a site of the bench, as this user, for the block."""
	# The framework looks for its logs beside the folder in which it runs.
	os.chdir(Path(os.environ.get("FRAPPE_BENCH_ROOT", ROOT)) / "sites")
	frappe.init(site=site)
	frappe.connect()
	# more people in an hour than the framework lets anybody make
	frappe.local.conf.throttle_user_limit = 100_000
	frappe.set_user(user)
	frappe.local.lang = "ko"
	try:
		yield
	finally:
		frappe.destroy()
