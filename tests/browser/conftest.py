"""Tests in a browser, against the web server of the tests' own bench, on a site with the demonstration.

While developing: HUIMANG_DESK_URL=http://localhost:8011 HUIMANG_DESK_SITE=name.localhost HUIMANG_ADMIN_PASSWORD=… env/bin/pytest tests/browser
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser.desk import Desk
from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

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
TESTS = Path(__file__).resolve().parents[1]

STAFFED_FACILITY = """
import json, secrets, sys
sys.path[:0] = [{tests!r}, {tests!r} + "/site"]
import factory
from frappe.utils.password import update_password
from huimang.budget.service import open_books
from huimang.demo import books

frappe.local.lang = "ko"
facility = factory.make_facility(name="달빛{type_name} {tag}", type_name="{type_name}")
year = frappe.utils.getdate().year
open_books(facility, year)
people, also = {{}}, [role for role in [{also!r}] if role]
for role, name in (("Accountant", "강하늘"), ("Office Director", "남바다"), ("Facility Head", "민들레")):
	login = f"{{role.split()[-1].lower()}}-{tag}@moon.example"
	factory.make_user(login, facility, [role, *also] if role == "Accountant" else [role])
	frappe.db.set_value("User", login, {{"first_name": name, "full_name": name}})
	password = secrets.token_urlsafe(12)
	update_password(login, password)
	people[role] = [login, password]
if {with_budget!r}:
	accounting_year = books.open_year("welfare_center", facility, year)
	budget = books.write_budget("welfare_center", facility, accounting_year, people["Accountant"][0])
	factory.approve(frappe.get_doc("Facility Budget", budget))
frappe.db.commit()
print(json.dumps({{"facility": facility, "people": people}}))
"""


def launch(chromium: BrowserType, *flags: str) -> Browser:
	"""Start Debian's Chromium, as it is built for work without a screen: a sixth less to do for the processor."""
	program = shutil.which("chromium-headless-shell")
	return chromium.launch(executable_path=program, args=[*CHROMIUM_FLAGS, *flags], headless=True)


class Windows:
	"""Browser windows that know nothing of one another. Who leaves one leaves its loaded and compiled scripts to the next."""

	def __init__(self, browser: Browser, url: str):
		self.browser, self.url = browser, url
		self.left: list[BrowserContext] = []

	def take(self) -> BrowserContext:
		"""A window in which nobody is logged in."""
		if self.left:
			return self.left.pop()
		return self.browser.new_context(
			base_url=self.url,
			locale="ko-KR",
			timezone_id="Asia/Seoul",
			viewport={"width": 1440, "height": 900},
			accept_downloads=True,
			reduced_motion="reduce",
		)

	def give_back(self, context: BrowserContext) -> None:
		"""Leave a window without a trace of whose it was."""
		for page in context.pages:
			page.close()
		context.clear_cookies()
		page = context.new_page()
		page.goto("/assets/assets.json")  # a page of the place, without scripts of its own
		page.evaluate("localStorage.clear()")
		page.close()
		self.left.append(context)


@pytest.fixture(scope="session")
def desk_site() -> str:
	"""The name of the site that the web server serves."""
	if "HUIMANG_DESK_URL" not in os.environ:
		pytest.exit("needs a web server: run `make test`, or name one in HUIMANG_DESK_URL")
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
	"""The browser of all Desks."""
	with sync_playwright() as playwright:
		browser = launch(playwright.chromium)
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
	shell = subprocess.Popen(
		[sys.executable, TESTS / "browser" / "site_shell.py", desk_site],
		cwd=SITES,
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		text=True,
	)

	def run(code: str) -> str:
		print(json.dumps(code), file=shell.stdin, flush=True)
		said, failure = json.loads(shell.stdout.readline())
		assert not failure, failure
		return said.strip()

	yield run
	shell.communicate()


@pytest.fixture(scope="session")
def windows(browser, desk_url) -> Windows:
	"""The windows in which Desks are opened."""
	return Windows(browser, desk_url)


@pytest.fixture(scope="session")
def desks(windows) -> dict[str, Desk]:
	"""The Desks that are open, by login: people keep theirs open from one test to the next."""
	opened: dict[str, Desk] = {}
	yield opened
	for desk in opened.values():
		desk.page.context.close()


@pytest.fixture(scope="session")
def open_desk(windows, desks, desk_url, demo_logins):
	"""A function that gives somebody's Desk: of the demonstration, the Administrator's, or of whom a test has made."""
	passwords = {login["login"]: login["password"] for login in demo_logins}
	passwords["Administrator"] = os.environ["HUIMANG_ADMIN_PASSWORD"]

	def open_for(login: str, password: str | None = None) -> Desk:
		if login not in desks:
			context = windows.take()
			form = {"usr": login, "pwd": password or passwords[login]}
			answer = context.request.post("/api/method/login", form=form)
			assert answer.ok, answer.text()
			desks[login] = Desk(context.new_page(), desk_url)
		return desks[login]

	return open_for


@pytest.fixture(scope="module")
def staffed_facility(on_site, open_desk, desks, windows):
	"""A function that makes a facility with open books and three people.

	Told so, its accountant has another role also, and the budget of the demonstration is in force. It returns the
	facility's name and the Desks of its people by role, who go home after the tests of the module.
	"""
	staff = []

	def make(
		type_name: str = "노인복지관", also: str = "", with_budget: bool = False
	) -> tuple[str, dict[str, Desk]]:
		values = {"type_name": type_name, "also": also, "with_budget": with_budget}
		code = STAFFED_FACILITY.format(tests=str(TESTS), tag=f"{secrets.randbelow(10**6):06}", **values)
		made = json.loads(on_site(code).splitlines()[-1])
		staff.extend(login for login, _password in made["people"].values())
		return made["facility"], {role: open_desk(*login) for role, login in made["people"].items()}

	yield make
	for login in staff:
		windows.give_back(desks.pop(login).page.context)


@pytest.fixture(autouse=True)
def nothing_went_wrong(request):
	"""After every test: no Desk has complained. Where a test fails, pictures of the Desks are kept."""
	yield
	desks = request.getfixturevalue("desks") if "open_desk" in request.fixturenames else {}
	if getattr(request.node, "failed", False):
		folder = Path(os.environ["FRAPPE_BENCH_ROOT"]) / "logs" / "browser"
		folder.mkdir(parents=True, exist_ok=True)
		for login, desk in desks.items():
			desk.page.screenshot(path=folder / f"{request.node.name}-{login}.png")
	complaints = {login: desk.take_complaints() for login, desk in desks.items()}
	assert not any(complaints.values()), complaints


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item):
	"""Remember for `nothing_went_wrong` that a test has failed."""
	outcome = yield
	if outcome.get_result().failed:
		item.failed = True
