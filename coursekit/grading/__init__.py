"""Grade submissions: two kernels, a sandbox, a strict scorer, and a verdict for everybody."""
