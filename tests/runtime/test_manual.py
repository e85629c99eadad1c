"""`make manual` knows which tests take pictures."""

from runtime import manual, paths


def test_the_walks_and_the_jobs_with_pictures_are_found():
	found = manual.tests_with_pictures()
	assert "tests/browser/test_l_whole_way.py" in found
	assert "tests/browser/test_0_desk.py" not in found
	assert all((paths.ROOT / file).exists() for file in (*manual.WALKS, *found))


def test_it_makes_what_it_is_told_to_make_and_says_where(monkeypatch):
	monkeypatch.setenv(manual.FOLDER, "")
	monkeypatch.setattr(manual.system, "install_packages", lambda also: None)
	ran = []
	monkeypatch.setattr(manual.testing, "run", lambda tests: ran.extend(tests) or 0)
	assert manual.make(["tests/browser/manual_films.py"]) == 0
	assert ran == ["tests/browser/manual_films.py"]
	assert manual.os.environ[manual.FOLDER].endswith("apps/huimang/public/manual")
