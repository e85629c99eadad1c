"""Many values of the framework's shared cache (Redis) read in one go."""

import pickle
from collections.abc import Iterable

import frappe
import redis


def fetch(values: Iterable[str], hashes: Iterable[tuple[str, str]]) -> None:
	"""Read what is not in the memory of the request yet, where the framework looks before it asks Redis.

	A request asks Redis some thirty times, one value at a time. What is fetched here it finds; what is not in Redis it comes
	by as ever.

	:param values: keys, as for `frappe.cache.get_value`.
	:param hashes: (name, key) pairs, as for `frappe.cache.hget`.
	"""
	memory, make_key = frappe.local.cache, frappe.cache.make_key
	wanted = [(full, None) for full in map(make_key, values) if full not in memory]
	for name, key in hashes:
		full = make_key(name)
		if key not in memory.get(full, ()):
			wanted.append((full, key))
	questions = frappe.cache.pipeline(transaction=False)
	for full, key in wanted:
		questions.get(full) if key is None else questions.hget(full, key)
	try:
		answers = questions.execute()
	except redis.exceptions.ConnectionError:
		return  # the framework works without, and so does this
	for (full, key), answer in zip(wanted, answers, strict=True):
		if answer is None:
			continue
		if key is None:
			memory[full] = pickle.loads(answer)
		else:
			memory.setdefault(full, {})[key] = pickle.loads(answer)
