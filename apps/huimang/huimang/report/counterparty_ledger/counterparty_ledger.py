from huimang.statements import screen


def execute(filters=None):
	return screen.execute("counterparty_ledger", filters)
