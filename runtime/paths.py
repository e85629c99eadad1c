"""Where everything is. A bench is a folder with apps, sites, logs and var; the repository's root is one, the tests' is another."""

import dataclasses
import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV = ROOT / "env"
APPS = ROOT / "apps"
FRAPPE = APPS / "frappe"
ASSETS_SOURCE = ROOT / "runtime" / "assets"
CHECKSUMS = ROOT / "runtime" / "data" / "frappe-0cced74766.sha256"
STAMPS = ROOT / "var" / "stamps"


@dataclasses.dataclass(frozen=True)
class Bench:
	"""One bench: its own sites, services, logs and ports; apps, env and built assets are shared by all of them."""

	root: Path

	@property
	def sites(self) -> Path:
		"""The folder that Frappe's commands run in."""
		return self.root / "sites"

	@property
	def var(self) -> Path:
		"""Data of the private services, their settings and passwords."""
		return self.root / "var"

	@property
	def logs(self) -> Path:
		"""Where the services and Frappe write their logs."""
		return self.root / "logs"

	@property
	def socket_folder(self) -> Path:
		"""A short path of the owner's own: a unix socket's path may have 107 bytes, a checkout's can be longer."""
		name = hashlib.sha256(str(self.root).encode()).hexdigest()[:10]
		return Path(tempfile.gettempdir()) / f"huimang-{os.getuid()}-{name}"


MAIN = Bench(ROOT)
TEST = Bench(ROOT / "var" / "test")
