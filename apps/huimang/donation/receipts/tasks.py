"""What donation receipts do in the background."""

from __future__ import annotations

from huimang.donation.receipts import batch as batches


def make_receipts(batch: str) -> None:
	"""Make a batch, or go on with one that was stopped.

	:param batch: name of the Receipt Batch.
	"""
	try:
		batches.run(batch)
	except Exception:
		batches.fail(batch)
		raise
