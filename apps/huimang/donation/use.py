"""후원금의 사용 (제41조의7): what expenses may take of gifts, told from the ledger while they are written.

No second book is kept. The balances of the budget say what fund source and program have received, spent and set aside; the
purposes of designated gifts say on what. Designated gifts are spent for their purpose only (D10), undesignated ones within
the limits of the year (D12 by the subjects themselves, D13 here).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.donation import settings
from huimang.donation.books import Books, Sums
from huimang.errors import rule_message
from huimang.ledger.keys import EXPENSE
from huimang.money import won
from huimang.resolutions.problems import Problems
from huimang.rules import donations
from huimang.rules.errors import RuleViolation
from huimang.rules.fund_account import DONATION_KINDS

PURPOSE = "Donation Purpose"
ADMINISTRATION = "Administration"


def lock(doc) -> None:
	"""Let expenses out of the same gifts come one after the other, before their accounting year is locked."""
	funds = sorted({row.fund_source for row, _kind in _donation_lines(doc)})
	if funds:
		frappe.db.sql("SELECT name FROM `tabFund Source` WHERE name IN %s ORDER BY name FOR UPDATE", (funds,))


def check(doc, problems: Problems) -> None:
	"""Note what speaks against an expense out of gifts that is asked for (resolutions.checks asks).

	Passing a limit is told only where the facility has chosen so, or keeps no gifts here.
	"""
	if _donation_lines(doc):
		_check(doc, _Voice(problems, settings.mode(doc.facility), final=True))


def warn(doc) -> None:
	"""Tell while a draft is written what would be refused when it is asked for."""
	if doc.flags.turn or not _donation_lines(doc):
		return
	problems = Problems()
	voice = _Voice(problems, settings.WARN, final=False)
	_check(doc, voice)
	voice.tell()


class _Voice:
	"""Where what is wrong goes: into the problems that refuse, or into a message that tells."""

	def __init__(self, problems: Problems, mode: str, final: bool):
		self.problems, self.mode, self.final = problems, mode, final
		self.told: list[str] = []

	def forbid(self, message: str, line: int | None = None) -> None:
		"""Note what no setting allows."""
		if self.final:
			self.problems.add(message, line=line)
		else:
			self._note(_("Line {0}: {1}").format(line, message) if line else message)

	def obey(self, rule: Callable, *args: object) -> None:
		"""Ask a rule that sets a limit."""
		try:
			rule(*args)
		except RuleViolation as violation:
			if self.mode == settings.REFUSE:
				self.problems.add(rule_message(violation))
			else:
				self._note(rule_message(violation))
				if self.final:
					self.tell()

	def tell(self) -> None:
		"""Show what was noted, once."""
		for message in self.told:
			frappe.msgprint(message, indicator="orange", alert=True)
		self.told = []

	def _note(self, message: str) -> None:
		if message not in self.told:
			self.told.append(message)


def _check(doc, voice: _Voice) -> None:
	lines = _donation_lines(doc)
	funds = {row.fund_source for row, _kind in lines}
	books = Books(doc.accounting_year, funds, decides=voice.final)
	by_kind: dict[str, list] = defaultdict(list)
	for row, kind in lines:
		by_kind[kind].append(row)
	_check_designated(doc, by_kind["Designated Donation"], books, voice)
	_check_undesignated(doc, by_kind["Undesignated Donation"], books, voice)


def _check_designated(doc, rows: list, books: Books, voice: _Voice) -> None:
	purposes = purposes_of(doc.facility, {row.fund_source for row in rows})
	day = getdate(doc.proposal_date)
	new: dict[tuple[str, str], int] = defaultdict(int)
	new_administration: dict[tuple[str, str], int] = defaultdict(int)
	for row in rows:
		known = purposes.get(row.fund_source)
		if not known:
			continue  # the facility has not said what these gifts are for
		place = (row.fund_source, row.program)
		fitting = [purpose for purpose in known if purpose.program == row.program and purpose.is_open(day)]
		if not fitting:
			names = ", ".join(sorted({purpose.title for purpose in known}))
			voice.forbid(
				_(
					"These gifts are designated and may be spent for their purposes only: {0}. Please choose their program, or another fund source."
				).format(frappe.utils.escape_html(names)),
				row.idx,
			)
			continue
		use = _use_of(fitting, row.account_subject)
		if not use:
			titles = ", ".join(purpose.title for purpose in fitting)
			voice.forbid(
				_(
					"The gifts for {0} may not be spent on {1}. Please choose a subject of the purpose, or have the donors agree and add it there."
				).format(
					frappe.utils.escape_html(titles),
					frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"),
				),
				row.idx,
			)
			continue
		if not row.get("request_row"):
			new[place] += won(row.amount)
			if use == ADMINISTRATION:
				new_administration[place] += won(row.amount)
	for place, amount in new.items():
		_check_designated_sums(doc, place, amount, new_administration[place], purposes, books, voice)


def _check_designated_sums(
	doc,
	place: tuple[str, str],
	amount: int,
	administration: int,
	purposes: dict,
	books: Books,
	voice: _Voice,
) -> None:
	fund, program = place
	sums = books.of(fund, program)
	title = ", ".join(purpose.title for purpose in purposes[fund] if purpose.program == program)
	try:
		donations.check_designated_left(sums.left, amount, title)
	except RuleViolation as violation:
		voice.forbid(rule_message(violation))
	if administration:
		subjects = {
			subject
			for purpose in purposes[fund]
			if purpose.program == program
			for subject, use in purpose.subjects.items()
			if use == ADMINISTRATION
		}
		limit = settings.administration_limit(doc.facility, getdate(doc.proposal_date))
		spent = books.spent_on(subjects, fund, program) + administration
		voice.obey(donations.check_administration, sums.received, spent, limit, title)


def _check_undesignated(doc, rows: list, books: Books, voice: _Voice) -> None:
	new = [row for row in rows if not row.get("request_row")]
	if not new:
		return
	funds = {row.fund_source for row in new}
	parts = [books.of(fund) for fund in funds]
	sums = Sums(sum(part.received for part in parts), sum(part.used for part in parts))
	voice.obey(donations.check_undesignated_left, sums.left, sum(won(row.amount) for row in new))
	day = getdate(doc.proposal_date)
	indirect = sum(won(row.amount) for row in new if _is_indirect(_mok(row.account_subject), day))
	if indirect:
		standing = sum(amount for mok, amount in books.used_by_mok(funds).items() if _is_indirect(mok, day))
		limit = settings.indirect_limit(doc.facility, day)
		voice.obey(donations.check_indirect, sums.received, standing + indirect, limit)


class Purpose(NamedTuple):
	"""What designated gifts are for.

	Attributes:
		subjects: {account subject: Purpose or Administration}; empty for every subject of the program.
	"""

	name: str
	title: str
	program: str
	from_date: date | None
	to_date: date | None
	subjects: dict[str, str]

	def is_open(self, day: date) -> bool:
		"""Tell whether its gifts may be spent on a day."""
		return (not self.from_date or self.from_date <= day) and (not self.to_date or day <= self.to_date)


def purposes_of(facility: str, funds: Iterable[str]) -> dict[str, list[Purpose]]:
	"""Return the purposes of designated gifts by their fund source. Two readings, none where there are no fund sources."""
	funds = sorted(funds)
	if not funds:
		return {}
	wanted = {"facility": facility, "is_active": 1, "fund_source": ("in", funds)}
	fields = ["name", "purpose_name", "program", "fund_source", "from_date", "to_date"]
	heads = frappe.get_all(PURPOSE, wanted, fields, order_by="purpose_name")
	subjects: dict[str, dict[str, str]] = defaultdict(dict)
	if heads:
		rows = frappe.get_all(
			"Donation Purpose Subject",
			{"parent": ("in", [head.name for head in heads]), "parenttype": PURPOSE},
			["parent", "account_subject", "use"],
			limit_page_length=0,
		)
		for row in rows:
			subjects[row.parent][row.account_subject] = row.use
	found = defaultdict(list)
	for head in heads:
		place = (head.program, head.from_date, head.to_date)
		found[head.fund_source].append(Purpose(head.name, head.purpose_name, *place, subjects[head.name]))
	return found


def _donation_lines(doc) -> list[tuple]:
	"""Return the lines of an expense that gifts pay for, with the kind of gifts."""
	if doc.kind.side != EXPENSE:
		return []
	found = []
	for row in doc.lines:
		kind = row.fund_source and frappe.get_cached_value("Fund Source", row.fund_source, "kind")
		if kind in DONATION_KINDS and row.account_subject and row.program:
			found.append((row, kind))
	return found


def _use_of(purposes: Iterable[Purpose], subject: str) -> str | None:
	"""Return for which use purposes let a subject be spent on; None where they do not. A 목 stands for its 세목."""
	mok = _mok(subject)
	for purpose in purposes:
		if not purpose.subjects:
			return "Purpose"
		if use := purpose.subjects.get(subject) or purpose.subjects.get(mok):
			return use
	return None


def _is_indirect(mok: str, day: date) -> bool:
	gwan = mok and frappe.get_cached_value("Account Subject", mok, "gwan")
	name = gwan and frappe.get_cached_value("Account Subject", gwan, "subject_name")
	return bool(name) and donations.is_indirect(name, day)


def _mok(subject: str) -> str | None:
	return frappe.get_cached_value("Account Subject", subject, "mok")
