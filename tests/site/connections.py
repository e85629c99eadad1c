"""Many connections at once: processes, each with a frappe of its own, that start together."""

import traceback
from collections.abc import Callable
from multiprocessing import get_context

import frappe


def at_once(count: int, work: Callable[[int], object], timeout: float = 300) -> list:
	"""Run ``work(0)`` … ``work(count - 1)``, each in a process with a connection of its own; return what they return.

	What the test has done so far must be committed. A process that fails makes the test fail, with its traceback.
	"""
	# Forked, so that no process has to import the framework again.
	context = get_context("fork")
	site, start, results = frappe.local.site, context.Barrier(count), context.Queue()

	def connected(number: int) -> None:
		try:
			frappe.init(site=site, force=True)
			frappe.connect()
			frappe.local.lang = "ko"
			start.wait(timeout)
			results.put((number, work(number), None))
		except BaseException:
			start.abort()
			results.put((number, None, traceback.format_exc()))
		finally:
			frappe.destroy()

	processes = [context.Process(target=connected, args=(number,)) for number in range(count)]
	for process in processes:
		process.start()
	ended = sorted((results.get(timeout=timeout) for _process in processes), key=lambda result: result[0])
	for process in processes:
		process.join()
	failures = [failure for _number, _result, failure in ended if failure]
	assert not failures, "\n".join(failures)
	return [result for _number, result, _failure in ended]


def outcome(user: str, work: Callable[[], object]) -> str:
	"""Do the work as somebody and commit; say whether it was refused."""
	frappe.set_user(user)
	try:
		work()
		frappe.db.commit()
		return "done"
	except frappe.ValidationError:
		frappe.db.rollback()
		return "refused"
