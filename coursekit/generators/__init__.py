"""Generators of the course's data: what ``make data`` runs."""
