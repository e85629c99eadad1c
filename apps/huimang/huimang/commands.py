"""A mark for the framework, which looks for an app's commands here when the repository's root is the bench."""

from huimang.commands import commands  # noqa: F401
