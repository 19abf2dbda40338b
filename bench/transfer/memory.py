"""Runs in a container until its standard input ends; prints the most memory that it held meanwhile, in MiB.

`held` cannot be given back (of processes, and files in memory); `peak` counts the page cache as well, which the kernel
empties when it needs to.
"""

import json
import sys
import threading
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
V1 = ROOT / "memory"


def held() -> int:
    """Return the bytes of processes and of files in memory."""
    stat, names = (V1 / "memory.stat", ("rss", "shmem")) if V1.exists() else (ROOT / "memory.stat", ("anon", "shmem"))
    values = dict(line.split() for line in stat.read_text().splitlines())
    return sum(int(values[name]) for name in names)


def main() -> None:
    """Sample ten times a second."""
    end = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), end.set()), daemon=True).start()
    most = held()
    while not end.wait(0.1):
        most = max(most, held())
    peak = int(((V1 / "memory.max_usage_in_bytes") if V1.exists() else (ROOT / "memory.peak")).read_text())
    print(json.dumps({"held": most // 2**20, "peak": peak // 2**20}))


main()
