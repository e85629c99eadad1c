from huimang.ledger.locked import LockedDocument


class SubsidyBalance(LockedDocument):
	"""What is spent and reserved of a grant: moved by `huimang.subsidy.sums` only."""
