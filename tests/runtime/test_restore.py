"""Frappe is restored as upstream wrote it, or not at all."""

import zipfile

import pytest

from runtime import restore
from runtime.say import Stop


def make_wheel(folder, files: dict[str, bytes]):
	"""A wheel with these files."""
	wheel = folder / "x.whl"
	with zipfile.ZipFile(wheel, "w") as archive:
		for name, content in files.items():
			archive.writestr(name, content)
	return wheel


@pytest.mark.parametrize(
	"theirs, upstream",
	[
		(b"import criscostack", b"import frappe"),
		(b"Criscostack CRISCOSTACK Crisco crisco CRISCO", b"Frappe FRAPPE Frappe frappe FRAPPE"),
		(b"Criscoerp criscoerp", b"ERPNext erpnext"),
		(b"brik_helper get_brik_path Brik brik.local", b"bench_helper get_bench_path Bench bench.local"),
		(b"Rubrik rubriker fabrikant", b"Rubrik rubriker fabrikant"),
	],
)
def test_names_are_put_back(theirs, upstream):
	assert restore.put_names_back(theirs) == upstream


def test_files_are_written_under_upstreams_names(tmp_path):
	files = {
		"criscostack/utils/brik_helper.py": b"import criscostack\n",
		"criscostack/.DS_Store": b"x",
		"other/x": b"y",
	}
	found = restore.unpack(make_wheel(tmp_path, files), tmp_path / "out")
	assert list(found) == ["utils/bench_helper.py"]
	assert (tmp_path / "out" / "utils" / "bench_helper.py").read_bytes() == b"import frappe\n"


def test_a_path_that_leaves_the_folder_stops(tmp_path):
	with pytest.raises(Stop, match="outside its own folder"):
		restore.unpack(make_wheel(tmp_path, {"criscostack/../../evil.py": b""}), tmp_path / "out")


def test_a_wrong_wheel_is_deleted(tmp_path):
	wheel = make_wheel(tmp_path, {"criscostack/app.py": b""})
	with pytest.raises(Stop, match="wrong checksum"):
		restore.check_wheel(wheel)
	assert not wheel.exists()


@pytest.mark.parametrize(
	"found",
	[{"app.py": "changed"}, {}, {"app.py": "same", "added.py": "x"}],
	ids=["changed", "missing", "added"],
)
def test_a_file_that_is_not_upstreams_stops(found):
	with pytest.raises(Stop, match="not upstream's"):
		restore.verify(found, {"app.py": "same"})


def test_only_the_known_files_may_differ():
	known = min(restore.KNOWN_DIFFERENCES)
	restore.verify({known: "theirs", "app.py": "same"}, {known: "upstream's", "app.py": "same"})
	with pytest.raises(Stop):
		restore.verify({"app.py": "same"}, {known: "upstream's", "app.py": "same"})


def test_the_list_of_checksums_is_whole():
	checksums = restore.read_checksums()
	assert len(checksums) == 2900
	assert restore.KNOWN_DIFFERENCES <= checksums.keys()
	assert len(restore.KNOWN_DIFFERENCES) == 23
