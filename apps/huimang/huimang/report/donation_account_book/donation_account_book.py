from huimang.statements import screen


def execute(filters=None):
	return screen.execute("donation_account_book", filters)
