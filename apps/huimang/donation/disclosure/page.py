"""/disclosure/FACILITY: what a facility publishes of its gifts, for everybody and without a login.

The page is one answer without scripts, and of the site it knows the published figures alone. Who asks for a facility that
publishes nothing, or that there is not, gets the same answer.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import frappe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from werkzeug.wrappers import Response

from huimang.donation.disclosure import service
from huimang.money import format_won

_PATH = re.compile(r"disclosure/([A-Za-z0-9._-]{1,40})")
_HEADERS = {
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; "
	"form-action 'none'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
}
_FRESH = 300
"""Seconds for which a browser need not ask again."""


class DisclosurePage:
	"""The page as the framework asks for it (hook: page_renderer)."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Tell whether the address is one of ours."""
		return bool(_PATH.fullmatch(self.path))

	def render(self) -> Response:
		"""Return the page, out of the cache where somebody has seen it today."""
		html = service.kept_page(_PATH.fullmatch(self.path)[1], draw)
		if html is None:
			return Response(
				_template().render(pages=[]),
				404,
				{**_HEADERS, "Cache-Control": "no-store"},
				mimetype="text/html",
			)
		tag = hashlib.sha256(html.encode()).hexdigest()[:32]
		headers = {**_HEADERS, "Cache-Control": f"public, max-age={_FRESH}"}
		response = Response(html, 200, headers, mimetype="text/html")
		response.set_etag(tag)
		return response.make_conditional(frappe.local.request.environ)


def draw(pages: list[dict]) -> str:
	"""Return the page of published years, the newest first."""
	return _template().render(pages=[{**page, **_charts(page)} for page in pages])


def _charts(page: dict) -> dict:
	"""Return how long bars are, in per cent of the longest one."""
	highest = max((max(month["received"], month["used"]) for month in page["months"]), default=0) or 1
	widest = max((use["amount"] for use in page["uses"]), default=0) or 1
	total = sum(max(part["amount"], 0) for part in page["designations"]) or 1
	return {
		"months": [
			{**month, **{f"{key}_height": _share(month[key], highest) for key in ("received", "used")}}
			for month in page["months"]
		],
		"uses": [{**use, "width": _share(use["amount"], widest)} for use in page["uses"]],
		"designations": [{**part, "width": _share(part["amount"], total)} for part in page["designations"]],
	}


def _share(amount: int, whole: int) -> float:
	return round(max(amount, 0) * 100 / whole, 1)


@cache
def _template() -> Template:
	environment = Environment(
		loader=FileSystemLoader(Path(__file__).parent),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
	)
	environment.filters["won"] = format_won
	return environment.get_template("page.html")
