from huimang.statements import screen


def execute(filters=None):
	return screen.execute("program_revenue", filters)
