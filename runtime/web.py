"""The WSGI application that gunicorn serves: the framework's, with the built assets and the public files in front.

Private files stay behind the framework, which asks for permission: of a site only its public/files folder is served here.
The site is the one that HUIMANG_SITE names, else that of the request's host name.
"""

import os
from collections.abc import Callable

import frappe.app
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.security import safe_join

# what a browser would run as a page of this site, had somebody uploaded it
ACTIVE_CONTENT = (".htm", ".html", ".xhtml", ".svg", ".xml")
HEADERS = [
	("X-Content-Type-Options", "nosniff"),
	("X-Frame-Options", "SAMEORIGIN"),
	("Referrer-Policy", "same-origin"),
]

frappe.app._site = os.environ.get("HUIMANG_SITE") or None


def public_files(application: Callable) -> Callable:
	"""Serve /files/… out of the public files of the request's site, whatever dots the path has."""

	def serve(environ: dict, start_response: Callable):
		path = environ.get("PATH_INFO", "")
		if not path.startswith("/files/"):
			return application(environ, start_response)
		site = frappe.app._site or environ.get("HTTP_HOST", "").split(":")[0]
		folder = safe_join(os.path.abspath("."), site, "public", "files")
		if not (site and folder):
			return application(environ, start_response)
		headers = list(HEADERS)
		if path.lower().endswith(ACTIVE_CONTENT):
			headers.append(("Content-Disposition", "attachment"))

		def start(status, given, *rest):
			return start_response(status, [*given, *headers], *rest)

		return SharedDataMiddleware(application, {"/files": folder})(environ, start)

	return serve


application = public_files(
	SharedDataMiddleware(frappe.app.application, {"/assets": os.path.abspath("assets")})
)
