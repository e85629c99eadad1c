"""Workbooks as people send them, made in memory."""

import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl

HEADER = [
	"구분",
	"관",
	"항",
	"목",
	"세목",
	"사업",
	"자금원천",
	"산출근거",
	"단가",
	"수량",
	"단위",
	"횟수",
	"금액",
]


def workbook(*rows: Sequence, header: Sequence | None = HEADER, change: Callable | None = None) -> bytes:
	"""The bytes of a workbook with these rows below a header; `change` gets the book and its sheet before
	it is saved.
	"""
	book = openpyxl.Workbook()
	sheet = book.active
	for row in ([list(header)] if header else []) + [list(row) for row in rows]:
		sheet.append(row)
	if change:
		change(book, sheet)
	out = io.BytesIO()
	book.save(out)
	return out.getvalue()


def row(side="세출", gwan="사무비", hang="운영비", mok="여비", amount=1_000, **more) -> list:
	"""A row of a budget under `HEADER`."""
	values = {
		"구분": side,
		"관": gwan,
		"항": hang,
		"목": mok,
		"사업": "공통(운영)",
		"자금원천": "보조금",
		"금액": amount,
		**more,
	}
	return [values.get(title) for title in HEADER]


def repack(content: bytes, replace: dict[str, bytes]) -> bytes:
	"""The same workbook with parts of its zip replaced or added."""
	out = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			if name not in replace:
				new.writestr(name, old.read(name))
		for name, part in replace.items():
			new.writestr(name, part)
	return out.getvalue()
