"""Measures Calendar.Add against numpy, QuantLib and rickar/cal in one run.

Each counts 5, 60 and 250 business days of the United States on from the same
million dates. The programs take turns, three rounds of the quick ones and one of
the slow ones. The medians, their ratios to followcal's and the checksums are
printed, and the exit status is 1 when two checksums differ. A run takes about
five minutes, most of them QuantLib's. Needs Debian's python3-numpy, g++ and
libquantlib0-dev.
"""
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = pathlib.Path(__file__).parent
ROUNDS = 3
NS = (5, 60, 250)
SLOW = ("QuantLib", "rickar/cal")  # half a minute to two a round


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def numpy_round(closed):
    calendar = np.busdaycalendar(holidays=closed)
    dates = np.datetime64("2017-01-01") + np.arange(1_000_000) * 7919 % 9490
    for n in NS:
        start = time.perf_counter_ns()
        to = np.busday_offset(dates, n, roll="backward", busdaycal=calendar)
        took = time.perf_counter_ns() - start
        yield n, took / 1e6, int(to.astype(np.int64).sum())


def quantlib_round(program, closed):
    for line in run(program, input="\n".join(closed) + "\n").splitlines():
        n, took, checksum = line.split()
        yield int(n), float(took), int(checksum)


def go_round(program, name):
    output = run(program, "-test.run=^$", f"-test.bench=^BenchmarkPeer{name}$", "-test.benchtime=1x" if name == "Rickar" else "-test.benchtime=20x")
    for n, checksum, took in re.findall(r"^BenchmarkPeer\w+/(\d+)\S*\s.*?(\S+) checksum\s+(\S+) ns/one", output, re.M):
        yield int(n), float(took), int(float(checksum))


def main():
    listing = run("go", "run", "../../../cmd/followcal", "workday", "list", "--region", "US",
                  "--from", "2015-01-01", "--to", "2045-12-31", "--format", "csv", cwd=HERE)
    closed = re.findall(r"^\d{4}-\d\d-\d\d", listing, re.M)
    with tempfile.TemporaryDirectory() as folder:
        quantlib, go = folder + "/quantlib", folder + "/go.test"
        run("g++", "-O2", "-o", quantlib, str(HERE / "quantlib.cpp"), "-lQuantLib")
        run("go", "test", "-c", "-o", go, "..", cwd=HERE)
        contenders = {
            "followcal": lambda: go_round(go, "Followcal"),
            "numpy": lambda: numpy_round(closed),
            "QuantLib": lambda: quantlib_round(quantlib, closed),
            "rickar/cal": lambda: go_round(go, "Rickar"),
        }
        times, sums = {}, {}
        for turn in range(ROUNDS):
            for name, contend in contenders.items():
                if turn > 0 and name in SLOW:
                    continue
                for n, took, checksum in contend():
                    times.setdefault((name, n), []).append(took)
                    sums.setdefault(n, set()).add(checksum)
    print(f"{'N':>4} " + "".join(f"{name:>22}" for name in contenders))
    for n in NS:
        medians = {name: statistics.median(times[name, n]) for name in contenders}
        cells = (f"{took:11.1f} ns {took / medians['followcal']:6.0f}x" for took in medians.values())
        print(f"{n:>4} " + " ".join(f"{cell:>21}" for cell in cells))
    print("checksums", "differ: %s" % sums if any(len(s) > 1 for s in sums.values()) else "agree")
    return any(len(s) > 1 for s in sums.values())


if __name__ == "__main__":
    sys.exit(main())
