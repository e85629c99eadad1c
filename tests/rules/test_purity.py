"""The law stands by itself: rules and money load where no framework is installed."""

import pathlib
import subprocess
import sys

import huimang.rules

APPS = pathlib.Path(huimang.rules.__file__).parents[2]


def test_rules_load_without_the_framework():
	modules = sorted(
		".".join(path.relative_to(APPS).with_suffix("").parts)
		for path in (APPS / "huimang" / "rules").rglob("*.py")
		if path.name != "__init__.py"
	)
	# None in sys.modules makes an import fail as if the package were absent.
	script = (
		"import sys, importlib\n"
		"sys.modules['frappe'] = None\n"
		f"sys.path.insert(0, {str(APPS)!r})\n"
		f"for name in {['huimang.money', *modules]!r}:\n"
		"    importlib.import_module(name)\n"
	)
	done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
	assert done.returncode == 0, done.stderr
