from huimang.statements import screen


def execute(filters=None):
	return screen.execute("consumable_ledger", filters)
