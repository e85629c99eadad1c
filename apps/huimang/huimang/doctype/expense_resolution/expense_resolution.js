huimang.resolutions.form("Expense Resolution");
