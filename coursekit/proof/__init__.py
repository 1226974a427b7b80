"""Proof that the graders judge rightly: stored answers, mutants, seeds, and the table of both."""
