huimang.resolutions.list("Expense Request");
