"""What `bench get-app` installs: the app's package, which lives in apps/ of this repository."""

from setuptools import find_packages, setup

setup(
	name="huimang",
	version="0.1.0",
	description="Accounting, personnel, property and donations of Korean social-welfare facilities, on Frappe",
	author="Huimang",
	license="MIT",
	python_requires=">=3.10",
	# bulk reading and writing, beside the framework's own driver, and QR codes of labels; all else the framework brings
	install_requires=["mysqlclient~=2.2", "segno~=1.6"],
	package_dir={"": "apps"},
	packages=find_packages("apps", include=["huimang", "huimang.*"]),
	include_package_data=True,
	zip_safe=False,
)
