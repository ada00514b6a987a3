"""Benchmarks: `./run bench check` times the program beside other tools on the same content."""
