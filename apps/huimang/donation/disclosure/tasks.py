"""What disclosure does in the background."""

from __future__ import annotations

from huimang.donation.disclosure import notice as notices


def send_notice(notice: str) -> None:
	"""Send a notice to all donors of a year, or go on with one that was stopped.

	:param notice: name of the Donor Notice.
	"""
	try:
		notices.run(notice)
	except Exception:
		notices.fail(notice)
		raise
