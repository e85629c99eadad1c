"""How the lists of card companies are read: what stands below which heading is data that an operator keeps (Card File Format)."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _

from huimang.migration import card_sheet
from huimang.migration.card_sheet import Told
from huimang.migration.layout import Layout

DOCTYPE = "Card File Format"
_DAYS = {"Approved At", "Approval Date"}


def check(doc) -> None:
	"""Refuse a format by which no use could be read: it needs a day, an amount, and a column that tells it from others."""
	keys = {row.value_key for row in doc.columns}
	if not keys & _DAYS or not keys & {"Amount", "Cancelled Amount"}:
		frappe.throw(_("A format needs the columns of the day and of the amount."))
	if sum(bool(row.is_required) for row in doc.columns) < 2:
		frappe.throw(
			_(
				"Please mark at least two columns as required, so that the files of card companies are told apart."
			)
		)
	for row in doc.columns:
		if not card_sheet.words(row.heading):
			frappe.throw(_("Row {0}: please enter the heading.").format(row.idx))


def layouts(chosen: str | None = None) -> list[tuple[Layout, Sequence[str], Sequence[str]]]:
	"""Return the formats to be tried, those that ask most of a file first: layout, words of cancellations, words of rows passed over."""
	filters = {"name": chosen} if chosen else {"is_active": 1}
	docs = [frappe.get_cached_doc(DOCTYPE, name) for name in frappe.get_all(DOCTYPE, filters, pluck="name")]
	if not docs:
		frappe.throw(_("There is no format of a card company. Please ask the platform's operator."))
	docs.sort(key=lambda doc: (-sum(bool(row.is_required) for row in doc.columns), doc.name))
	return [
		(_layout(doc), card_sheet.words(doc.cancel_words), card_sheet.words(doc.ignored_words))
		for doc in docs
	]


def _layout(doc) -> Layout:
	columns = [
		Told(
			row.value_key,
			tuple(part.strip() for part in row.heading.split(",") if part.strip()),
			bool(row.is_required),
		)
		for row in doc.columns
	]
	return card_sheet.layout(doc.name, columns)
