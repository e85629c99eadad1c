"""Background jobs: each is a process that the worker forks, with nothing imported but the framework."""

import subprocess
import sys

JOB = """
import sys

import frappe
from frappe.utils.background_jobs import execute_job

site = {site!r}
frappe.init(site=site)
frappe.connect()
execute_job(site, "frappe.ping", "test", "test", {{}}, user="Administrator", is_async=False)
frappe.get_doc("User", "Administrator")
print(*sorted({{"huimang.jobs", "huimang.demo", "huimang.printing", "openpyxl", "pypdf", "weasyprint"}} & set(sys.modules)))
"""


def test_a_job_loads_only_what_it_needs(site):
	"""The layout engine and the demonstration take longer to import than most jobs take to do."""
	loaded = subprocess.run(
		[sys.executable, "-c", JOB.format(site=site)], capture_output=True, text=True, check=True
	).stdout.split()
	assert loaded == ["huimang.jobs"]
