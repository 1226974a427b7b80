"""Reports on a class, and marks for the learning platforms."""
