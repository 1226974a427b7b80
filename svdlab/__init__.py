"""SVD Lab: the small library that the course's notebooks import.

``datasets`` loads the pictures, clips and point clouds, ``plots`` draws and shows them,
``video`` reads, writes and plays clips, ``checks`` compares an answer with what was asked.
"""

__version__ = "0.1.0"
