"""Sites: made with Frappe and Huimang installed, in Korean, with the set-up wizard behind them."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from runtime import paths, restore, stamps
from runtime.commands import last_words, run_quietly, run_watched, with_environment
from runtime.paths import Bench
from runtime.python_env import bench_environment
from runtime.say import Stop, step
from runtime.services import Services, write_private

# the framework's progress bars, and the lines with which the app's demonstration counts what it entered
SIGNS_OF_LIFE = r"(Updating DocTypes for \w+)\b.* (\d+%)|^\s*(.*\d.* entered.*)$"

APPS = ("frappe", "huimang")

WIZARD = {
	"language": "한국어",
	"country": "Korea, Republic of",
	"timezone": "Asia/Seoul",
	"currency": "KRW",
	"enable_telemetry": 0,
	"setup_demo": 0,
}

# What Frappe's set-up wizard would ask a person. It writes the language that its own page chose, which nobody did here;
# and `new-site` leaves the scheduler off.
FINISH = """
import frappe, json
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

frappe.init(site={site!r})
frappe.connect()
answer = setup_complete(json.loads({wizard!r}))
assert answer == {{"status": "ok"}}, answer
settings = frappe.get_doc("System Settings")
settings.update({{"language": "ko", "setup_complete": 1, "enable_telemetry": 0, "enable_scheduler": 1}})
settings.flags.ignore_mandatory = True
settings.save()
frappe.db.set_default("lang", "ko")
frappe.db.set_value("User", "Administrator", "language", "ko")
frappe.db.commit()
frappe.clear_cache()
"""


def prepare_bench(bench: Bench, services: Services, default_site: str | None = None) -> None:
	"""Lay a bench's folders and the settings that all its sites share."""
	for folder in (bench.sites, bench.logs):
		folder.mkdir(parents=True, exist_ok=True)
	if bench.root != paths.ROOT:
		for name in ("apps", "env"):
			link(bench.root / name, paths.ROOT / name)
		link(bench.sites / "assets", paths.MAIN.sites / "assets")
		(bench.sites / "apps.txt").write_text("".join(f"{app}\n" for app in APPS))
	ports = services.ports
	config = {
		"db_host": "127.0.0.1",
		"db_port": ports["mariadb"],
		"redis_cache": services.redis_url("redis_cache"),
		"redis_queue": services.redis_url("redis_queue"),
		"redis_socketio": services.redis_url("redis_queue"),
		"socketio_port": ports["realtime"],
		"webserver_port": ports["web"],
		"developer_mode": 0,
		# nothing leaves this machine: no telemetry, no error reports, no questions after updates, no avatars
		"enable_telemetry": 0,
		"disable_system_update_notification": 1,
		"mute_emails": 1,
		# heads and approvals make the logins of a whole region, the framework's 60 an hour are few
		"throttle_user_limit": 10_000,
		"app_include_js": ["/assets/runtime/realtime.js"],
	}
	if default_site:
		config["default_site"] = default_site
	path = bench.sites / "common_site_config.json"
	text = json.dumps(config, indent=1)
	if not path.exists() or path.read_text() != text:
		write_private(path, text)


def write_ports(bench: Bench, ports: dict[str, int]) -> None:
	"""Tell the framework the ports that a browser speaks to."""
	path = bench.sites / "common_site_config.json"
	config = json.loads(path.read_text()) if path.exists() else {}
	config |= {"socketio_port": ports["realtime"], "webserver_port": ports["web"]}
	write_private(path, json.dumps(config, indent=1))


def link(path, target) -> None:
	"""Make `path` a link to `target`."""
	if path.is_symlink() and path.readlink() == target:
		return
	path.unlink(missing_ok=True)
	path.symlink_to(target)


def run_bench(bench: Bench, *arguments: str, failure: str) -> None:
	"""Run a command of the framework; its output matters only when it fails."""
	run_logged(bench, [paths.ENV / "bin" / "bench", *arguments], failure)


def run_python(bench: Bench, code: str, failure: str) -> None:
	"""Run a piece of Python in the bench's sites folder."""
	run_logged(bench, [paths.ENV / "bin" / "python", "-c", code], failure)


def run_logged(bench: Bench, command: list, failure: str) -> None:
	"""Run a command of the bench, keep its output in a log, and stop with its last line when it fails."""
	log = bench.logs / "setup.log"
	if run_watched(command, log, SIGNS_OF_LIFE, env=bench_environment(bench), cwd=bench.sites):
		raise Stop(f"{failure}: {last_words(log)} (all of it in {log})")


def is_complete(bench: Bench, site: str) -> bool:
	"""Tell whether a site was made to the end."""
	return (bench.sites / site / ".complete").exists()


def app_digest() -> str:
	"""What an installed site depends on: the app's files but for what browsers load, and how a site is made."""
	app = paths.APPS / "huimang"
	files = [
		path for path in sorted(app.rglob("*")) if path.suffix in {".py", ".json", ".txt", ".csv", ".html"}
	]
	sources = [path for path in files if "public" not in path.relative_to(app).parts and path.is_file()]
	return stamps.digest([Path(__file__), *sources], text=str(paths.FRAPPE.resolve()) + restore.WHEEL_SHA256)


