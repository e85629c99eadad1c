"""The finished portions of an audit pack bound into one numbered PDF with an index and bookmarks, and the originals into a ZIP file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from hashlib import md5
from itertools import count
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from huimang.audit import front, listings
from huimang.audit.front import Facts, Section
from huimang.audit.selection import kinds
from huimang.audit.shelf import Shelf
from huimang.printing import pdf
from huimang.printing.binding import Binder, Bookmark
from huimang.statements.definition import Heading

_MOST_PROBLEMS = 500
_CHUNK = 1 << 20


def assemble(pack: Any, shelf: Shelf, books: list[str]) -> dict[str, Any]:
	"""Bind the pack and keep its files with it; return what is noted of it. The caller commits."""
	heading = Heading(
		frappe.db.get_value("Facility", pack.facility, "facility_name") or "",
		f"{pack.from_date:%Y. %m. %d.} ~ {pack.to_date:%Y. %m. %d.}",
	)
	names = [f"part-{number}" for number in _numbers(shelf)]
	pages = [shelf.record(name)["pages"] for name in names]
	body, evidence = sum(pages), 0
	index_pages = listings.index_pages(heading, lambda: listings.index_rows(_documents(shelf, names), 10_000))
	first = front.PAGES + index_pages + 1
	listings.write_index(shelf, heading, lambda: listings.index_rows(_documents(shelf, names), first))
	files, sections, marks = ["index"], [Section("결의서 색인", front.PAGES + 1)], []
	marks.append(Bookmark(0, "결의서 색인", front.PAGES))
	sums, labels = {}, {}
	for document in _documents(shelf, names):
		kind, page = document["doctype"], first + document["page"]
		if kind not in sums:
			sections.append(Section(_(kind, "ko"), page))
			marks.append(Bookmark(0, _(kind, "ko"), page - 1))
		number, total = sums.get(kind, (0, 0))
		sums[kind] = number + 1, total + document["amount"]
		evidence += document["evidence"]
		marks.append(Bookmark(1, document["title"], page - 1))
		marks += [Bookmark(2, words, first - 1 + at) for words, at in document["marks"]]
		labels[page] = document["number"]
	files += names
	at, is_sound = first + body, None
	appended = [(name, shelf.record(name)) for name in books]
	if pack.with_steps and names:
		steps = listings.write_steps(shelf, heading, lambda: listings.step_rows(_records(shelf, names)))
		appended.append(("steps", {"title": "결재 경과", "pages": steps}))
	if pack.with_books:
		rows, is_sound = listings.verification(pack.facility)
		written = listings.write_verification(shelf, heading, rows)
		appended.append(("verification", {"title": "원장 검증 결과", "pages": written}))
	for name, record in appended:
		if record["pages"]:
			files.append(name)
			sections.append(Section(record["title"], at))
			marks.append(Bookmark(0, record["title"], at - 1))
			labels[at] = ""
			at += record["pages"]
	_write_front(
		pack, shelf, sections, {kind: sums[kind] for kind in kinds(pack) if kind in sums}, evidence, is_sound
	)
	total = at - 1
	_bind(shelf, ["front", *files], marks, labels, total, f"감사 자료 {heading.facility}")
	problems = [problem for record in _records(shelf, names) for problem in record["problems"]]
	return {
		"pages": total,
		"evidence_count": evidence,
		"problems": "\n".join(problems[:_MOST_PROBLEMS]),
		**_keep(pack, shelf, names),
	}


def _write_front(
	pack: Any,
	shelf: Shelf,
	sections: list[Section],
	sums: dict[str, tuple[int, int]],
	evidence: int,
	is_sound: bool | None,
) -> None:
	by = frappe.db.get_value("User", frappe.session.user, "full_name") or frappe.session.user
	facts = Facts(sums, evidence, is_sound, by, f"{now_datetime():%Y. %m. %d. %H:%M}")
	counted = {_(kind, "ko"): f"{number:,}건" for kind, (number, _total) in sums.items()}
	sections = [each._replace(remark=counted.get(each.title, "")) for each in sections]
	content = pdf.render([front.cover(pack, facts), front.contents(sections)], title="")
	shelf.pdf("front").write_bytes(content)


def _bind(
	shelf: Shelf, names: list[str], marks: list[Bookmark], labels: dict[int, str], total: int, title: str
) -> None:
	current = ""

	def number(page: int) -> str:
		nonlocal current
		current = labels.get(page, current)
		named = (
			current if current.isascii() and all(char.isdigit() or char == "-" for char in current) else ""
		)
		return f"{named}   {page} / {total}".strip()

	binder = Binder(shelf.scratch("pack"), title, number)
	for name in names:
		binder.add(shelf.pdf(name))
	binder.finish(marks)


def _keep(pack: Any, shelf: Shelf, names: list[str]) -> dict[str, str | None]:
	"""Move the files to where private files lie, in the place of what an earlier try has left; return their addresses."""
	stem = f"감사자료_{pack.facility}_{pack.from_date:%Y%m%d}-{pack.to_date:%Y%m%d}_{pack.name}"
	where = {"attached_to_doctype": pack.doctype, "attached_to_name": pack.name}
	for old in frappe.get_all("File", where, pluck="name"):
		frappe.db.delete("File", {"name": old})
	kept = {"pdf_file": _file(shelf.scratch("pack"), f"{stem}.pdf", where), "originals_file": None}
	if _zip(shelf, names):
		kept["originals_file"] = _file(shelf.scratch("originals"), f"{stem}_원본.zip", where)
	return kept


def _file(path: Path, name: str, where: dict[str, str]) -> str:
	"""Give a file that lies on the disk its record. Below the framework's own road, which reads a file into memory to keep it."""
	digest, size = md5(usedforsecurity=False), path.stat().st_size
	with path.open("rb") as file:
		while chunk := file.read(_CHUNK):
			digest.update(chunk)
	os.replace(path, frappe.get_site_path("private", "files", name))
	record = frappe.new_doc("File")
	record.update(
		{
			"file_name": name,
			"file_url": f"/private/files/{name}",
			"file_size": size,
			"file_type": name.rsplit(".", 1)[1].upper(),
			"content_hash": digest.hexdigest(),
			"is_private": 1,
			"folder": "Home/Attachments",
			**where,
		}
	)
	record.name = frappe.generate_hash(length=10)
	record.db_insert()
	return record.file_url


def _zip(shelf: Shelf, names: list[str]) -> bool:
	"""Put the originals into one file; tell whether there are any. What is gone meanwhile is left out: its page says so."""
	is_filled = False
	with zipfile.ZipFile(shelf.scratch("originals"), "w", zipfile.ZIP_STORED) as archive:
		for record in _records(shelf, names):
			for place, path in record["originals"]:
				if os.path.exists(path):
					archive.write(path, place)
					is_filled = True
	return is_filled


def _numbers(shelf: Shelf) -> Iterator[int]:
	for number in count():
		if shelf.record(f"part-{number}") is None:
			return
		yield number


def _records(shelf: Shelf, names: list[str]) -> Iterator[dict[str, Any]]:
	return (shelf.record(name) for name in names)


def _documents(shelf: Shelf, names: list[str]) -> Iterator[dict[str, Any]]:
	"""Yield the documents of all portions, each with the pages of the portions before it added to its own."""
	before = 0
	for record in _records(shelf, names):
		for document in record["documents"]:
			marks = [(words, before + at) for words, at in document["marks"]]
			yield {**document, "page": before + document["page"], "marks": marks}
		before += record["pages"]
