"""Builds the Desk's assets, of those apps only whose sources changed."""

import json
import os
import subprocess
from pathlib import Path

from runtime import paths, stamps
from runtime.commands import reason, run_counted
from runtime.say import Stop, step
from runtime.sites import link

BUILD = paths.ASSETS_SOURCE / "build.mjs"
LOCK = paths.ASSETS_SOURCE / "package-lock.json"
NODE_MODULES = paths.ASSETS_SOURCE / "node_modules"


def public_folders() -> dict[str, os.PathLike]:
	"""The public folder of each app."""
	return {"frappe": paths.FRAPPE / "frappe" / "public", "huimang": paths.APPS / "huimang" / "public"}


def install_packages() -> None:
	"""Install the npm packages of the lock."""
	stamp = stamps.Stamp("npm", LOCK)
	if stamp.is_fresh() and NODE_MODULES.is_dir():
		return
	with step("Installing the Desk's npm packages (about a minute)"):
		command = ["npm", "ci", "--no-progress", "--loglevel=http"]
		pins = LOCK.read_text().count('"integrity"')
		code, output = run_counted(command, "packages", r"^npm http", pins, cwd=paths.ASSETS_SOURCE)
		if code:
			raise Stop(f"The npm packages could not be installed: {reason(output, 'npm error')}")
	stamp.write()


def is_built(assets: Path, app: str) -> bool:
	"""Tell whether every file that the map of assets names for an app is there."""
	if not (assets / "assets.json").exists():
		return False
	urls = json.loads((assets / "assets.json").read_text()).values()
	return all(
		(assets.parent / url.lstrip("/")).exists() for url in urls if url.startswith(f"/assets/{app}/")
	)


def build() -> bool:
	"""Build what changed since the last build; tell whether anything did."""
	assets = paths.MAIN.sites / "assets"
	assets.mkdir(parents=True, exist_ok=True)
	if not (paths.FRAPPE / "node_modules").is_dir():
		link(paths.FRAPPE / "node_modules", NODE_MODULES)
	link(assets / "runtime", paths.ROOT / "runtime" / "public")
	todo, fresh_stamps = [], []
	for app, folder in public_folders().items():
		if not folder.is_dir():
			continue
		link(assets / app, folder)
		sources = [path for path in sorted(folder.rglob("*")) if path.is_file() and "dist" not in path.parts]
		stamp = stamps.Stamp(f"assets-{app}", BUILD, LOCK, *sources, text=str(folder))
		if not (stamp.is_fresh() and is_built(assets, app)):
			todo.append(f"{app}={folder}")
			fresh_stamps.append(stamp)
	if not todo:
		return False
	with step(f"Building the Desk's assets of {' and '.join(pair.split('=')[0] for pair in todo)}"):
		command = ["node", BUILD, paths.MAIN.sites, *todo]
		done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
		if done.returncode:
			raise Stop(f"The assets could not be built: {done.stderr.strip()}")
	for stamp in fresh_stamps:
		stamp.write()
	return True
