"""Reading PDFs back, and standing in a request."""

import io
from contextlib import contextmanager

import factory
import frappe
from pypdf import PdfReader
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request


def pages(content: bytes) -> list[str]:
	"""The text of each page of a PDF."""
	return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def plain(text: str) -> str:
	"""Text without blanks and line breaks, for finding words that a layout breaks."""
	return "".join(text.split())


def fonts(content: bytes) -> list[dict]:
	"""The fonts of a PDF's first page."""
	resources = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]
	return [font.get_object() for font in resources["/Font"].values()]


@contextmanager
def request(path: str = "/api/method/x"):
	"""Stand in an HTTP request. A test's: the framework commits what it logs of others."""
	before = getattr(frappe.local, "request", None), frappe.flags.in_test
	frappe.local.request = Request(EnvironBuilder(path, method="POST").get_environ())
	frappe.flags.in_test = True
	try:
		yield
	finally:
		frappe.local.request, frappe.flags.in_test = before


def body(response) -> bytes:
	"""The content of an answer that carries a file."""
	response.direct_passthrough = False
	return response.get_data()


def person(facility: str, *roles: str) -> str:
	"""Somebody new with these roles in a facility."""
	return factory.make_user(f"person-{frappe.generate_hash(length=8)}@example.com", facility, list(roles))
