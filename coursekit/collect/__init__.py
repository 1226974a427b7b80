"""Collecting: from what a learning platform hands out to ``submitted/STUDENT/ASSIGNMENT/``.

``archives`` reads a folder or zip safely, ``platforms`` reads its names, ``submissions`` groups its
files, ``roster`` knows the students, ``place`` decides and writes, ``command`` talks to a person.
"""
