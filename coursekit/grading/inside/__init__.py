"""What runs inside a student's sandbox: it needs the standard library, NumPy and IPython only.

The folder is bound into the sandbox. A student may read and replace all of it: it holds no secret,
and whatever it answers is checked on arrival.
"""
