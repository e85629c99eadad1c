from huimang.statements import screen


def execute(filters=None):
	return screen.execute("general_ledger", filters)
