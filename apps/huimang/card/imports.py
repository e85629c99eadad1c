"""Lists of card companies, uploaded: each row is recorded as if it had been sent, once, whatever was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import frappe
from frappe import _
from frappe.utils import fmt_money

from huimang.card import formats, messages, numbers, transactions
from huimang.migration import card_sheet
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Planned, Upload
from huimang.migration.workbook import Sheet
from huimang.rules.cards import APPROVAL, Use


class CardUpload(Upload):
	"""Uses of cards as a card company lists them; options: ``card_file_format``, ``corporate_card`` for lists that name no card."""

	doctype = transactions.DOCTYPE

	def sheets(self, content: bytes) -> Iterator[Sheet]:
		return card_sheet.read_sheets(content)

	def layouts(self) -> Sequence[Layout]:
		self._formats = formats.layouts(self.options.card_file_format)
		return [layout for layout, _cancelled, _ignored in self._formats]

	def prepare(self, entries: list[Entry]) -> None:
		"""Leave out rows that are no uses of cards."""
		self._words = {layout.title: words for layout, *words in self._formats}
		self.passed_over = len(entries)
		entries[:] = [
			entry
			for entry in entries
			if not card_sheet.is_passed_over(entry, self._words[entry.layout.title][1])
		]
		self.passed_over -= len(entries)
		self._same: Counter[tuple] = Counter()
		self._uses: dict[str, list[Use]] = {}
		self._cards: dict[str, frappe._dict | None] = {}
		self._recorded: list[str] = []
		chosen = self.options.corporate_card
		self._number = frappe.db.get_value("Corporate Card", chosen, "card_number") if chosen else ""

	def plan(self, entry: Entry) -> dict:
		place = (
			entry.get("approved_at") or entry.get("approved_day"),
			entry.get("merchant_name"),
			entry.get("amount"),
		)
		self._same[place] += 1
		cancelled = self._words[entry.layout.title][0]
		values = {"uses": card_sheet.uses(entry, cancelled, self._number or "", self._same[place])}
		self._uses[self.key(values)] = values["uses"]
		return values

	def key(self, values: dict) -> str:
		return "|".join(use.key for use in values["uses"])

	def known(self, keys: list[str]) -> dict[str, frappe._dict]:
		single = {part for key in keys for part in key.split("|")}
		there = transactions.known(self.facility, single)
		# one that stands there with another amount is refused where it would be recorded
		return {
			key: there[key.split("|")[0]]
			for key in keys
			if all(transactions.is_same(there.get(use.key), use) for use in self._uses[key])
		}

	def write(self, values: dict, name: str | None) -> str:
		names = [self._record(use) for use in values["uses"]]
		return names[0]

	def finish(self, written: list[Planned]) -> None:
		"""Show the file's uses to whoever watches, all at once, and have their resolutions drafted."""
		transactions.watch(self._recorded)
		frappe.db.after_commit.add(messages.wake)

	def notes(self, planned: list[Planned]) -> list[str]:
		uses = [use for item in planned for use in item.values["uses"]]
		total = sum(use.amount if use.kind == APPROVAL else -use.amount for use in uses)
		backs = sum(use.kind != APPROVAL for use in uses)
		told = [
			_("{0} approvals, {1} cancellations, {2} won in total.").format(
				len(uses) - backs, backs, fmt_money(total, 0)
			)
		]
		if self.passed_over:
			told.append(_("{0} rows are no uses of a card and are passed over.").format(self.passed_over))
		unknown = sorted({use.card_number for use in uses if not self._card(use)})
		if unknown:
			told.append(_("Cards that are not registered: {0}.").format(", ".join(unknown)))
		return told

	def _record(self, use: Use) -> str:
		recorded = transactions.record(self.facility, use, "Upload", self._card(use), is_shown=False)
		if recorded.is_new:
			self._recorded.append(recorded.name)
		return recorded.name

	def _card(self, use: Use) -> frappe._dict | None:
		if use.card_number not in self._cards:
			self._cards[use.card_number] = numbers.card_of(self.facility, use.card_number)
		return self._cards[use.card_number]
