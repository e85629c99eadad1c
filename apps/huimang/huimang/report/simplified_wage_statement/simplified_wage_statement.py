from huimang.statements import screen


def execute(filters=None):
	return screen.execute("simple_wage_statement", filters)
