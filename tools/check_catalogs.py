"""Fail when the Korean catalog doesn't say everything that the English original says."""

import sys

from catalogs import problems

found = list(problems())
for problem in found:
    print(problem)
print(f"{len(found)} findings in the catalogs" if found else "catalogs complete")
sys.exit(1 if found else 0)
