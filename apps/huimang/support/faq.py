"""자주 묻는 질문: what is found for some words, by whoever it is meant for."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import frappe

from huimang.support import people

DOCTYPE = "FAQ Entry"
_MOST = 300
"""Entries that are looked through; an operator writes a few dozen."""
_WEIGHTS = (("question", 6), ("keywords", 4), ("category_told", 3), ("text", 1))


def entries(user: str, words: str = "") -> list[frappe._dict]:
	"""Return the questions that are for a user: those that hold the words, best first; without words all, as the operator has them.

	Each has name, question, category, answer (HTML) and views. Where no question holds all words, those that hold some.
	"""
	reader = people.reader(user)
	rows = frappe.get_all(
		DOCTYPE,
		{"published": 1},
		["name", "question", "category", "answer", "keywords", "views", "position"],
		order_by="position, views desc, name",
		limit=_MOST,
	)
	audiences = people.audiences(DOCTYPE, [row.name for row in rows])
	rows = [row for row in rows if reader.is_meant(audiences.get(row.name, ()))]
	if terms := _words(words):
		rows = _ranked(rows, terms)
	for row in rows:
		row.pop("keywords")
	return rows


def count_view(name: str) -> None:
	"""Count that somebody has opened a question."""
	faq = frappe.qb.DocType(DOCTYPE)
	frappe.qb.update(faq).set(faq.views, faq.views + 1).where(faq.name == name).run()


def _ranked(rows: list[frappe._dict], terms: list[str]) -> list[frappe._dict]:
	found = []
	for row in rows:
		places = {"text": _plain(row.answer), "category_told": frappe._(row.category, "ko")}
		said = {field: _folded(places.get(field) or row.get(field) or "") for field, _weight in _WEIGHTS}
		hits = [sum(weight * _weight_in(term, said[field]) for field, weight in _WEIGHTS) for term in terms]
		if any(hits):
			found.append((sum(1 for hit in hits if not hit), -sum(hits), row))
	whole = [entry for entry in found if not entry[0]]
	return [row for _missing, _weight, row in sorted(whole or found, key=lambda entry: entry[:2])]


def _weight_in(term: str, said: str) -> float:
	"""Return 1 where a text holds a word, half where it does but for the last letter: Korean glues its particles on."""
	if term in said:
		return 1
	return 0.5 if len(term) > 2 and term[:-1] in said else 0


def _words(text: str) -> list[str]:
	return [_folded(word) for word in text.split()][:8]


def _folded(text: str) -> str:
	"""Return a text without what makes the same words look different: case, width and blanks."""
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _plain(html: str) -> str:
	return unescape(re.sub(r"<[^>]+>", " ", html or ""))
