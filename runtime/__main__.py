"""The commands of the runtime: `python3 -m runtime COMMAND`, which the Makefile calls."""

import argparse
import errno
import os
import signal
import sys

from runtime import manual, paths, python_env, setup, sites, start, testing
from runtime.say import Stop, line, warn
from runtime.services import Services

INTERRUPTED = 130


def dev_site(arguments: argparse.Namespace) -> None:
	"""Make a site of one's own for development, on services that keep running."""
	services = Services(paths.MAIN)
	services.choose_ports()
	services.start()
	services.keep_running()
	sites.prepare_bench(paths.MAIN, services)
	if not sites.is_complete(paths.MAIN, arguments.site):
		sites.create(paths.MAIN, services, arguments.site, tuple(arguments.apps.split(",")), use_copy=True)
	line(f"{arguments.site} is ready; Administrator's password: {services.secrets['administrator']}")


def serve(_) -> None:
	"""Serve the Desk; a Ctrl-C is how that ends."""
	start.start()


def stop_services(_) -> None:
	"""Stop the services that dev-site left running."""
	services = Services(paths.MAIN)
	services.keep_running(False)
	services.stop()


def parser() -> argparse.ArgumentParser:
	"""The command line."""
	result = argparse.ArgumentParser(prog="runtime", description=__doc__)
	commands = result.add_subparsers(required=True)
	for name, function in {
		"prepare": lambda _: setup.prepare(),
		"start": serve,
		"stop-services": stop_services,
	}.items():
		commands.add_parser(name).set_defaults(run=function)
	command = commands.add_parser("dev-site", help=dev_site.__doc__)
	command.add_argument("site")
	command.add_argument("--apps", default="frappe,huimang")
	command.set_defaults(run=dev_site)
	command = commands.add_parser("test", help="Run the tests, all or the given ones.")
	command.add_argument("tests", nargs="*")
	command.set_defaults(run=lambda arguments: testing.run(arguments.tests))
	command = commands.add_parser(
		"manual", help="Take the manual's pictures and films anew, all or those of the given tests."
	)
	command.add_argument("tests", nargs="*")
	command.set_defaults(run=lambda arguments: manual.make(arguments.tests))
	return result


def interrupt(_signal, _frame) -> None:
	"""A polite request to end is the same as a Ctrl-C; a second one is ignored while the first is carried out."""
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
		signal.signal(number, signal.SIG_IGN)
	raise KeyboardInterrupt


def main() -> int:
	"""Run one command."""
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
		signal.signal(number, interrupt)
	# logs, passwords and data are their owner's alone
	os.umask(0o077)
	arguments = parser().parse_args()
	try:
		return arguments.run(arguments) or 0
	except Stop as stop:
		warn(f"Stopped: {stop}")
	except KeyboardInterrupt:
		line("\nStopped; nothing is left running.")
		return 0 if arguments.run is serve else INTERRUPTED
	except OSError as error:
		if error.errno != errno.ENOSPC:
			raise
		warn("Stopped: the disk is full; make room and run the command again.")
	return 1


if __name__ == "__main__":
	python_env.go_on_in_debians()
	sys.exit(main())
