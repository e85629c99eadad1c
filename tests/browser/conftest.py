"""Tests in a browser, against the web server of the tests' own bench, on a site with the demonstration.

While developing: HUIMANG_DESK_URL=http://localhost:8011 HUIMANG_DESK_SITE=name.localhost HUIMANG_ADMIN_PASSWORD=… env/bin/pytest tests/browser
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM_FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
]
SITES = Path(os.environ["FRAPPE_BENCH_ROOT"]) / "sites"


@pytest.fixture(scope="session")
def desk_site() -> str:
	"""The name of the site that the web server serves."""
	if "HUIMANG_DESK_URL" not in os.environ:
		pytest.skip("needs a web server: run `make test`, or name one in HUIMANG_DESK_URL")
	return os.environ["HUIMANG_DESK_SITE"]


@pytest.fixture(scope="session")
def desk_url(desk_site) -> str:
	"""Where the Desk is served."""
	return os.environ["HUIMANG_DESK_URL"]


@pytest.fixture(scope="session")
def demo_logins(desk_site) -> list[dict]:
	"""The people of the demonstration, with their passwords."""
	return json.loads((SITES / desk_site / "private" / "demo_logins.json").read_text())


@pytest.fixture(scope="session")
def browser():
	"""Debian's Chromium."""
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS, headless=True
		)
		yield browser
		browser.close()


@pytest.fixture
def log_in(browser, desk_url):
	"""A function that gives a fresh page, logged in as somebody."""
	contexts = []

	def open_page(user: str, password: str):
		context = browser.new_context(base_url=desk_url, locale="ko-KR", timezone_id="Asia/Seoul")
		contexts.append(context)
		answer = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
		assert answer.ok, answer.text()
		return context.new_page()

	yield open_page
	for context in contexts:
		context.close()


@pytest.fixture(scope="session")
def on_site(desk_site):
	"""A function that runs Python on the site, in a process of its own, and returns what it printed."""

	def run(code: str) -> str:
		start = f"import frappe\nfrappe.init(site={desk_site!r})\nfrappe.connect()\n"
		end = "\nfrappe.db.commit()\nfrappe.destroy()\n"
		done = subprocess.run(
			[sys.executable, "-c", start + code + end], cwd=SITES, capture_output=True, text=True
		)
		assert done.returncode == 0, done.stderr
		return done.stdout.strip()

	return run
