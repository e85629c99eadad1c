"""Uses of cards that come by the hundred: recorded with one statement, to the same effect as one by one (`transactions.record`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import frappe
from frappe.utils import create_batch, getdate

from huimang.card import cancellations, transactions
from huimang.database.documents import insert_documents, listens
from huimang.money import won
from huimang.rules import cards as rules
from huimang.rules.cards import Use
from huimang.rules.errors import RuleViolation

AT_ONCE = 500
"""Uses in one statement."""
_TOLD = "ON DUPLICATE KEY UPDATE name = name RETURNING facility, transaction_key, amount, name"
"""A use that somebody else records meanwhile stays as it is, and comes back as it is."""
Place = tuple[str, str]
"""The facility and the key of a use."""


class Told(NamedTuple):
	"""A use that a message told; its card, where it is registered, is locked."""

	facility: str
	use: Use
	card: frappe._dict | None
	message: str


def fits() -> bool:
	"""Whether uses may go in at once: nothing that an operator has made wants to see each of them."""
	return not listens(transactions.DOCTYPE)


def record(told: Sequence[Told]) -> list[RuleViolation | None]:
	"""Record uses, each once, and set them off; return for each what stands against it.

	The caller's transaction has locked the cards before it read anything without a lock: so an approval and its cancellation
	find each other, whoever records the other one. The caller shows what was recorded or cancelled to those who watch.
	"""
	there = _known(told)
	problems, fresh = [], {}
	for one in told:
		place = one.facility, one.use.key
		problem = _problem(one.use, there.get(place))
		if not problem and place not in there:
			there[place] = one.use.amount
			fresh[place] = one
		problems.append(problem)
	for portion in create_batch(sorted(fresh), AT_ONCE):
		there |= _insert({place: fresh[place] for place in portion})
	_set_off(fresh.values())
	return [
		problem or _problem(one.use, there[one.facility, one.use.key])
		for one, problem in zip(told, problems, strict=True)
	]


def _known(told: Iterable[Told]) -> dict[Place, int]:
	"""Return the amounts of uses that are recorded already, by facility and key."""
	keys: dict[str, set[str]] = {}
	for one in told:
		keys.setdefault(one.facility, set()).add(one.use.key)
	return {
		(facility, key): abs(won(row.amount))
		for facility, wanted in keys.items()
		for key, row in transactions.known(facility, wanted).items()
	}


def _problem(use: Use, amount: int | None) -> RuleViolation | None:
	try:
		rules.check_use(use, getdate())
		transactions.require_same(use, amount)
	except RuleViolation as violation:
		return violation
	return None


def _insert(fresh: Mapping[Place, Told]) -> dict[Place, int]:
	"""Write uses; return the amounts of those that somebody else has recorded since we looked."""
	start = frappe.new_doc(transactions.DOCTYPE).as_dict(no_nulls=True)
	docs = {place: _document(one, start) for place, one in fresh.items()}
	found = {
		(facility, key): (abs(won(amount)), name)
		for facility, key, amount, name in insert_documents(transactions.DOCTYPE, list(docs.values()), _TOLD)
	}
	if found.keys() != docs.keys():
		raise frappe.DuplicateEntryError("a random name that another use has already")
	for place, doc in docs.items():
		if found[place][1] == doc.name:
			doc.notify_update()
	return {place: amount for place, (amount, name) in found.items() if name != docs[place].name}


def _document(one: Told, start: Mapping):
	doc = frappe.get_doc({**start, **transactions.values_of(one.facility, one.use, "Webhook")})
	doc.name, doc.card_message = frappe.generate_hash(length=10), one.message
	doc.flags.update(told=True, card=one.card, is_looked_up=True)
	transactions.complete(doc)
	doc._validate_mandatory()
	doc._validate_length()
	return doc


def _set_off(recorded: Iterable[Told]) -> None:
	"""Set off uses of an approval number under which there are an approval and a cancellation now."""
	for facility, uses in groupby(sorted(recorded, key=_by_facility), key=_by_facility):
		mine = {(one.use.approval_no, one.use.card_number): one for one in uses}
		# nobody waits for an unregistered card: what others record under its numbers just now is waited for here
		lock = not all(one.card for one in mine.values())
		there = _kinds(facility, {approval_no for approval_no, _card in mine}, lock)
		for approval_no, card in mine:
			kinds = {kind for number, kind in there[approval_no] if rules.may_be(number, card)}
			if len(kinds) > 1:
				cancellations.set_off(facility, card, approval_no)


def _by_facility(one: Told) -> str:
	return one.facility


def _kinds(facility: str, numbers: Iterable[str], lock: bool) -> dict[str, list[tuple[str, str]]]:
	"""Return cards and kinds of the uses of approval numbers."""
	found: dict[str, list[tuple[str, str]]] = defaultdict(list)
	for approval_no, *use in frappe.db.sql(
		f"""SELECT approval_no, card_number, kind FROM `tabCard Transaction`
		WHERE facility = %s AND approval_no IN %s {"FOR UPDATE" if lock else ""}""",
		(facility, sorted(numbers)),
	):
		found[approval_no].append(tuple(use))
	return found
