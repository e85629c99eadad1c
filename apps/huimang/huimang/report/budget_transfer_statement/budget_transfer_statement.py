from huimang.statements import screen


def execute(filters=None):
	return screen.execute("transfer_statement", filters)
