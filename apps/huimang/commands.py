"""Commands of the bench: `bench --site SITE huimang-…`."""

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("huimang-verify")
@click.option("--facility", help="Name of one facility, for example F00001; all of them when left out.")
@pass_context
def verify(context, facility: str | None) -> None:
	"""Check that every ledger still says what was posted; exits with 1 where one does not."""
	from huimang.ledger.verify import verify_committed

	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		frappe.local.lang = frappe.db.get_system_setting("language") or "ko"
		wrong = 0
		# the books of practice are told last, and apart: whatever is wrong there is nobody's
		known = frappe.get_all(
			"Facility", fields=["name", "is_practice"], order_by="is_practice, name", as_list=True
		)
		practice = {name for name, is_practice in known if is_practice}
		for name in [facility] if facility else [name for name, _is_practice in known]:
			findings = verify_committed(name)
			wrong += len(findings) if name not in practice else 0
			mark = f" ({frappe._('Practice')})" if name in practice else ""
			click.echo(f"{name}{mark}: {frappe._('The ledger is in order.') if not findings else ''}")
			for finding in findings:
				click.echo(f"  {finding.message}")
	finally:
		frappe.destroy()
	raise SystemExit(1 if wrong else 0)


@click.command("huimang-demo")
@pass_context
def demo(context) -> None:
	"""Fill a site with the demonstration corporation; what is there already stays. Never for a site in real use."""
	from huimang.demo.build import build
	from huimang.demo.house import LOGINS

	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		frappe.local.lang = "ko"
		frappe.set_user("Administrator")
		for login in build(click.echo):
			click.echo(f"{login['who']}: {login['login']}  {login['password']}")
		click.echo(f"All logins are in {frappe.get_site_path('private', LOGINS)}.")
	finally:
		frappe.destroy()


commands = [verify, demo]
