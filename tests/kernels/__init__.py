"""Time, memory and quality of the course's numerical kernels, each against known libraries."""
