from huimang.statements import screen


def execute(filters=None):
	return screen.execute("invoice_list", filters)
