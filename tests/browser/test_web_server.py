"""The web server gives away public files and assets, and nothing else of a site's folder."""

import http.client
from urllib.parse import quote, urlsplit

import pytest

NAMES = ("열람.txt", "page.html")


@pytest.fixture(scope="module")
def get(desk_url, on_site):
	"""A function that asks for a path exactly as it is written."""
	on_site(f"""
for name in {NAMES!r}:
	with open(frappe.get_site_path("public", "files", name), "w") as stream:
		stream.write("open to all")
""")

	def ask(path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
		connection = http.client.HTTPConnection(urlsplit(desk_url).netloc, timeout=30)
		connection.request("GET", path)
		answer = connection.getresponse()
		return answer.status, answer.headers, answer.read()

	yield ask
	on_site(f"""
import os
for name in {NAMES!r}:
	os.unlink(frappe.get_site_path("public", "files", name))
""")


def test_public_files_and_assets_are_served(get):
	assert get(f"/files/{quote(NAMES[0])}")[2] == b"open to all"
	assert get("/assets/assets.json")[0] == 200


def test_an_uploaded_page_is_downloaded_not_run(get):
	headers = get("/files/page.html")[1]
	assert headers["Content-Disposition"] == "attachment"
	assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
	"path",
	[
		"/files/../../site_config.json",
		"/files/%2e%2e/%2e%2e/site_config.json",
		"/files/../../private/demo_logins.json",
		"/files//etc/passwd",
		"/assets/../common_site_config.json",
		"/assets/%2e%2e/common_site_config.json",
		"/private/files/x",
		"/private/demo_logins.json",
	],
)
def test_what_is_not_public_is_not_served(get, path):
	status, _, body = get(path)
	assert status in (403, 404)
	assert not any(secret in body for secret in (b"db_password", b"redis://", b"root:", b"password"))
