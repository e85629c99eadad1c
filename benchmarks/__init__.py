"""Benchmarks: `env/bin/python -m benchmarks --help`. What they found stands in RESULTS.md."""
