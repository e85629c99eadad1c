from huimang.statements import screen


def execute(filters=None):
	return screen.execute("program_costs", filters)
