huimang.resolutions.list("Expense Resolution");
