"""What `import annlab` costs beside `import numpy`, which it contains: python benchmarks/import_time.py [RUNS]

Every run is a fresh process under -X importtime; the two alternate, so that both meet the same machine. A run of each
comes first and is not counted. Ends with 1 when the ratio of the medians is above the bar.
"""

import statistics
import subprocess
import sys

BAR = 1.5
MODULES = ("numpy", "annlab")


def microseconds(report: str) -> dict[str, tuple[int, int]]:
    """Return each module's own and cumulative time, in microseconds, from what -X importtime prints."""
    rows = (line.removeprefix("import time:").split("|") for line in report.splitlines() if line.count("|") == 2)
    return {name.strip(): (int(own), int(all_of_it)) for own, all_of_it, name in rows if own.strip().isdigit()}


def import_of(module: str) -> dict[str, tuple[int, int]]:
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    return microseconds(subprocess.run(command, capture_output=True, text=True, check=True).stderr)


def main(runs: int) -> int:
    measured = {module: [] for module in MODULES}
    for number in range(runs + 1):
        for module in MODULES:
            found = import_of(module)
            if number:
                measured[module].append(found)
    medians = {m: statistics.median(found[m][1] for found in measured[m]) / 1000 for m in MODULES}
    for module in MODULES:
        print(f"import {module:<8} {medians[module]:7.1f} ms, median of {runs}")
    ratio = medians["annlab"] / medians["numpy"]
    print(f"ratio {ratio:.2f}, bar {BAR}")
    own = {name: [found[name][0] for found in measured["annlab"] if name in found] for name in measured["annlab"][0]}
    added = sorted(own.keys() - measured["numpy"][0].keys(), key=lambda name: -statistics.median(own[name]))
    print("dearest of what numpy does not load itself:")
    for name in added[:12]:
        print(f"  {statistics.median(own[name]) / 1000:5.1f} ms  {name}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 21))
