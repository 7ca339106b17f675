"""Figures of docs/performance.md and its plot, from results.csv: python performance.py REPEATS LOAD"""

from __future__ import annotations

import os
import platform
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.png"
BEGIN, END = "<!-- figures: made by python run.py bench -->", "<!-- end of figures -->"
OURS = "plan-compare"
ADDED = "plan-compare, one plan added"


def write_page(rows: list[dict], repeats: int, load: float) -> str:
    """Put the figures into the page; returns them.  ``load``: mean number of other processes that wanted a core (see bench.load)."""
    figures = "\n\n".join([_conditions(repeats, load), _totals(rows), _stages(rows), _growth(rows)])
    text = PAGE.read_text("utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{figures}\n\n{END}{rest.split(END)[1]}", "utf-8", newline="\n")
    _plot(rows)
    return figures


def _conditions(repeats: int, load: float) -> str:
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    busy = (f" **The machine was busy with other work (load {load:.0f} on {os.cpu_count()} cores): these seconds, and the ratios with "
            "them, are no measure; run it on a quiet machine.**" if load > 1 else "")
    runs = "One run" if repeats == 1 else f"Medians of {repeats} runs, interleaved"
    return (f"{runs}; Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} cores{memory}. Only sizes that were run are shown.{busy}")


def _sizes(rows: list[dict]) -> list[int]:
    return sorted({int(row["plans"]) for row in rows})


def _value(rows: list[dict], system: str, plans: int, stage: str, column: str = "seconds") -> float | None:
    return next((float(row[column]) for row in rows
                 if (row["system"], int(row["plans"]), row["stage"]) == (system, plans, stage)), None)


def _systems(rows: list[dict]) -> list[str]:
    return list(dict.fromkeys(row["system"] for row in rows))


def _totals(rows: list[dict]) -> str:
    """Total seconds and peak memory, and how many times as long as ours each takes."""
    lines = ["| plans | system | seconds | times ours | peak MB |", "|---:|---|---:|---:|---:|"]
    for plans in _sizes(rows):
        ours = _value(rows, OURS, plans, "total")
        for system in _systems(rows):
            total, peak = (_value(rows, system, plans, "total", c) for c in ("seconds", "peak_mb"))
            if total is None:
                continue
            base = ours
            if ours and system == "quanteda":  # it makes no clusters
                base = ours - (_value(rows, OURS, plans, "clusters") or 0)
            ratio = f"{total / base:.2f}" if base and system != OURS else ""
            lines.append(f"| {plans:,} | {system} | {total:.2f} | {ratio} | {peak:,.0f} |")
    return "\n".join(lines)


def _stages(rows: list[dict]) -> str:
    """Seconds of each stage at the size that most systems ran, the largest of several."""
    plans = max(_sizes(rows), key=lambda size: (len({row["system"] for row in rows if int(row["plans"]) == size}), size))
    lines = [f"Stages at {plans:,} plans, seconds:", "", "| system | stages |", "|---|---|"]
    for system in _systems(rows):
        parts = [f"{row['stage']} {float(row['seconds']):.2f}" for row in rows
                 if row["system"] == system and int(row["plans"]) == plans and row["stage"] != "total"]
        if parts:
            lines.append(f"| {system} | {'; '.join(parts)} |")
    return "\n".join(lines)


def _growth(rows: list[dict]) -> str:
    sizes = _sizes(rows)
    if len(sizes) < 2:
        return ""
    found = []
    for a, b in pairwise(sizes[-3:]):
        grown = []
        for system in _systems(rows):
            first, last = _value(rows, system, a, "total"), _value(rows, system, b, "total")
            if first and last:
                grown.append(f"{system} {last / first:.1f}")
        found.append(f"From {a:,} to {b:,} plans ({b / a:.0f} times as many) the total grows by: " + ", ".join(grown) + ".")
    return "\n".join(found)


def _plot(rows: list[dict]) -> None:
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.6), dpi=110, layout="constrained")
    axes = figure.subplots()
    ends = []
    for number, system in enumerate(_systems(rows)):
        points = [(plans, total) for plans in _sizes(rows) if (total := _value(rows, system, plans, "total")) is not None]
        if points:
            axes.plot(*zip(*points, strict=True), color=f"C{number}", linewidth=2.4 if system == OURS else 1.4,
                      marker="osD^v"[number % 5], markersize=5, label=system)
            ends.append((points[-1][1], number))
    axes.set(xscale="log", yscale="log", xlabel="plans", ylabel="seconds, whole process")
    axes.minorticks_off()
    axes.set_xticks(_sizes(rows), [f"{n:,}" for n in _sizes(rows)])
    low, high = axes.get_ylim()
    marks = [mark for power in range(-1, 5) for mark in (10**power, 3 * 10**power) if low <= mark <= high]
    axes.set_yticks(marks, [f"{mark:g}" for mark in marks])
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="0.9")
    handles, labels = axes.get_legend_handles_labels()
    order = [number for _, number in sorted(ends, reverse=True)]
    where = {label: n for n, label in enumerate(labels)}
    names = _systems(rows)
    axes.legend([handles[where[names[n]]] for n in order], [names[n] for n in order], frameon=False, fontsize=8)
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, metadata={"Software": None})


if __name__ == "__main__":
    import csv
    import sys

    with (ROOT / "benchmarks" / "results.csv").open(encoding="utf-8", newline="") as file:
        print(write_page(list(csv.DictReader(file)), int(sys.argv[1]), float(sys.argv[2])))
