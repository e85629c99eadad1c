huimang.resolutions.form("Expense Request");
