"""Hostile files, faults and fuzz cases, counted: writes the table of docs/reliability.md.

    python benchmarks/reliability.py                    all parts, some 20 minutes of one core (Linux; as root also full and read-only disks)
    python benchmarks/reliability.py hostile fuzz       these parts alone (hostile, faults-add, faults-run, faults-report, fuzz)
    python benchmarks/reliability.py --pythons 3.13     compare the tables of another Python with this one's (makes a venv: needs the index)

Figures are kept in benchmarks/reliability.json.  Exit status 1 where something was lost or crashed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIGURES, TABLE = ROOT / "benchmarks" / "reliability.json", ROOT / "docs" / "reliability.md"
START, END = "<!-- table: python benchmarks/reliability.py -->", "<!-- end of the table -->"
KILLS = {"add": 90, "run": 80, "report": 50}
CASES = {"txt": 8_000, "docx": 16_000, "xlsx": 3_000, "html": 5_000, "mht": 2_000, "pdf": 20_000, "csv": 16_000, "doc": 6_000,
         "front matter": 8_000, "outline": 14_000, "rules": 2_000, "patterns": 6_000}   # about as many seconds of each
PARTS = ("hostile", "faults-add", "faults-run", "faults-report", "fuzz")


def hostile() -> dict[str, Any]:
    """Every hostile file, in one process with limits watched; seconds, MB and what became of it."""
    with tempfile.TemporaryDirectory() as place:
        line = [sys.executable, str(ROOT / "tests" / "hostile.py"), place, "all"]
        done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", env=environment())
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    return {"files": len(rows), "refused": sum(r["result"] == "refused" for r in rows), "read": sum(r["result"] == "read" for r in rows),
            "crashed": [r["file"] for r in rows if r["result"] == "crashed"] + ([done.stderr[-300:]] if done.returncode else []),
            "stray": [r["file"] for r in rows if r["stray"]], "mb": max(r["mb"] for r in rows), "seconds": max(r["cpu"] for r in rows),
            "wall": max(r["seconds"] for r in rows), "slowest": max(rows, key=lambda r: r["cpu"])["what"],
            "largest": max(rows, key=lambda r: r["mb"])["what"]}


def faults(verb: str) -> list[dict[str, Any]]:
    """All faults over one verb."""
    import faults as f

    f.preload()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        bench = f.Bench(verb, Path(place))
        for trial in (lambda b: f.kills(b, KILLS[verb], 7), f.step_kills, f.full_disks, lambda b: f.small_disks(b, (0, 4, 8, 16, 32, 64, 128)),
                      f.read_onlys, lambda b: f.two_at_once(b, 5), f.odd_moments):
            began = time.monotonic()
            made = trial(bench)
            print(f"{made.name}: {made.trials} trials, {made.hit} hit, {time.monotonic() - began:.0f} s", *made.lost, *made.crashed,
                  sep="\n    ", flush=True)
            rows.append({"verb": verb, **made.__dict__})
    return rows


def fuzz() -> dict[str, Any]:
    """CASES of every target, three processes at a time."""

    def one(name: str) -> tuple[str, dict[str, Any]]:
        code = (f"import sys, json; sys.path.insert(0, {str(ROOT / 'benchmarks')!r}); import fuzzing; "
                f"told, longest = fuzzing.fuzz({name!r}, {CASES[name]}, 20); "
                "print(json.dumps({**told, 'seconds': round(longest, 2)}))")
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment())
        print(name, done.stdout.strip()[-600:], done.stderr[-500:], flush=True)
        last = done.stdout.splitlines()[-1:] if done.returncode == 0 else []
        return name, json.loads(last[0]) if last else {"crashed": done.stderr[-300:]}

    with ThreadPoolExecutor(3) as pool:
        return dict(pool.map(one, CASES))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]), "PYTHONUTF8": "1"}


def pythons(names: list[str]) -> dict[str, str]:
    """{Python: whether its tables have the same bytes as this one's}; makes a venv with the pins for each."""
    code = ("import hashlib, sys, platform, compare\nfrom compare.cli.export import build\nfrom compare.formulas import to_csv\n"
            "from compare.measures import tables\nfrom compare.errors import StudyError\nstudy = compare.load(sys.argv[1])\n"
            "for name in tables():\n    try: data = to_csv(build(study, name))\n"
            "    except StudyError as error: data = str(error).encode()\n    print(name, hashlib.sha256(data).hexdigest())\n")
    made: dict[str, str] = {}
    wanted = subprocess.run([sys.executable, "-c", code, str(ROOT / "corpus")], capture_output=True, text=True, env=environment(), check=True).stdout
    for name in names:
        with tempfile.TemporaryDirectory() as place:
            found = shutil.which(f"python{name}") or str(Path.home() / ".pyenv" / "versions" / name / "bin" / "python")
            subprocess.run([found, "-m", "venv", place], check=True)
            python = str(Path(place) / "bin" / "python")
            pip = [python, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-binary", "jieba",
                   "--no-build-isolation"]
            pins = (ROOT / "requirements.txt").read_text("utf-8").strip().split("\n")
            starts = [n for n, row in enumerate(pins) if not row.startswith((" ", "\t"))]
            builder = next("\n".join(pins[a:b]) for a, b in zip(starts, [*starts[1:], len(pins)], strict=True) if pins[a].startswith("setuptools=="))
            (Path(place) / "b.txt").write_text(builder + "\n", "utf-8")
            for requirements in (Path(place) / "b.txt", ROOT / "requirements.txt"):
                subprocess.run([*pip, "-r", str(requirements)], check=True)
            env = {**environment(), "PYTHONPATH": str(ROOT / "src")}
            done = subprocess.run([python, "-c", code, str(ROOT / "corpus")], capture_output=True, text=True, env=env)
            version = subprocess.run([python, "-V"], capture_output=True, text=True).stdout.split()[1]
            unlike = [a.split()[0] for a, b in zip(wanted.splitlines(), done.stdout.splitlines(), strict=False) if a != b]
            ended = len(done.stdout.splitlines()) == len(wanted.splitlines())
            made[version] = (f"{len(wanted.splitlines())} 个表逐字节相同" if ended and not unlike else f"不同：{unlike} {done.stderr[-200:]}")
            print(version, made[version], flush=True)
    return {**made, "with": platform.python_version()}


def table(kept: dict[str, Any]) -> str:
    """The table, from the figures that are kept."""
    h, rows, z = kept["hostile"], [row for verb in KILLS for row in kept[f"faults-{verb}"]], kept["fuzz"]
    cases = sum(n for r in z.values() for key, n in r.items() if key in ("read", "refused", "found"))

    def total(key: str) -> int:
        return sum(r.get(key, 0) for r in z.values())

    lines = ["| 试什么 | 次数 | 丢失 | 崩溃 | 说明 |", "|---|--:|--:|--:|---|",
             f"| 手工恶意文件（`tests/hostile.py`） | {h['files']} | {len(h['stray'])} | {len(h['crashed'])} | "
             f"拒收 {h['refused']}，读入 {h['read']}；内存峰值 {h['mb']} MB（{h['largest']}）；"
             f"最长 {h['seconds']:.1f} s 处理器时间（{h['slowest']}），钟表时间 {h['wall']:.1f} s |",
             f"| 模糊测试（{len(z)} 个入口） | {cases:,} | 0 | {total('found') + sum('crashed' in r for r in z.values())} | "
             f"读入 {total('read'):,}，拒收 {total('refused'):,}；最长一例 {max(r.get('seconds', 0) for r in z.values()):.2f} s |"]
    chinese = {"kill -9 at random": "随机时刻 kill -9", "kill -9 before": "每一次改动文件之前 kill -9", "disk full": "从第 n 次写入起磁盘满",
               "on a real disk": "真实磁盘写满（tmpfs）", "in a folder that": "只读文件夹", "two of": "两个进程同时写",
               "with a jumping": "时钟跳变、古怪日期、运行中删去文件"}
    for start, name in chinese.items():
        these = [r for r in rows if start in r["name"]]
        tried = "，".join(f"{r['verb']} {r['trials']}（击中 {r['hit']}）" for r in these if r["trials"])
        lines.append(f"| {name} | {sum(r['trials'] for r in these)} | {sum(len(r['lost']) for r in these)} | "
                     f"{sum(len(r['crashed']) for r in these)} | {tried or '此机器上不能试'} |")
    for version, told in kept.get("pythons", {}).items():
        if version != "with":
            lines.append(f"| Python {version} 对 {kept['pythons']['with']} | 1 | — | — | {told} |")
    lines += ["", f"{kept['date']}，{kept['machine']}。"]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help="of " + ", ".join(PARTS))
    parser.add_argument("--pythons", nargs="+", metavar="VERSION")
    args = parser.parse_args()
    sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src"), str(ROOT / "tests")]
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    for part in args.parts or (PARTS if not args.pythons else ()):
        print(f"== {part}", flush=True)
        name, _, verb = part.partition("-")
        kept = save(part, globals()[name](*filter(None, [verb])))
    if args.pythons:
        kept = save("pythons", pythons(args.pythons))
    if not set(PARTS) <= set(kept):
        return 0
    made = table(kept)
    page = TABLE.read_text("utf-8")
    before, after = page.split(START)[0], page.split(END)[1]
    TABLE.write_text(f"{before}{START}\n\n{made}\n\n{END}{after}", "utf-8", newline="\n")
    print(made)
    faulty = kept["hostile"]["crashed"] + kept["hostile"]["stray"] + [
        line for verb in KILLS for r in kept[f"faults-{verb}"] for line in r["lost"] + r["crashed"]]
    return 1 if faulty or any(r.get("found") or "crashed" in r for r in kept["fuzz"].values()) else 0


def save(part: str, figures: Any) -> dict[str, Any]:
    """Keep the figures of a part beside those of the others; returns all."""
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    machine = f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"
    kept.update({part: figures}, date=date.today().isoformat(), machine=machine,
                source=hashlib.sha256(b"".join(p.read_bytes() for p in sorted((ROOT / "src").rglob("*.py")))).hexdigest()[:12])
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    return kept


if __name__ == "__main__":
    sys.exit(main())
