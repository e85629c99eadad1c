"""What audit packs do in the background."""

from __future__ import annotations

from huimang.audit import service


def make_pack(pack: str) -> None:
	"""Make a pack, or go on with one that was stopped.

	:param pack: name of the Audit Pack.
	"""
	try:
		service.run(pack)
	except Exception:
		service.fail(pack)
		raise
