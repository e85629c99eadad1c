from huimang.statements import screen


def execute(filters=None):
	return screen.execute("bank_balances", filters)
