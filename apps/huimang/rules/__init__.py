"""The law as pure functions and dated tables. Nothing in this package imports the framework."""
