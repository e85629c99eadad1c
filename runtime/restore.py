"""Restores Frappe 15 from a wheel of the Python registry in which only the product's names were replaced.

The wheel is pinned by its hash, the names are put back, and every restored file is compared with the checksum that
upstream's file has. `KNOWN_DIFFERENCES` differ harmlessly (a final newline, a logo, one line of a translation);
anything else stops the set-up.
"""

import hashlib
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from runtime import paths
from runtime.say import Progress, Stop, step

UPSTREAM_COMMIT = "0cced747669d9471aa3d60819148a8e828457930"
WHEEL = "criscostack==1.0.0"
WHEEL_SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"
PACKAGE = "criscostack/"

# in this order: the longer name holds the shorter one
NAMES = (
	(b"criscostack", b"frappe"),
	(b"Criscostack", b"Frappe"),
	(b"CRISCOSTACK", b"FRAPPE"),
	(b"Criscoerp", b"ERPNext"),
	(b"criscoerp", b"erpnext"),
	(b"Crisco", b"Frappe"),
	(b"crisco", b"frappe"),
	(b"CRISCO", b"FRAPPE"),
)
# "brik" stands for "bench" as a word or a part of an identifier, never inside another word ("rubrik")
BENCH_NAMES = (
	(re.compile(rb"(?<![A-Za-z])brik(?![a-z])"), b"bench"),
	(re.compile(rb"(?<![a-z])Brik(?![a-z])"), b"Bench"),
)
KNOWN_DIFFERENCES = frozenset(
	[
		"core/README.md",
		"core/doctype/report/report.json",
		"core/doctype/scheduled_job_type/scheduled_job_type.json",
		"core/doctype/user_type/user_type.json",
		"custom/module_onboarding/customization/customization.json",
		"desk/page/backups/backups.html",
		"email/doctype/email_account/email_account.json",
		"public/images/frappe-favicon.svg",
		"public/images/frappe-framework-logo.png",
		"public/images/frappe-framework-logo.svg",
		"public/images/frappe-logo.png",
		"public/images/ui-states/404.png",
		*(f"translations/{code}.csv" for code in "bn de gu hi kn ml mr ta te tr uz".split()),
	]
)


def put_names_back(content: bytes) -> bytes:
	"""Give upstream's names back to a file's content or path."""
	for theirs, upstream in NAMES:
		content = content.replace(theirs, upstream)
	for pattern, upstream in BENCH_NAMES:
		content = pattern.sub(upstream, content)
	return content


def read_checksums(path: Path = paths.CHECKSUMS) -> dict[str, str]:
	"""Return upstream's sha256 by path, of a list in sha256sum's format."""
	lines = path.read_text().splitlines()
	return {name: digest for digest, name in (entry.split("  ", 1) for entry in lines)}


def verify(found: dict[str, str], expected: dict[str, str]) -> None:
	"""Stop unless the restored files are upstream's, but for the known differences."""
	wrong = sorted(
		name
		for name in expected.keys() | found.keys()
		if found.get(name) != expected.get(name)
		and not (name in KNOWN_DIFFERENCES and name in found and name in expected)
	)
	if wrong:
		more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
		raise Stop(
			f"Restored Frappe is not upstream's: {wrong[0]}{more} differs from its checksum; nothing was installed."
		)


def unpack(wheel: Path, target: Path) -> dict[str, str]:
	"""Write the wheel's package with upstream's names under `target`; return the sha256 of every file."""
	found = {}
	with zipfile.ZipFile(wheel) as archive:
		members = [
			name
			for name in archive.namelist()
			if name.startswith(PACKAGE) and not name.endswith(("/", ".DS_Store"))
		]
		progress = Progress("files restored", len(members))
		for count, name in enumerate(members, 1):
			content = put_names_back(archive.read(name))
			relative = put_names_back(name[len(PACKAGE) :].encode()).decode()
			if ".." in Path(relative).parts or os.path.isabs(relative):
				raise Stop(
					f"The wheel names a file outside its own folder ({relative}); nothing was installed."
				)
			path = target / relative
			path.parent.mkdir(parents=True, exist_ok=True)
			path.write_bytes(content)
			found[relative] = hashlib.sha256(content).hexdigest()
			progress.at(count)
	return found


def check_wheel(wheel: Path) -> None:
	"""Stop unless the wheel is the one that was reviewed."""
	if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
		wheel.unlink()
		raise Stop(
			"The download of Frappe's wheel has a wrong checksum; it was deleted, run the command again."
		)


def download(folder: Path) -> Path:
	"""Return the pinned wheel, downloaded by pip unless a good copy is there."""
	folder.mkdir(parents=True, exist_ok=True)
	wheel = folder / "criscostack-1.0.0-py3-none-any.whl"
	if not wheel.exists():
		pins = folder / "wheel.txt"
		pins.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
		command = [
			"-m",
			"pip",
			"download",
			"--quiet",
			"--no-deps",
			"--require-hashes",
			"-d",
			folder,
			"-r",
			pins,
		]
		done = subprocess.run([paths.ENV / "bin" / "python", *command], capture_output=True, text=True)
		if done.returncode:
			reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
			raise Stop(f"Frappe's wheel could not be downloaded: {reason}")
	check_wheel(wheel)
	return wheel


def restore() -> None:
	"""Put a verified Frappe into apps/frappe, unless it is there."""
	target = paths.FRAPPE
	mark = target / ".restored"
	if mark.exists() and mark.read_text() == mark_text():
		return
	with step("Restoring Frappe 15 from the package registry and checking every file"):
		wheel = download(paths.ROOT / "var" / "downloads")
		fresh = paths.ROOT / "var" / "frappe.new"
		shutil.rmtree(fresh, ignore_errors=True)
		verify(unpack(wheel, fresh / "frappe"), read_checksums())
		(fresh / ".restored").write_text(mark_text())
		if target.is_symlink():
			target.unlink()
		shutil.rmtree(target, ignore_errors=True)
		fresh.rename(target)


def mark_text() -> str:
	"""What the mark in a finished apps/frappe says: what it was restored from, and by which rules."""
	rules = repr(
		(NAMES, [(pattern.pattern, name) for pattern, name in BENCH_NAMES], sorted(KNOWN_DIFFERENCES))
	)
	digest = hashlib.sha256(rules.encode() + paths.CHECKSUMS.read_bytes()).hexdigest()
	return f"{UPSTREAM_COMMIT}\n{WHEEL_SHA256}\n{digest}\n"
