"""Grade submissions: the student's code in a sandbox, the tests where no student can reach."""

import sys

# jsonschema, which nbformat imports, looks for this parser of internet addresses, to check strings
# of the format ``iri``. No notebook holds one, and importing it takes two thirds of a second.
sys.modules.setdefault("rfc3987_syntax", None)
