from huimang.statements import screen


def execute(filters=None):
	return screen.execute("expense_settlement", filters)
