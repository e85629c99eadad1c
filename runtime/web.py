"""The WSGI application that gunicorn serves: the framework's, with the built assets and the public files in front.

Private files stay behind the framework, which asks for permission: only a site's public/files folder is served here.
The site is the one that HUIMANG_SITE names, else that of the request's host name.
"""

import os

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

frappe.app._site = os.environ.get("HUIMANG_SITE") or None

_with_assets = SharedDataMiddleware(frappe.app.application, {"/assets": os.path.abspath("assets")})
application = StaticDataMiddleware(_with_assets, {"/files": os.path.abspath(".")})
