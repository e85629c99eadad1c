"""The commands of the runtime: `python3 -m runtime COMMAND`, which the Makefile calls."""

import argparse
import sys

from runtime import assets, paths, python_env, restore, sites
from runtime.say import Stop, line, warn
from runtime.services import Services


def prepare() -> None:
	"""Install and build what every bench of this checkout shares."""
	python_env.install()
	restore.restore()
	assets.install_packages()
	assets.build()


def dev_site(arguments: argparse.Namespace) -> None:
	"""Make a site of one's own for development, on services that keep running."""
	services = Services(paths.MAIN)
	services.start()
	services.leave_running()
	sites.prepare_bench(paths.MAIN, services)
	sites.create(paths.MAIN, services, arguments.site, arguments.apps.split(","))
	line(f"{arguments.site} is ready; Administrator's password: {services.secrets['administrator']}")


def main() -> int:
	"""Run one command."""
	parser = argparse.ArgumentParser(prog="runtime", description=__doc__)
	commands = parser.add_subparsers(required=True)
	commands.add_parser("prepare", help=prepare.__doc__).set_defaults(run=lambda _: prepare())
	command = commands.add_parser("dev-site", help=dev_site.__doc__)
	command.add_argument("site")
	command.add_argument("--apps", default="frappe,huimang")
	command.set_defaults(run=dev_site)
	arguments = parser.parse_args()
	try:
		arguments.run(arguments)
	except Stop as stop:
		warn(f"Stopped: {stop}")
		return 1
	return 0


if __name__ == "__main__":
	sys.exit(main())
