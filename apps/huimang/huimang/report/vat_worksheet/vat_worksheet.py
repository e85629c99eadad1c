from huimang.statements import screen


def execute(filters=None):
	return screen.execute("vat_worksheet", filters)
