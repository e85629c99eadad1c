huimang.resolutions.form("Income Resolution");
