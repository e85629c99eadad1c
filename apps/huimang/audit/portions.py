"""A portion of an audit pack: some resolutions, each with its 품의, its evidence and its approval steps, in a file of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.audit import evidence
from huimang.audit.evidence import PICTURES, Paper
from huimang.audit.selection import EXPENSE_REQUEST, Chosen
from huimang.audit.shelf import Shelf
from huimang.money import format_won
from huimang.printing import pdf, service
from huimang.printing.binding import Binder, NotBindable
from huimang.resolutions.checks import evidence_lines
from huimang.resolutions.kinds import EXPENSE
from huimang.rules.identifiers import mask_numbers_in

SIZE = 20
"""Documents in a portion: what is made again after a kill, and what lies in memory at once."""


@dataclass
class _Piece:
	"""Pages that follow one another: a sheet to be laid out, or a file that is on pages already."""

	sheet: str = ""
	file: Path | None = None
	pages: int = 0


@dataclass
class _Bound:
	"""A document on its way into the portion.

	Attributes:
		marks: bookmarks below that of the document, each with the number of the piece at which it stands.
		originals: pairs of a name in the ZIP file and the path of what is put there.
		is_exempt: whether it needs no evidence, as pay does not, which has its payroll.
	"""

	chosen: Chosen
	pieces: list[_Piece] = field(default_factory=list)
	marks: list[tuple[int, str]] = field(default_factory=list)
	originals: list[tuple[str, str]] = field(default_factory=list)
	problems: list[str] = field(default_factory=list)
	evidence: int = 0
	remark: str = ""
	is_exempt: bool = False

	@property
	def folder(self) -> str:
		kind = _(self.chosen.doctype, "ko")
		return f"{kind}_{self.chosen.number or self.chosen.name}"


def make(shelf: Shelf, name: str, chosen: Sequence[Chosen], pack: Any) -> dict[str, Any]:
	"""Write a portion and return its record. Raises PermissionError where one of the documents may not be printed."""
	forms = _forms(chosen)
	bound = []
	for each in chosen:
		one = _Bound(each)
		one.pieces.append(_Piece(sheet=forms[each.doctype, each.name][1]))
		doc = forms[each.doctype, each.name][0]
		one.remark = doc.get("evidence_waiver_reason") or ""
		one.is_exempt = doc.doctype == EXPENSE.doctype and all(line.exempt for line in evidence_lines(doc))
		_add_papers(one, doc, shelf, pack)
		if each.request and (EXPENSE_REQUEST, each.request) in forms:
			request, sheet = forms[EXPENSE_REQUEST, each.request]
			one.marks.append((len(one.pieces), f"품의서 {request.request_no or ''}".strip()))
			one.pieces.append(_Piece(sheet=sheet))
			_add_papers(one, request, shelf, pack)
		bound.append(one)
	record = _bind(shelf, name, bound)
	record["steps"] = list(_steps(chosen)) if pack.with_steps else []
	for scratch in shelf.folder.glob("clean-*.tmp"):
		scratch.unlink()
	return record


def _forms(chosen: Sequence[Chosen]) -> dict[tuple[str, str], tuple[Document, str]]:
	"""Return documents and their forms, with the requests behind them, numbers that people may have typed masked."""
	names = defaultdict(list)
	for each in chosen:
		names[each.doctype].append(each.name)
		if each.request and frappe.has_permission(EXPENSE_REQUEST, "print", each.request):
			names[EXPENSE_REQUEST].append(each.request)
	forms = {}
	for doctype, wanted in names.items():
		docs = service.require_permission(service.Job(doctype, wanted))
		for doc, sheet in zip(docs, service.sheets(docs), strict=True):
			forms[doctype, doc.name] = doc, mask_numbers_in(sheet)
	return forms


def _add_papers(one: _Bound, doc: Document, shelf: Shelf, pack: Any) -> None:
	papers = evidence.papers(doc)
	one.evidence += len(papers)
	if not pack.with_evidence:
		return
	for number, paper in enumerate(papers, 1):
		label = mask_numbers_in(f"증빙 {number}/{len(papers)} {paper.label}")
		one.marks.append((len(one.pieces), f"{label} · {paper.file_name}"))
		heading = mask_numbers_in(
			f"{_(one.chosen.doctype, 'ko')} {one.chosen.number} {one.chosen.purpose} · {label} · {paper.file_name}"
		)
		one.pieces += _pieces(one, paper, heading, shelf)


def _pieces(one: _Bound, paper: Paper, heading: str, shelf: Shelf) -> list[_Piece]:
	if paper.path is None:
		one.problems.append(f"{heading}: {_('The file is not there, or not yours to see.', 'ko')}")
		return [
			_Piece(
				sheet=evidence.note_sheet(heading, "파일을 찾을 수 없거나 볼 권한이 없어 싣지 못했습니다.")
			)
		]
	if paper.is_pdf:
		file = shelf.scratch(f"clean-{frappe.generate_hash(length=10)}")
		try:
			return [_Piece(file=file, pages=evidence.clean(paper, file))]
		except NotBindable:
			one.problems.append(
				f"{heading}: {_('The PDF is locked or broken; it is in the ZIP file.', 'ko')}"
			)
			return [_as_original(one, paper, heading, "암호가 걸렸거나 손상된 PDF여서")]
	if paper.path.suffix.lower() in PICTURES:
		try:
			sheets = [evidence.picture_sheet(heading, jpeg) for jpeg in evidence.pictures(paper.path)]
			_keep_original(one, paper)
			return [_Piece(sheet=sheet) for sheet in sheets]
		# a broken picture fails in its decoder in any way
		except Exception:
			one.problems.append(
				f"{heading}: {_('The picture could not be read; it is in the ZIP file.', 'ko')}"
			)
			return [_as_original(one, paper, heading, "읽을 수 없는 그림 파일이어서")]
	return [_as_original(one, paper, heading, "쪽으로 옮길 수 없는 형식이어서")]


def _as_original(one: _Bound, paper: Paper, heading: str, why: str) -> _Piece:
	place = _keep_original(one, paper)
	words = f"이 증빙은 {why} 원본 그대로 함께 드리는 압축 파일에 있습니다: {place}"
	return _Piece(sheet=evidence.note_sheet(heading, words))


def _keep_original(one: _Bound, paper: Paper) -> str:
	place = f"{one.folder}/{len(one.originals) + 1:02d}_{paper.file_name.replace('/', '_')}"
	one.originals.append((place, str(paper.path)))
	return place


def _bind(shelf: Shelf, name: str, bound: Sequence[_Bound]) -> dict[str, Any]:
	"""Lay the sheets of a portion out in one go, so that they share their fonts, and put the files between them."""
	sheets = [piece for one in bound for piece in one.pieces if piece.sheet]
	content, counts = pdf.render_counted((piece.sheet for piece in sheets), title="")
	for piece, count in zip(sheets, counts, strict=True):
		piece.pages, piece.sheet = count, " "
	laid = shelf.scratch(f"{name}-sheets")
	laid.write_bytes(content)
	del content
	binder = Binder(shelf.pdf(name))
	documents = []
	with binder.source(laid) as source:
		for one in bound:
			first, starts = binder.pages, []
			for piece in one.pieces:
				starts.append(binder.pages)
				if piece.file:
					binder.add(piece.file)
				else:
					source.take(piece.pages)
			documents.append(_described(one, first, starts))
	binder.finish()
	laid.unlink()
	return {
		"pages": binder.pages,
		"documents": documents,
		"originals": [pair for one in bound for pair in one.originals],
		"problems": [problem for one in bound for problem in one.problems],
	}


def _described(one: _Bound, first: int, starts: list[int]) -> dict[str, Any]:
	chosen = one.chosen
	title = mask_numbers_in(f"{chosen.number} {chosen.purpose} ({format_won(chosen.amount)}원)".strip())
	if chosen.is_cancelled:
		title += " [취소]"
	return {
		"doctype": chosen.doctype,
		"number": chosen.number,
		"day": chosen.day,
		"purpose": mask_numbers_in(chosen.purpose),
		"amount": chosen.amount,
		"is_cancelled": chosen.is_cancelled,
		"title": title,
		"page": first,
		"marks": [(words, starts[piece]) for piece, words in one.marks],
		"evidence": one.evidence,
		"remark": mask_numbers_in(one.remark),
		"is_exempt": one.is_exempt,
	}


def _steps(chosen: Sequence[Chosen]) -> Iterator[dict[str, str]]:
	"""Yield the approval steps of documents and of the requests behind them, as the list of steps shows them."""
	by_name = {each.name: each for each in chosen}
	requests = {each.request: each for each in chosen if each.request}
	steps = defaultdict(list)
	fields = ["reference_name", "reference_doctype", "decision", "full_name", "position_title"]
	for step in frappe.get_all(
		"Approval Step",
		{"reference_name": ("in", [*by_name, *requests])},
		[*fields, "decided_at", "comment", "deputy_for_name"],
		order_by="decided_at, step, creation",
	):
		steps[step.reference_name].append(step)
	numbers = {each.name: each.number for each in chosen}
	numbers |= dict(
		frappe.get_all(EXPENSE_REQUEST, {"name": ("in", [*requests])}, ["name", "request_no"], as_list=True)
	)
	for each in chosen:
		for name in filter(None, (each.request, each.name)):
			for step in steps[name]:
				deputy = f"({step.deputy_for_name} 대결)" if step.deputy_for_name else ""
				yield {
					"document": f"{_(step.reference_doctype, 'ko')} {numbers.get(name) or ''}".strip(),
					"at": f"{step.decided_at:%Y.%m.%d. %H:%M}",
					"decision": _(step.decision, "ko"),
					"who": " ".join(filter(None, (step.position_title, step.full_name, deputy))),
					"comment": mask_numbers_in(step.comment or ""),
				}
