"""Runs the code blocks of one page of the documentation, in order, in the folder it is started in: python doc_blocks.py PAGE [long].

What stands behind a fence's language says what is special:

    ```sh                       run (a line is a command; cd holds for the lines and blocks after it)
    ```sh long: REASON          only run with `long`
    ```sh not run: REASON       never run
    ```yaml file: NAME          written to the file NAME
    ```python                   run, all in one namespace
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*) *(?P<info>[^\n]*)\n(?P<code>.*?)^(?P=indent)```$", re.M | re.S)


class Block(NamedTuple):
    language: str
    info: str
    code: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [Block(m["language"], m["info"].strip(), m["code"], text[:m.start()].count("\n") + 1) for m in FENCE.finditer(text)]


def run(block: Block, names: dict, long: bool) -> None:
    kind, _, rest = block.info.partition(":")
    if kind == "file":
        path = Path(rest.strip())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.code, encoding="utf-8", newline="\n")
    elif kind == "not run" or (kind == "long" and not long):
        pass
    elif block.language == "python":
        exec(compile(block.code, "block", "exec"), names)
    elif block.language == "sh":
        for line in block.code.splitlines():
            command(shlex.split(line, comments=True))
    elif block.language == "yaml":
        import yaml
        yaml.safe_load(block.code)


def command(words: list[str]) -> None:
    from compare.cli import main
    if not words:
        return
    if words[0] == "cd":
        os.chdir(words[1])
        return
    if words[0] == "python" and Path(words[1]).name == "run.py":
        assert Path(words[1]).is_file(), f"{words[1]} is not here ({Path.cwd()})"
        words = words[1:]
    else:
        assert words[0] == "plan-compare", f"no way to run {words[0]}"
    status = main(words[1:] or ["run"])
    assert status == 0 or (words[1] == "check" and status == 1), f"{words} ended with {status}"  # 1: something is in doubt


def main(page: Path, long: bool) -> int:
    names: dict = {}
    for block in blocks(page):
        try:
            run(block, names, long)
        except BaseException as error:
            print(f"{page.name}, line {block.line}: {type(error).__name__}: {error}", file=sys.stderr)
            if not isinstance(error, (Exception, SystemExit)):
                raise
            return 1
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main(Path(sys.argv[1]).resolve(), "long" in sys.argv))
