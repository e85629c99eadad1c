"""PDFs that open with a password only, for papers that leave the house by mail."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader, PdfWriter


def lock(content: bytes, password: str) -> bytes:
	"""Return a PDF encrypted with ``password`` (AES, 256 bits)."""
	writer = PdfWriter()
	for page in PdfReader(BytesIO(content)).pages:
		writer.add_page(page)
	writer.encrypt(password, algorithm="AES-256")
	stream = BytesIO()
	writer.write(stream)
	return stream.getvalue()
