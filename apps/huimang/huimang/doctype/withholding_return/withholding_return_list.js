huimang.resolutions.list("Withholding Return");
