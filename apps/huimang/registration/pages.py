"""/eligibility, /signup and /terms: for everybody, without a login, each one answer with at most one script of our own."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import frappe
from frappe.sessions import get_csrf_token
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from huimang.registration import eligibility, terms
from huimang.rules.eligibility import ALLOWED, EXCLUDED, MANDATORY, REVIEW

HEADERS = {
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; script-src 'self'; "
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
	"Cache-Control": "no-store",
}
QUESTIONS = (
	("has_paper", "시설 신고증이나 법인 등기가 있나요?"),
	("receives_subsidy", "사회복지사업법 제42조의 보조금을 받나요?"),
	("long_term_care", "노인장기요양기관인가요?"),
	("has_unique_no", "고유번호나 사업자등록번호가 있나요?"),
)
WORDS = {
	MANDATORY: "대상: 의무 사용",
	ALLOWED: "대상: 사용 가능",
	REVIEW: "지자체 확인 필요",
	EXCLUDED: "이용 대상 아님",
}
_SIGNUP = re.compile(r"signup(/R\d{4}-\d{1,9})?")
_SCRIPT = Path(__file__).parents[1] / "public" / "js" / "signup.js"


class EligibilityPage:
	"""이용 대상 확인 (hook: page_renderer). The questions are a plain form: it works without a script."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Tell whether the address is ours."""
		return self.path == "eligibility"

	def render(self) -> Response:
		"""Return the questions, and the answer where they have been answered."""
		asked = {name: str(frappe.form_dict.get(name) or "") for name in ("kind", "also", *dict(QUESTIONS))}
		kinds = eligibility.kinds()
		chosen = [kind for kind in kinds if kind.name in (asked["kind"], asked["also"])]
		answer, said = None, ""
		if asked["kind"]:
			if any(not asked[name] for name in dict(QUESTIONS)) or not chosen:
				said = "다섯 가지 질문에 모두 답해 주세요."
			else:
				facts = {name: asked[name] == "yes" for name in dict(QUESTIONS)}
				answer = eligibility.judge([kind.name for kind in chosen], **facts)
		return _page(
			"eligibility",
			kinds=kinds,
			chosen=chosen,
			answer=answer,
			said=said,
			asked=asked,
			questions=QUESTIONS,
			words=WORDS,
		)


class SignupPage:
	"""시설 회원가입, new or to be completed (hook: page_renderer)."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Tell whether the address is ours."""
		return bool(_SIGNUP.fullmatch(self.path))

	def render(self) -> Response:
		"""Return the page; of the site it knows the facility types, and nothing of any application."""
		kinds = [kind for kind in eligibility.kinds() if kind.eligibility != "Excluded"]
		token = "" if frappe.session.user == "Guest" else get_csrf_token()
		return _page("signup", kinds=kinds, terms=terms.in_force(), version=_version(), csrf=token)


class TermsPage:
	"""약관과 개인정보 처리 (hook: page_renderer): the texts that are in force."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Tell whether the address is ours."""
		return self.path == "terms"

	def render(self) -> Response:
		"""Return the texts."""
		return _page("terms", terms=terms.in_force())


def _page(name: str, **values) -> Response:
	html = _environment().get_template(f"{name}.html").render(here=name, **values)
	return Response(html, 200, HEADERS, mimetype="text/html")


@cache
def _version() -> str:
	return hashlib.sha256(_SCRIPT.read_bytes()).hexdigest()[:12]


@cache
def _environment() -> Environment:
	loader = FileSystemLoader(Path(__file__).parent)
	return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
