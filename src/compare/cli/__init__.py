"""The command ``plan-compare``: one verb, one file of this folder.

A verb's file holds its help as docstring, ``arguments(parser)`` and ``main(args) -> int``;
``READS_CORPUS = False`` where it has no use for ``--corpus``.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from compare.errors import StudyError
from compare.paths import NO_CACHE_VARIABLE, SCHEDULER_VARIABLE, typed


def verbs() -> list[str]:
    """Names of the verbs, from the folder listing."""
    return sorted(module.name for module in iter_modules(__path__))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command's parser with every verb; where ``only`` is one of them, no other is imported, and the rest are names."""
    made = argparse.ArgumentParser(prog="plan-compare", description="Compare education work plans (教育工作要点).")
    choices = made.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name in verbs():
        if only in verbs() and name != only:
            choices.add_parser(name)
            continue
        module = import_module(f"compare.cli.{name}")
        doc = (module.__doc__ or "").strip()
        verb = choices.add_parser(name, help=doc.splitlines()[0], description=doc,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
        if getattr(module, "READS_CORPUS", True):
            verb.add_argument("--corpus", type=Path, metavar="DIR", help="corpus folder (default: corpus/ here or above)")
        module.arguments(verb)
        if getattr(module, "READS_CORPUS", True):
            many = verb.add_argument_group("for more than 60 plans")
            many.add_argument("--no-cache", action="store_true", help="make everything anew, and keep nothing in DIR/.plan-compare")
            many.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each core)")
            many.add_argument("--scheduler", metavar="ADDRESS", help="do the work on the dask cluster at tcp://HOST:PORT")
        verb.set_defaults(main=module.main)
    return made


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit status (2 where a file or an argument is at fault)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv is None:
        _in_utf8()
    words = sys.argv[1:] if argv is None else argv
    args = parser(words[0] if words else None).parse_args(words)
    for name, value in vars(args).items():
        if isinstance(value, str):  # a word, not a path: those stay as the system gave them
            setattr(args, name, typed(value))
    before = os.environ.copy()
    given: dict[str, str] = {}
    try:
        given = settings(args)
        os.environ.update(given)
        return int(args.main(args))
    except StudyError as error:
        print(f"plan-compare: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of the output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("\nplan-compare: stopped", file=sys.stderr)
        return 130
    finally:
        for name in given:
            os.environ.pop(name, None)
            if name in before:
                os.environ[name] = before[name]


def settings(args: argparse.Namespace) -> dict[str, str]:
    """The environment of a verb, for it and for what it starts (notebooks, processes that draw)."""
    if "no_cache" not in args:
        return {}
    made = {NO_CACHE_VARIABLE: "1"} if args.no_cache else {}
    if args.scheduler:
        made[SCHEDULER_VARIABLE] = args.scheduler
    if args.jobs is not None:
        if args.jobs < 1:
            raise StudyError("--jobs", f"{args.jobs} processes", "give a number from 1 up")
        made["LOKY_MAX_CPU_COUNT"] = str(args.jobs)
    return made


def _in_utf8() -> None:
    """Start anew in UTF-8 mode where Python can only name files in ASCII: there no plan's name can be written."""
    if os.name == "posix" and sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})  # noqa: S606 - itself
