"""What a sheet of paper may load while it is laid out: data in its own text, the site's assets and permitted files."""

from __future__ import annotations

import base64
import mimetypes
import os
import re
from binascii import Error as Base64Error
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import frappe

_DATA_URL = re.compile(
	r"data:(?P<mime>[\w.+-]+/[\w.+-]+)?(?:;[\w=-]+)*?(?P<base64>;base64)?,(?P<data>.*)", re.S
)
_PERMITTED = ("image/", "font/", "text/css")


class ForbiddenResourceError(Exception):
	"""An address that a sheet may not load. The renderer leaves the place empty and goes on."""


def load(url: str, base_url: str) -> tuple[bytes, str]:
	"""Return the content and the MIME type of ``url``.

	Only three kinds of address are answered, none of them over the network: ``data:``, ``/assets/…`` and
	``/files/…`` or ``/private/files/…`` that the current user may read. Raises ForbiddenResourceError for the rest.
	"""
	if url.startswith("data:"):
		return _permitted(*_from_data(url))
	parts = urlsplit(url)
	own_hosts = {urlsplit(base_url).netloc, urlsplit(frappe.utils.get_url()).netloc}
	if parts.scheme not in ("http", "https") or parts.netloc not in own_hosts:
		raise ForbiddenResourceError(url)
	path = unquote(parts.path)
	if path.startswith("/assets/"):
		return _permitted(_from_assets(path), _mime_type(path))
	if path.startswith(("/files/", "/private/files/")):
		return _permitted(_from_files(path), _mime_type(path))
	raise ForbiddenResourceError(url)


def data_url(content: bytes, file_name: str) -> str:
	"""Return ``content`` as a ``data:`` address that a page can carry in itself."""
	return f"data:{_mime_type(file_name)};base64,{base64.b64encode(content).decode()}"


def _permitted(content: bytes, mime_type: str) -> tuple[bytes, str]:
	if not mime_type.startswith(_PERMITTED):
		raise ForbiddenResourceError(mime_type)
	return content, mime_type


def _mime_type(path: str) -> str:
	return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _from_data(url: str) -> tuple[bytes, str]:
	match = _DATA_URL.fullmatch(url)
	if not match:
		raise ForbiddenResourceError("data:")
	content = unquote_to_bytes(match["data"])
	try:
		content = base64.b64decode(content) if match["base64"] else content
	except Base64Error as error:
		raise ForbiddenResourceError("data:") from error
	return content, match["mime"] or "text/plain"


def _from_assets(path: str) -> bytes:
	root = os.path.abspath(frappe.local.sites_path)
	full_path = os.path.normpath(os.path.join(root, path.lstrip("/")))
	# The folder of assets is made of links into the apps, so the path is judged as it is written, not where it leads.
	if not full_path.startswith(os.path.join(root, "assets") + os.sep):
		raise ForbiddenResourceError(path)
	return _read(full_path)


def _from_files(path: str) -> bytes:
	for name in frappe.get_all("File", filters={"file_url": path, "is_folder": 0}, pluck="name"):
		file = frappe.get_doc("File", name)
		if not file.is_private or file.has_permission("read"):
			return _read(file.get_full_path())
	raise ForbiddenResourceError(path)


def _read(full_path: str) -> bytes:
	try:
		with open(full_path, "rb") as stream:
			return stream.read()
	except OSError as error:
		raise ForbiddenResourceError(os.path.basename(full_path)) from error
