"""The demonstration of the tests is made once a day and state of the app; what is copied can be read as what was made."""

import json

import pytest

from runtime import sites
from runtime.paths import Bench

SITE = "desk.localhost"


class Framework:
	"""In the place of the framework: makes folders, and remembers what it was asked for."""

	def __init__(self, bench: Bench):
		self.bench, self.asked = bench, []

	def new_site(self, _bench, _services, site, *options):
		self.asked.append("copy" if "--source-sql" in options else "site")
		for folder in ("private", "public"):
			(self.bench.sites / site / folder).mkdir(parents=True)
		values = {"db_password": f"password {len(self.asked)}", "encryption_key": f"key {len(self.asked)}"}
		(self.bench.sites / site / "site_config.json").write_text(json.dumps(values))

	def create(self, bench, services, site, use_copy):
		self.new_site(bench, services, site)

	def add_demo(self, bench, site):
		self.asked.append("demonstration")
		(bench.sites / site / "private" / "demo_logins.json").write_text("[]")

	def run_bench(self, _bench, *arguments, failure):
		self.asked.append(arguments[0])


@pytest.fixture
def framework(tmp_path, monkeypatch) -> Framework:
	framework = Framework(Bench(tmp_path))
	(tmp_path / "var" / "dumps").mkdir(parents=True)
	monkeypatch.setattr(sites, "app_digest", lambda: "0123456789abcdef")
	monkeypatch.setattr(sites, "dump_database", lambda _b, _s, _site, dump: dump.write_text("rows"))
	for name in ("new_site", "create", "add_demo", "run_bench"):
		monkeypatch.setattr(sites, name, getattr(framework, name))
	return framework


def test_it_is_copied_with_its_files_and_the_key_to_its_secrets(framework):
	bench = framework.bench
	sites.create_with_demo(bench, None, SITE)
	assert framework.asked == ["site", "demonstration", "worker"]
	sites.create_with_demo(bench, None, SITE)
	assert framework.asked[3:] == ["copy"]
	assert (bench.sites / SITE / "private" / "demo_logins.json").exists()
	assert sites.read_config(bench, SITE) == {"db_password": "password 4", "encryption_key": "key 1"}
	assert sites.is_complete(bench, SITE)


def test_another_state_of_the_app_has_its_own(framework, monkeypatch):
	sites.create_with_demo(framework.bench, None, SITE)
	monkeypatch.setattr(sites, "app_digest", lambda: "another state of it")
	sites.create_with_demo(framework.bench, None, "second.localhost")
	assert framework.asked == ["site", "demonstration", "worker"] * 2
	assert len(list((framework.bench.var / "dumps").iterdir())) == 1, "the old one is dropped"
