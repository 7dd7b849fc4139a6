"""Conformance suites that every backend runs, shipped so that others can prove theirs."""
