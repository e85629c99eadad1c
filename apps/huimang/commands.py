"""Commands of the app: `bench --site SITE COMMAND`."""

commands = []
