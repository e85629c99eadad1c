"""The same work in several processes at once, each connected to the site, timed from their common start."""

import resource
import time
from collections.abc import Callable
from multiprocessing import get_context

from benchmarks.connection import connected

WARM_UP = 5


def rate(
	site: str, work: Callable[[dict, int, int], None], subject: dict, count: int, processes: int
) -> float:
	"""Run ``work(subject, share, number)`` in so many processes; return how much of ``count`` a second finishes."""
	return measure(site, work, subject, count, processes)[0]


def measure(
	site: str,
	work: Callable[[dict, int, int], None],
	subject: dict,
	count: int,
	processes: int,
	warm_up: int = WARM_UP,
) -> tuple[float, int]:
	"""Return how much of ``count`` a second finishes, as `rate` does, and the MB that the largest process took at its peak."""
	context = get_context("spawn")
	start, peaks = context.Barrier(processes + 1), context.Array("l", processes)
	shares = [count // processes + (number < count % processes) for number in range(processes)]
	workers = [
		context.Process(target=_run, args=(site, work, subject, share, number, warm_up, start, peaks))
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
	return count / elapsed, max(peaks) // 1024


def _run(
	site: str, work: Callable, subject: dict, share: int, number: int, warm_up: int, start, peaks
) -> None:
	with connected(site):
		work(subject, warm_up, number)
		start.wait(120)
		work(subject, share, number)
		peaks[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
