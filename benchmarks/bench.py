"""How fast the package is beside what researchers use else: python run.py bench [--plans 50 500] [--repeats 5]

Makes corpora (corpora.py), runs each system in a process of its own, one after the other and that again and again, so that whatever
else the machine does falls on all alike; takes medians, prints them, and writes results.csv and docs/performance.md with its plot.
quanteda runs where Rscript has it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PEERS = HERE / "peers"
MADE = HERE / "made"              # generated corpora, not kept in git
RESULTS = HERE / "results.csv"
COLUMNS = ("system", "plans", "stage", "seconds", "peak_mb")
OURS, ADDED, JIEBA, RJIEBA, QUANTEDA = ("plan-compare", "plan-compare, one plan added", "jieba + scikit-learn",
                                        "rjieba + scikit-learn", "quanteda")
# seconds a plan of each on a machine of two cores, for the estimate alone
GUESS = {OURS: 0.015, ADDED: 0.002, JIEBA: 0.030, RJIEBA: 0.008, QUANTEDA: 0.008}


def load() -> float:
    """Processes that wanted a core in the last minutes, before anything was started here; 0 where the system does not tell."""
    return os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0


def systems() -> dict[str, list[str]]:
    """The command of each system that is installed here; {corpus} stands for the corpus."""
    python = sys.executable
    found = {OURS: [python, str(PEERS / "plan_compare.py"), "{corpus}"],
             ADDED: [python, str(PEERS / "plan_compare.py"), "{corpus}"],
             JIEBA: [python, str(PEERS / "script.py"), "{corpus}", "jieba"],
             RJIEBA: [python, str(PEERS / "script.py"), "{corpus}", "rjieba"]}
    if shutil.which("Rscript"):
        check = "quit(status = !all(c('quanteda', 'quanteda.textstats') %in% rownames(installed.packages())))"
        if subprocess.run(["Rscript", "-e", check], capture_output=True).returncode == 0:
            found[QUANTEDA] = ["Rscript", str(PEERS / "quanteda.R"), "{corpus}", str(ROOT)]
    return found


def measure(line: list[str]) -> tuple[dict[str, float], float, dict]:
    """(seconds of each stage and in total, peak memory of all its processes in MB, figures of its result)."""
    import psutil

    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(PEERS)]), "PYTHONUTF8": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)    # compiled once, as everywhere else
    peak, ended, before = 0, threading.Event(), sum(os.times()[2:4])
    began = time.perf_counter()
    child = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=PEERS)

    def watch() -> None:
        nonlocal peak
        root = psutil.Process(child.pid)
        while not ended.wait(0.2):
            total = 0
            try:
                for process in (root, *root.children(recursive=True)):
                    full = process.memory_full_info()   # Linux: what several processes map is shared out among them, not counted twice
                    total += getattr(full, "pss", full.rss)
            except psutil.Error:
                continue
            peak = max(peak, total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out = child.communicate()[0]
    seconds = time.perf_counter() - began
    cpu = sum(os.times()[2:4]) - before
    ended.set()
    watcher.join()
    if child.returncode:
        raise SystemExit(f"bench: failed: {' '.join(line)}")
    said = json.loads(out.decode("utf-8").strip().splitlines()[-1])
    return {**said["stages"], "total": seconds}, peak / 2**20, {**said["figures"], "cpu": cpu}


def run(sizes: list[int], repeats: int, only: list[str]) -> list[dict]:
    """Rows of results.csv."""
    from corpora import write_corpus

    chosen = {name: line for name, line in systems().items() if not only or name in only}
    rows = []
    for size in sizes:
        corpus = write_corpus(MADE / f"{size}", size)
        found: dict[str, list[tuple[dict[str, float], float, dict]]] = {name: [] for name in chosen}
        grown = None
        if ADDED in chosen and size > 60:
            grown = write_corpus(MADE / f"{size}-grown", size)
            drop_cache(grown)
            remove_added(grown, size)
            measure([part.format(corpus=grown) for part in chosen[OURS]])
        for turn in range(repeats):
            for name, line in chosen.items():
                if name == ADDED:
                    if grown is None:
                        continue
                    remove_added(grown, size)
                    write_corpus(grown, 1, first=size + turn)
                    result = measure([part.format(corpus=grown) for part in line])
                else:
                    drop_cache(corpus)
                    result = measure([part.format(corpus=corpus) for part in line])
                found[name].append(result)
                print(f"{size} plans, {turn + 1}/{repeats}, {name}: {result[0]['total']:.2f} s "
                      f"({result[2]['cpu']:.2f} s of CPU), {result[1]:.0f} MB", flush=True)
        if grown is not None:
            same_as_from_nothing(grown, chosen[OURS], found[ADDED][-1][2])
        for name, results in found.items():
            for stage in results[0][0] if results else ():
                seconds = statistics.median(result[0][stage] for result in results)
                peak = statistics.median(result[1] for result in results)
                rows.append({"system": name, "plans": size, "stage": stage, "seconds": f"{seconds:.3f}", "peak_mb": f"{peak:.0f}"})
    return rows


def drop_cache(corpus: Path) -> None:
    shutil.rmtree(corpus / ".plan-compare", ignore_errors=True)


def remove_added(corpus: Path, size: int) -> None:
    """Leave the first ``size`` plans."""
    for path in sorted((corpus / "plans").iterdir()):
        place, year = path.stem.split("-")
        if int(place[1:-1]) * 10 + int(year) - 2015 >= size:
            path.unlink()


def same_as_from_nothing(corpus: Path, line: list[str], figures: dict) -> None:
    """Results with one plan added to a cache must be those of a run without any."""
    drop_cache(corpus)
    fresh = measure([part.format(corpus=corpus) for part in line])[2]
    if {**fresh, "cpu": 0} != {**figures, "cpu": 0}:
        raise SystemExit(f"bench: one plan added gives {figures}, from nothing {fresh}")
    print("one plan added: the same numbers as from nothing", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, nargs="+", default=[50, 500, 5000], metavar="N", help="sizes (default: 50 500 5000)")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="times each is run (default: 5)")
    parser.add_argument("--only", nargs="+", default=[], choices=list(GUESS), metavar="SYSTEM", help="of " + "; ".join(GUESS))
    parser.add_argument("--keep", action="store_true", help="keep the rows of other sizes and systems in results.csv")
    args = parser.parse_args()
    guess = sum((2 + seconds * size) * args.repeats for size in args.plans for name, seconds in GUESS.items()
                if (not args.only or name in args.only) and name in systems()) / 60
    print(f"about {max(guess, 1):.0f} minutes on a quiet machine of two cores", flush=True)
    others = load()
    rows = run(args.plans, args.repeats, args.only)
    if args.keep and RESULTS.exists():
        new = {(row["system"], str(row["plans"])) for row in rows}
        with RESULTS.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if (row["system"], row["plans"]) not in new] + rows
        rows.sort(key=lambda row: (int(row["plans"]), list(GUESS).index(row["system"])))
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    from performance import write_page
    print(write_page(rows, args.repeats, others))
    return 0


if __name__ == "__main__":
    sys.exit(main())
