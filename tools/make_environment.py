"""Make the virtual environment and install a lock file into it, saying what it does and how long each step took.

Usage: python3 tools/make_environment.py ENVIRONMENT LOCKFILE. Uses nothing but the standard library.
"""

import subprocess
import sys
import time
import venv
from pathlib import Path

OLDEST = (3, 11)


def main(environment: Path, lock: Path) -> int:
    if sys.version_info < OLDEST:
        print(
            f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.",
            file=sys.stderr,
        )
        return 1
    started = time.perf_counter()
    if not (environment / "bin" / "python").exists():
        venv.create(environment, with_pip=True, clear=environment.exists())
        report("environment", str(environment), started)
    started = time.perf_counter()
    count = sum(1 for line in lock.read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))
    print(f"  packages     installing {count} from {lock} ...", flush=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=False)
    if done.returncode:
        print("The packages could not be installed; see pip's message above.", file=sys.stderr)
        return 1
    report("packages", f"{count} installed", started)
    return 0


def report(step: str, outcome: str, started: float) -> None:
    print(f"  {step:<12} {outcome:<40} {time.perf_counter() - started:6.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
