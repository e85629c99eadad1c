"""Installs and builds what every bench of this checkout shares; each part is skipped while its inputs are the same."""

import os

from runtime import assets, frappe_source, paths, python_env, system


def prepare() -> None:
	"""Bring the checkout to where services can be started."""
	system.check_disk()
	system.install_packages()
	system.check_node()
	python_env.install()
	frappe_source.install(os.environ.get("FRAPPE_PATH"))
	assets.install_packages()
	assets.build()
	for folder in (paths.MAIN.sites, paths.MAIN.logs):
		folder.mkdir(exist_ok=True)
