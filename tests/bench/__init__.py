"""Measuring speed and memory: `make bench`. Every figure stands beside a bare Flask view of the same run."""
