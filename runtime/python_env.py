"""The virtual environment: locked packages, the apps on its path, and a `bench` command that works from any folder."""

import os
import sys
import sysconfig
from pathlib import Path

from runtime import paths, stamps
from runtime.commands import reason, run_counted, run_quietly
from runtime.say import Stop, step

LOCKS = ("app.txt", "dev.txt")
DEBIANS = Path("/usr/bin/python3.11")
DEBIANS_PARTS = (DEBIANS, Path("/usr/lib/python3.11/ensurepip"), Path("/usr/include/python3.11/Python.h"))
"""What Debian's Python needs for an environment: packages of its own, of which a machine may lack one."""

# read by every Python of the environment: where the apps are, and which bench a command means unless it is told
PATH_FILE = """\
{apps}
{frappe}
{root}
import os; os.environ.setdefault("FRAPPE_BENCH_ROOT", {root!r})
"""

BENCH_COMMAND = """\
#!{python}
import os
import sys

os.chdir(os.path.join(os.environ["FRAPPE_BENCH_ROOT"], "sites"))
sys.argv[1:1] = ["frappe"]
from frappe.utils.bench_helper import main

main()
"""


def go_on_in_debians() -> None:
	"""Go on in Debian's own Python, whichever was called, where it has all that an environment needs.

	It was compiled by the profile of its use. One that somebody has built seldom was, and takes a fifth longer for all that runs here.
	"""
	if all(part.exists() for part in DEBIANS_PARTS) and Path(sys.executable).resolve() != DEBIANS:
		os.execv(DEBIANS, [str(DEBIANS), "-m", "runtime", *sys.argv[1:]])


def install() -> None:
	"""Make the environment and install what the locks say, each file checked by its hash."""
	python = paths.ENV / "bin" / "python"
	locks = [paths.ROOT / "requirements" / name for name in LOCKS]
	stamp = stamps.Stamp("python", *locks, text=sys.version)
	if not (stamp.is_fresh() and python.exists()):
		with step("Installing the Python packages, each checked by its hash (one to two minutes)"):
			# what another Python has made there is of no use to this one
			make = [sys.executable, "-m", "venv", "--clear", paths.ENV]
			run_quietly(make, "Python's virtual environment could not be made")
			command = [python, "-m", "pip", "install", "--progress-bar=off", "--require-hashes"]
			for lock in locks:
				command += ["-r", lock]
			pins = sum(lock.read_text().count("==") for lock in locks)
			code, output = run_counted(command, "packages", r"^(Collecting|Requirement already)", pins)
			if code:
				raise Stop(f"The Python packages could not be installed: {reason(output, 'error')}")
		stamp.write()
	write_path_file()


def write_path_file() -> None:
	"""Put the apps on the environment's path and lay the bench command."""
	# named, because the scheme of Debian's own Python is one for packages beside Debian's
	site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(paths.ENV)}))
	text = PATH_FILE.format(apps=paths.APPS, frappe=paths.FRAPPE, root=str(paths.ROOT))
	(site_packages / "huimang-bench.pth").write_text(text)
	command = paths.ENV / "bin" / "bench"
	command.write_text(BENCH_COMMAND.format(python=paths.ENV / "bin" / "python"))
	command.chmod(0o755)


def bench_environment(bench: paths.Bench) -> dict[str, str]:
	"""The environment of a process that belongs to a bench.

	What Python compiles is kept in the checkout's own data, also where it is told not to write beside the sources: without
	it, each of the many processes would compile the framework and the app for itself.
	"""
	inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
	return {
		**inherited,
		"PYTHONPYCACHEPREFIX": str(paths.ROOT / "var" / "pycache"),
		"FRAPPE_BENCH_ROOT": str(bench.root),
		"PATH": f"{paths.ENV / 'bin'}:{os.environ.get('PATH', '')}",
	}
