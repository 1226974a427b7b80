"""What staff run: build the release, publish it, make a class, grade it, print the marks."""
