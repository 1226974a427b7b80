"""The background of a clip of any length: what ``svdlab background`` does.

:mod:`scene` fits a low-rank scene to a sample of frames, :mod:`clips` streams frames from and to
files, :mod:`camera` notices a camera that moves, :mod:`command` puts them together.
"""
