from huimang.statements import screen


def execute(filters=None):
	return screen.execute("receipt_details", filters)
