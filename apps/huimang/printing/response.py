"""A file as the answer to a request."""

from __future__ import annotations

from io import BytesIO

import frappe
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from huimang.practice import marks

MIME_TYPES = {
	"csv": "text/csv; charset=utf-8",
	"pdf": "application/pdf",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_response(content: bytes, name: str, extension: str) -> Response:
	"""Return ``content`` as an answer under its Korean name: a PDF opens in the browser, anything else is saved.

	The framework's own file answers write the name into the header as it is, which not every browser reads as Korean.
	"""
	name = marks.file_name(name)
	if extension == "xlsx":
		content = marks.workbook(content)
	return send_file(
		BytesIO(content),
		frappe.local.request.environ,
		mimetype=MIME_TYPES[extension],
		as_attachment=extension != "pdf",
		download_name=f"{_safe(name)}.{extension}",
		etag=False,
		max_age=0,
	)


def _safe(name: str) -> str:
	"""Return ``name`` without what a file system gives a meaning to."""
	return "".join(char if char.isalnum() or char in "-~()." else "_" for char in name).strip("_.")[:120]
