"""What is read from the database once and kept by name in the cache that all processes share, until somebody changes it."""

from __future__ import annotations

from collections.abc import Callable

import frappe


class Kept:
	"""Facts of one kind, for example the roles of each user.

	A change puts the new facts in the place of the old ones once its transaction is through. Were they only dropped, a request
	that began before the change, and so sees the database of before to its end, would fill the gap with what held then.

	Attributes:
		key: under which the cache holds them.
		read: reads the facts of one name from the database.
	"""

	def __init__(self, key: str, read: Callable[[str], object]):
		self.key, self.read = key, read

	def of(self, name: str):
		"""Return the facts of a name."""
		facts = frappe.cache.hget(self.key, name)
		return self.renew(name) if facts is None else facts

	def renew(self, name: str):
		"""Read the facts of a name anew, and return them."""
		facts = self.read(name)
		frappe.cache.hset(self.key, name, facts)
		return facts

	def changed(self, *names: str) -> None:
		"""Let everybody see what holds now as soon as the transaction is through, and the transaction itself at once."""

		def drop() -> None:
			for name in names:
				frappe.cache.hdel(self.key, name)

		def renew() -> None:
			for name in names:
				self.renew(name)

		drop()
		frappe.db.after_commit.add(renew)
		frappe.db.after_rollback.add(drop)


def user_changed(user: str) -> None:
	"""The same for what the framework keeps of a user, of which the roles are put in their place.

	By itself it empties its cache before the change is through, and fills it with what whichever request comes next sees.
	"""

	def renew() -> None:
		frappe.clear_cache(user=user)
		frappe.get_roles(user)

	frappe.cache.hdel("roles", user)
	frappe.db.after_commit.add(renew)
	frappe.db.after_rollback.add(lambda: frappe.cache.hdel("roles", user))
