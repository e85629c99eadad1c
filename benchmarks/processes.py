"""The same work in several processes at once, each connected to the site, timed from their common start."""

import time
from collections.abc import Callable
from multiprocessing import get_context

from benchmarks.connection import connected

WARM_UP = 5


def rate(
	site: str, work: Callable[[dict, int, int], None], subject: dict, count: int, processes: int
) -> float:
	"""Run ``work(subject, share, number)`` in so many processes; return how much of ``count`` a second finishes."""
	context = get_context("spawn")
	start = context.Barrier(processes + 1)
	shares = [count // processes + (number < count % processes) for number in range(processes)]
	workers = [
		context.Process(target=_run, args=(site, work, subject, share, number, start))
		for number, share in enumerate(shares)
	]
	for worker in workers:
		worker.start()
	start.wait(120)
	begun = time.perf_counter()
	for worker in workers:
		worker.join()
	elapsed = time.perf_counter() - begun
	if any(worker.exitcode for worker in workers):
		raise SystemExit("A process of the benchmark failed; its error is above.")
	return count / elapsed


def _run(site: str, work: Callable, subject: dict, share: int, number: int, start) -> None:
	with connected(site):
		work(subject, WARM_UP, number)
		start.wait(120)
		work(subject, share, number)
