"""What is spent and reserved of each grant: rows of Subsidy Balance, moved under the lock of their grant.

A grant is locked before anything of it is looked at, so that two documents cannot spend the same won of it. In the order of
locks (ledger/README.md) it comes with the documents that a document takes from: before the accounting year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import frappe

from huimang.database.sql import insert_rows, standard_columns
from huimang.ledger.keys import row_name

GRANT = "Subsidy Grant"
SUBSIDY, OWN, RECEIPT, INTEREST, RETURN = "Subsidy", "Own", "Receipt", "Interest", "Return"
SPENDING = (SUBSIDY, OWN)

PART_LABELS = {SUBSIDY: "Subsidy", OWN: "Own Funds"}


class Place(NamedTuple):
	"""Where a won of a grant is counted."""

	subsidy_grant: str
	part: str
	account_subject: str
	mok: str


class Sum(NamedTuple):
	"""Won reserved by documents that are being approved, and won in the ledger."""

	reserved: int = 0
	actual: int = 0

	def plus(self, other: Sum) -> Sum:
		"""Return the sums after `other` has been added."""
		return Sum(self.reserved + other.reserved, self.actual + other.actual)

	@property
	def used(self) -> int:
		"""What cannot be spent any more."""
		return self.reserved + self.actual


def lock(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return grants as they are committed now, locked in the order of their names until the transaction ends."""
	names = sorted(set(names))
	if not names:
		return {}
	heads = frappe.db.sql(
		f"SELECT * FROM `tab{GRANT}` WHERE name IN %s ORDER BY name FOR UPDATE", [names], as_dict=True
	)
	limits = frappe.db.sql(
		"""SELECT parent, account_subject, amount FROM `tabSubsidy Subject`
		WHERE parent IN %s AND parenttype = %s ORDER BY parent, idx LOCK IN SHARE MODE""",
		(names, GRANT),
	)
	found = {head.name: head for head in heads}
	for head in heads:
		head.subjects = {}
	for parent, subject, amount in limits:
		found[parent].subjects[subject] = int(amount or 0)
	return found


def read(grant: str, for_update: bool = False) -> dict[Place, Sum]:
	"""Return the sums of a grant by place. Without a lock they are to show, not to decide."""
	rows = frappe.db.sql(
		f"""SELECT part, account_subject, mok, reserved, actual FROM `tabSubsidy Balance`
		WHERE subsidy_grant = %s ORDER BY name {"FOR UPDATE" if for_update else ""}""",
		grant,
	)
	return {
		Place(grant, part, subject, mok): Sum(int(reserved), int(actual))
		for part, subject, mok, reserved, actual in rows
	}


def by_part(sums: Mapping[Place, Sum]) -> dict[str, Sum]:
	"""Return the sums of each part."""
	parts: dict[str, Sum] = defaultdict(Sum)
	for place, amount in sums.items():
		parts[place.part] = parts[place.part].plus(amount)
	return parts


def of_subject(sums: Mapping[Place, Sum], subject: str) -> Sum:
	"""Return what is spent and reserved on a subject; on a 목, with its 세목."""
	total = Sum()
	for place, amount in sums.items():
		if place.part in SPENDING and subject in (place.account_subject, place.mok):
			total = total.plus(amount)
	return total


def move(facility: str, changes: Mapping[Place, Sum]) -> dict[str, dict[str, Sum]]:
	"""Add to the sums of locked grants, and to the totals on the grants; return the sums by part of each grant."""
	standard = standard_columns(frappe.session.user, frappe.utils.now_datetime())
	insert_rows(
		"Subsidy Balance",
		("name", "facility", *Place._fields, "reserved", "actual", *standard),
		sorted(
			(row_name(place), facility, *place, *amount, *standard.values())
			for place, amount in changes.items()
		),
		"""ON DUPLICATE KEY UPDATE reserved = reserved + VALUES(reserved), actual = actual + VALUES(actual),
		modified = VALUES(modified), modified_by = VALUES(modified_by)""",
	)
	after = {}
	for grant in sorted({place.subsidy_grant for place in changes}):
		after[grant] = by_part(read(grant, for_update=True))
		_note_totals(grant, after[grant])
	return after


def _note_totals(grant: str, parts: Mapping[str, Sum]) -> None:
	spending = parts[SUBSIDY].plus(parts[OWN])
	frappe.db.sql(
		f"""UPDATE `tab{GRANT}` SET received_amount = %s, interest_amount = %s, reserved_amount = %s,
		spent_amount = %s, returned_amount = %s, left_amount = total_amount - %s WHERE name = %s""",
		(
			*(parts[RECEIPT].actual, parts[INTEREST].actual, spending.reserved, spending.actual),
			*(parts[RETURN].actual, spending.used, grant),
		),
	)
	frappe.clear_document_cache(GRANT, grant)
