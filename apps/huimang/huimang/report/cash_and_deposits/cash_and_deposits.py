from huimang.statements import screen


def execute(filters=None):
	return screen.execute("cash_and_deposits", filters)
