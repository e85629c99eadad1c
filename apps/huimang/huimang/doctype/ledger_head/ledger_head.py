from huimang.ledger.locked import LockedDocument


class LedgerHead(LockedDocument):
	"""The end of a facility's hash chain: moved by `huimang.ledger.posting` only."""
