"""Many connections at once: threads, each with a frappe of its own, that start together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import frappe


def at_once(count: int, work: Callable[[int], object]) -> list:
	"""Run ``work(0)`` … ``work(count - 1)``, each on a connection of its own, and return what they return.

	What the test has done so far must be committed. The first exception of a connection is raised here.
	"""
	site, sites_path, start = frappe.local.site, frappe.local.sites_path, Barrier(count)

	def connected(number: int):
		frappe.init(site=site, sites_path=sites_path)
		frappe.connect()
		frappe.local.lang = "ko"
		try:
			start.wait(timeout=60)
			return work(number)
		finally:
			frappe.destroy()

	with ThreadPoolExecutor(count) as pool:
		futures = [pool.submit(connected, number) for number in range(count)]
		return [future.result() for future in futures]