def create(
	bench: Bench, services: Services, site: str, apps: tuple[str, ...] = APPS, use_copy: bool = False
) -> None:
	"""Make a site; what an interrupted try left is replaced. `use_copy` starts from the dump of an equal site."""
	# a site that was there before may say of itself that it has the demonstration
	shutil.rmtree(bench.sites / site, ignore_errors=True)
	digest = app_digest()
	dump = bench.var / "dumps" / f"{'-'.join(apps)}-{digest[:16]}.sql"
	if use_copy and dump.exists():
		with step(f"Creating the site {site} from a copy"):
			new_site(bench, services, site, "--source-sql", str(dump))
	else:
		with step(f"Creating the site {site} (about half a minute)"):
			extra = [option for app in apps if app != "frappe" for option in ("--install-app", app)]
			new_site(bench, services, site, *extra)
			finish = FINISH.format(site=site, wizard=json.dumps(WIZARD))
			run_python(bench, finish, failure=f"The site {site} could not be set up")
			if use_copy:
				keep_copy(bench, services, site, dump)
	mark_complete(bench, site, digest)


def mark_complete(bench: Bench, site: str, digest: str) -> None:
	"""Note that a site was made to the end, out of which state of the app."""
	(bench.sites / site / "site_config.json").chmod(0o600)
	(bench.sites / site / ".complete").write_text("")
	(bench.sites / site / ".migrated").write_text(digest)


def new_site(bench: Bench, services: Services, site: str, *extra: str) -> None:
	"""Run the framework's own new-site."""
	command = ["new-site", site, "--force", "--db-type", "mariadb", "--db-root-username", "root"]
	command += ["--db-root-password", services.secrets["mariadb_root"]]
	command += ["--admin-password", services.secrets["administrator"], *extra]
	run_bench(bench, *command, failure=f"The site {site} could not be created")


def keep_copy(bench: Bench, services: Services, site: str, dump: Path) -> None:
	"""Dump a fresh site, and drop the dumps of other states of the app."""
	shutil.rmtree(dump.parent, ignore_errors=True)
	dump.parent.mkdir(mode=0o700)
	dump_database(bench, services, site, dump)


def dump_database(bench: Bench, services: Services, site: str, dump: Path) -> None:
	"""Write what a site's database holds into a file."""
	config = read_config(bench, site)
	command = [
		"mariadb-dump",
		"--host=127.0.0.1",
		f"--port={services.ports['mariadb']}",
		"--single-transaction",
	]
	command += ["--user", config["db_name"], config["db_name"], "--result-file", str(dump)]
	run_quietly(
		command, f"The site {site} could not be dumped", env=with_environment(MYSQL_PWD=config["db_password"])
	)


def read_config(bench: Bench, site: str) -> dict:
	"""What a site's own settings say."""
	return json.loads((bench.sites / site / "site_config.json").read_text())


def create_with_demo(bench: Bench, services: Services, site: str) -> None:
	"""Make a site with the demonstration; from a copy, where the same app has made it today already."""
	digest, today = app_digest(), datetime.now(ZoneInfo(WIZARD["timezone"])).date()
	copy = bench.var / "dumps" / f"demo-{digest[:16]}-{today}"
	if not copy.exists():
		create(bench, services, site, use_copy=True)
		add_demo(bench, site)
		keep_demo(bench, services, site, copy)
		return
	with step(f"Creating the site {site}, with the demonstration, from a copy"):
		shutil.rmtree(bench.sites / site, ignore_errors=True)
		new_site(bench, services, site, "--source-sql", str(copy / "database.sql"))
		shutil.copytree(copy / "files", bench.sites / site, dirs_exist_ok=True)
		config = {**read_config(bench, site), **json.loads((copy / "config.json").read_text())}
		write_private(bench.sites / site / "site_config.json", json.dumps(config, indent=1))
		mark_complete(bench, site, digest)
		(bench.sites / site / ".demo").write_text("")


def keep_demo(bench: Bench, services: Services, site: str, copy: Path) -> None:
	"""Keep a fresh demonstration and its files; what it has asked of a background worker is done before."""
	with step("Keeping a copy of the demonstration"):
		for other in copy.parent.glob("demo-*"):
			shutil.rmtree(other)
		queues = ["--queue", "short,default,long"]
		run_bench(bench, "worker", "--burst", "--quiet", *queues, failure="Its background work failed")
		fresh = copy.with_name(f"{copy.name}.new")
		fresh.mkdir(mode=0o700)
		dump_database(bench, services, site, fresh / "database.sql")
		for folder in ("private", "public"):
			shutil.copytree(bench.sites / site / folder, fresh / "files" / folder)
		# what the database holds encrypted can be read with the same key only
		kept = {name: value for name, value in read_config(bench, site).items() if name == "encryption_key"}
		write_private(fresh / "config.json", json.dumps(kept))
		fresh.rename(copy)


def migrate(bench: Bench, site: str) -> None:
	"""Bring a site's database to what the app's files say now."""
	digest, mark = app_digest(), bench.sites / site / ".migrated"
	if mark.exists() and mark.read_text() == digest:
		return
	with step(f"Migrating the site {site} to this version of the app"):
		run_bench(bench, "--site", site, "migrate", failure=f"The site {site} could not be migrated")
	mark.write_text(digest)


def add_demo(bench: Bench, site: str) -> None:
	"""Fill a site with the demonstration corporation, once."""
	mark = bench.sites / site / ".demo"
	if mark.exists():
		return
	with step("Adding the demonstration corporation"):
		run_bench(bench, "--site", site, "huimang-demo", failure="The demonstration could not be added")
	mark.write_text("")


def demo_logins(bench: Bench, site: str) -> list[dict]:
	"""The people of the demonstration, as the app's demo command wrote them."""
	path = bench.sites / site / "private" / "demo_logins.json"
	return json.loads(path.read_text()) if path.exists() else []
