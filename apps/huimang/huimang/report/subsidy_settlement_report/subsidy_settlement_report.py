from huimang.statements import screen


def execute(filters=None):
	return screen.execute("subsidy_report", filters)
