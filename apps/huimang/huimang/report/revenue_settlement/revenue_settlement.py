from huimang.statements import screen


def execute(filters=None):
	return screen.execute("revenue_settlement", filters)
