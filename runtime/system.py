"""What the set-up needs of the machine: Debian's packages, Node, room on the disk."""

import importlib.util
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from runtime import paths
from runtime.commands import reason, run_counted, with_environment
from runtime.say import Stop, step

# No package here starts a service for the whole machine: the -core packages hold the programs alone, and so does
# redis-tools, whose redis-check-rdb is the server under another name.
PACKAGES = (
	"mariadb-server-core",
	"mariadb-client",
	"redis-tools",
	"chromium-headless-shell",
	"fonts-nanum",
	"poppler-utils",
	"libmariadb-dev",
	"pkg-config",
	"libpango-1.0-0",
	"libpangoft2-1.0-0",
	"libharfbuzz-subset0",
)
# "3 upgraded, 12 newly installed, …" and then a line for each
APT_PATTERN = r"(?P<total>\d+) newly installed|^Setting up "
NODE_MAJOR = 18
FREE_BYTES = 3 * 1024**3


def packages() -> list[str]:
	"""The Debian packages that this machine's Python needs."""
	wanted = list(PACKAGES)
	if not shutil.which("gcc"):
		wanted += ["gcc", "libc6-dev"]
	if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
		wanted.append("python3-dev")
	if not importlib.util.find_spec("ensurepip"):
		wanted.append("python3-venv")
	return wanted


def missing_packages(also: tuple[str, ...] = ()) -> list[str]:
	"""Which of the packages are not installed."""
	wanted = [*packages(), *also]
	if not shutil.which("dpkg-query"):
		raise Stop(
			f"This is not Debian: there is no dpkg or apt-get. Install what equals {' '.join(wanted)}."
		)
	query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *wanted]
	shown = subprocess.run(query, capture_output=True, text=True).stdout.splitlines()
	installed = {entry.split()[0] for entry in shown if entry.endswith(" installed")}
	return [name for name in wanted if name not in installed]


def install_packages(also: tuple[str, ...] = ()) -> None:
	"""Install the Debian packages that are missing.

	:param also: what one command needs besides.
	"""
	missing = missing_packages(also)
	if not missing:
		return
	prefix = privilege(missing)
	with step(f"Installing Debian's packages {', '.join(missing)} (one to two minutes)"):
		environment = with_environment(DEBIAN_FRONTEND="noninteractive", LC_ALL="C")
		for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
			command = [*prefix, "apt-get", "--quiet", "--option=DPkg::Lock::Timeout=300", *arguments]
			code, output = run_counted(command, "packages set up", APT_PATTERN, None, env=environment)
			if code:
				raise Stop(f"apt-get {arguments[0]} failed: {reason(output, 'e:')}")


def privilege(missing: list[str]) -> list[str]:
	"""What has to stand before apt-get: nothing for root, sudo where it asks no password."""
	if not shutil.which("apt-get"):
		raise Stop(f"There is no apt-get on this machine; install {' '.join(missing)} by hand.")
	if os.geteuid() == 0:
		return []
	if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
		return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
	raise Stop(
		f"Installing packages needs root: run `sudo apt-get install {' '.join(missing)}` and try again."
	)


def check_node() -> None:
	"""Stop unless Node and npm are there, new enough."""
	if not (shutil.which("node") and shutil.which("npm")):
		raise Stop(f"Node and npm are missing; install Node {NODE_MAJOR} or later.")
	version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
	if int(re.sub(r"\D.*", "", version.strip().lstrip("v")) or 0) < NODE_MAJOR:
		raise Stop(f"Node {version.strip()} is too old; install Node {NODE_MAJOR} or later.")


def check_disk(folder: Path = paths.ROOT) -> None:
	"""Stop before a first set-up fills the disk."""
	free = shutil.disk_usage(folder).free
	if not (paths.ENV / "bin" / "python").exists() and free < FREE_BYTES:
		raise Stop(f"The disk has {free / 1024**3:.1f} GB free; the set-up needs {FREE_BYTES // 1024**3} GB.")
