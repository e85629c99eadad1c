from huimang.statements import screen


def execute(filters=None):
	return screen.execute("daily_totals", filters)
