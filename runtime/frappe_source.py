"""Where apps/frappe comes from: the restored copy, or an official checkout that FRAPPE_PATH names."""

import re
from pathlib import Path

from runtime import paths, restore
from runtime.say import Stop, line

ASIDE = paths.ROOT / "var" / "frappe-restored"


def install(official: str | None) -> None:
	"""Put the framework into apps/frappe."""
	if official:
		use_checkout(Path(official).expanduser().resolve())
		return
	if paths.FRAPPE.is_symlink():
		paths.FRAPPE.unlink()
	if ASIDE.exists() and not paths.FRAPPE.exists():
		ASIDE.rename(paths.FRAPPE)
	restore.restore()


def use_checkout(checkout: Path) -> None:
	"""Link apps/frappe to an official checkout of Frappe 15."""
	package = checkout / "frappe" / "__init__.py"
	if not package.exists():
		raise Stop(f"FRAPPE_PATH={checkout} is not a checkout of Frappe: it has no frappe/__init__.py.")
	version = re.search(r'__version__ = "([^"]+)"', package.read_text())
	if not (version and version[1].startswith("15.")):
		raise Stop(
			f"FRAPPE_PATH={checkout} is Frappe {version[1] if version else '?'}; version 15 is needed."
		)
	if paths.FRAPPE.is_symlink():
		paths.FRAPPE.unlink()
	elif paths.FRAPPE.exists():
		paths.FRAPPE.rename(ASIDE)
	paths.FRAPPE.symlink_to(checkout)
	line(f"Using Frappe {version[1]} of {checkout}")
