huimang.resolutions.list("Income Resolution");
