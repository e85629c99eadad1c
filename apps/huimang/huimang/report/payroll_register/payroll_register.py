from huimang.statements import screen


def execute(filters=None):
	return screen.execute("payroll_register", filters)
