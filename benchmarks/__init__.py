"""Budgets as ratios against named peers in one run. `make bench` runs all and writes docs/reference/benchmarks.md and .json."""
