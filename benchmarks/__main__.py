"""Run a benchmark and print what it found as a table: `env/bin/python -m benchmarks NAME --site SITE`.

The site is filled with facilities of the benchmark and keeps them: take one that serves nothing else.
"""

import argparse
import os
import resource
from collections.abc import Iterable

from benchmarks import (
	assets,
	audit_pack,
	card_webhook,
	card_year,
	donations,
	drivers,
	fill,
	imports,
	lifecycles,
	payroll,
	plain,
	processes,
	receipts,
	statements,
)
from benchmarks.connection import connected


def run_lifecycles(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		facility = lifecycles.prepare()
		plain.prepare()
	table(("work", "a second"), [])
	yardstick = processes.rate(arguments.site, plain.live, {}, arguments.count, arguments.processes)
	row("plain documents, insert and 4 saves", f"{yardstick:.1f}")
	rate = processes.rate(arguments.site, lifecycles.live, facility, arguments.count, arguments.processes)
	row("expense resolutions, insert to payment", f"{rate:.1f}")
	row("ratio", f"{rate / yardstick:.2f}")


def run_fill(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		print(*fill.facilities(arguments.facilities, arguments.entries))


def run_statements(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		names = arguments.facility or fill.facilities(1, arguments.entries)
		table(("facility", "entries of the facility", "entries in the ledger", "statement", "rows", "ms"), [])
		for name in names:
			for statement, (milliseconds, rows) in statements.measure(name).items():
				row(name, *statements.sizes(name), statement, f"{rows:,}", f"{milliseconds:.0f}")


def run_assets(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		table(("statement", "rows", "ms", "of them CPU"), [])
		for name, rows, milliseconds, cpu in assets.measure(arguments.assets):
			row(name, f"{rows:,}", f"{milliseconds:.0f}", f"{cpu:.0f}")


def run_drivers(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		results = drivers.measure(arguments.rows)
	table(
		("road", "rows a second", "µs of CPU a row"),
		[(road, f"{r:,.0f}", f"{cpu:.1f}") for road, r, cpu in results],
	)


def run_payroll(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		steps = payroll.measure(arguments.people)
	table(("step", "seconds", "of them CPU of the process"), [])
	for name, wall, cpu in steps:
		row(name, f"{wall:.1f}", f"{cpu:.1f}")


def run_donations(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		steps = donations.measure(arguments.donors)
	table(("step", "number", "seconds", "of them CPU of the process"), [])
	for name, count, wall, cpu in steps:
		row(name, f"{count:,}" if count else "", f"{wall:.1f}", f"{cpu:.1f}")


def run_imports(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		steps = imports.measure(arguments.rows)
	table(("step", "rows", "seconds", "of them CPU", "rows a second"), [])
	for name, count, wall, cpu in steps:
		row(name, f"{count:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{count / wall:,.0f}")


def run_receipts(arguments: argparse.Namespace) -> None:
	roads = receipts.measure(arguments.site, arguments.donors, arguments.processes)
	table((f"road, {arguments.processes} processes", "receipts", "a second", "MB, largest process"), [])
	for name, count, rate, peak in roads:
		row(name, f"{count:,}", f"{rate:.1f}", f"{peak:,}")
	with connected(arguments.site):
		steps = receipts.steps(arguments.donors)
	peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
	table((f"step, one process ({peak} MB)", "receipts", "seconds", "of them CPU", "a second of CPU"), [])
	for name, count, wall, cpu in steps:
		row(name, f"{count:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{count / cpu:.0f}")


def run_card_year(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		found = card_year.measure(arguments.uses)
	table(("year of cards", ""), found.items())


def run_audit_pack(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		found = audit_pack.measure(arguments.resolutions)
	table(("audit pack", ""), found.items())


def run_card_webhook(arguments: argparse.Namespace) -> None:
	with connected(arguments.site):
		subject = card_webhook.prepare()
		found = card_webhook.measure(
			arguments.site, subject, arguments.rate, arguments.seconds, arguments.processes
		)
	told = sum(found.statuses.values())
	table(("what", "figure"), [])
	row("messages answered", f"{told:,} in {found.sending:.0f} s, {told / found.sending:.0f} a second")
	row("answers", ", ".join(f"{status}: {number:,}" for status, number in sorted(found.statuses.items())))
	row("sent again for want of an answer", f"{found.sent_again:,}")
	row(
		"milliseconds until answered, half and 99 %",
		f"{found.milliseconds(50):.0f}, {found.milliseconds(99):.0f}",
	)
	row("seconds until the last was recorded", f"{found.recording:.0f}")
	row("uses recorded, lost, twice", f"{found.recorded:,}, {found.lost}, {found.twice}")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
	row(*head)
	row(*("---" for _column in head))
	for cells in rows:
		row(*cells)


def row(*cells: str) -> None:
	print("|", " | ".join(cells), "|", flush=True)


def parse() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
	names = parser.add_subparsers(required=True)
	common = argparse.ArgumentParser(add_help=False)
	common.add_argument("--site", required=True)
	life = names.add_parser("lifecycles", parents=[common], help=lifecycles.__doc__)
	life.add_argument("--count", type=int, default=10_000)
	life.add_argument("--processes", type=int, default=os.cpu_count())
	life.set_defaults(run=run_lifecycles)
	filling = names.add_parser("fill", parents=[common], help=fill.__doc__)
	filling.add_argument("--facilities", type=int, default=100)
	filling.add_argument("--entries", type=int, default=10_000, help="of each facility")
	filling.set_defaults(run=run_fill)
	shown = names.add_parser("statements", parents=[common], help=statements.__doc__)
	shown.add_argument("--facility", nargs="*", help="filled facilities; a new one when left out")
	shown.add_argument("--entries", type=int, default=10_000, help="of the new facility")
	shown.set_defaults(run=run_statements)
	pay = names.add_parser("payroll", parents=[common], help=payroll.__doc__)
	pay.add_argument("--people", type=int, default=3_000)
	pay.set_defaults(run=run_payroll)
	owned = names.add_parser("assets", parents=[common], help=assets.__doc__)
	owned.add_argument("--assets", type=int, default=10_000)
	owned.set_defaults(run=run_assets)
	given = names.add_parser("donations", parents=[common], help=donations.__doc__)
	given.add_argument("--donors", type=int, default=2_000, help="of six gifts each")
	given.set_defaults(run=run_donations)
	certified = names.add_parser("receipts", parents=[common], help=receipts.__doc__)
	certified.add_argument("--donors", type=int, default=10_000)
	certified.add_argument("--processes", type=int, default=os.cpu_count())
	certified.set_defaults(run=run_receipts)
	hooked = names.add_parser("card-webhook", parents=[common], help=card_webhook.__doc__)
	hooked.add_argument("--rate", type=int, default=100, help="uses a second")
	hooked.add_argument("--seconds", type=int, default=60)
	hooked.add_argument("--processes", type=int, default=2, help="of the web server")
	hooked.set_defaults(run=run_card_webhook)
	carded = names.add_parser("card-year", parents=[common], help=card_year.__doc__)
	carded.add_argument("--uses", type=int, default=3_000)
	carded.set_defaults(run=run_card_year)
	packed = names.add_parser("audit-pack", parents=[common], help=audit_pack.__doc__)
	packed.add_argument("--resolutions", type=int, default=1_200)
	packed.set_defaults(run=run_audit_pack)
	files = names.add_parser("imports", parents=[common], help=imports.__doc__)
	files.add_argument("--rows", type=int, default=50_000)
	files.set_defaults(run=run_imports)
	driver = names.add_parser("drivers", parents=[common], help=drivers.__doc__)
	driver.add_argument("--rows", type=int, default=100_000)
	driver.set_defaults(run=run_drivers)
	return parser.parse_args()


if __name__ == "__main__":
	arguments = parse()
	arguments.run(arguments)
