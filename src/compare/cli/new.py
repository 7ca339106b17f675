"""Start a study of your own: a new folder with corpus/, notebooks/, figures/ and a README that says how to go on.

Themes, lexicon and notebooks are copied into it: they are yours to edit, and no update of the package changes your study.
--example puts the five plans of the project there too, with their hand coding. Nothing is ever overwritten.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from compare import __version__
from compare.errors import StudyError
from compare.paths import PROJECT, package_folder, typed

READS_CORPUS = False
COPIED = {"themes": "corpus/themes", "lexicon": "corpus/lexicon", "notebooks": "notebooks"}
EXAMPLE = {"plans": "corpus/plans", "coding": "corpus/coding"}
README = """# {name}

这是一项自己的研究，由 plan-compare {version} 建立。在这个文件夹里打开终端，然后：

    {command} add 文件或文件夹
    {command} check
    {command} chart coverage
    {command} run
    {command} report
    {lab}

依次是：收文件进 corpus/plans/，认不准的标注留空；逐份看提纲、编号、残损和存疑的标注；画一张图；全部图表、证据页和笔记本；Word、网页和 Excel 报告
（都写进 figures/）；在 JupyterLab 里打开笔记本。{moved}

| 文件夹 | 放什么 |
|---|---|
| `corpus/plans/` | 计划，一份一个文件：几行标注，下面是一字不改的原文 |
| `corpus/themes/` | 主题，一个一个文件；怎样写见其中的 README.md |
| `corpus/lexicon/` | 词典：不拆开的词、停用词、套话、单位 |
| `notebooks/` | 笔记本，可以随意改 |
| `figures/` | 结果，可以随时删掉重做 |

主题、词典和笔记本是建立时从软件抄来的，从此归你：更新软件不会改动这个文件夹里的任何文件，也就不会换掉你的编码规则。
想改用软件自带的主题或词典，删去 `corpus/themes/` 或 `corpus/lexicon/` 整个文件夹即可。

A study of its own, made by plan-compare. Add documents with `{command} add FILE`, then `{command} run`; results are in
`figures/`. Themes, lexicon and notebooks are copies: updating the package changes none of your files. Without `corpus/themes/` or
`corpus/lexicon/` the package's own are used.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder to make; where it exists it must be empty")
    parser.add_argument("--example", action="store_true", help="with the five plans of the project and their hand coding")


def main(args: argparse.Namespace) -> int:
    folder = new(args.folder, args.example)
    plans = len(list((folder / "corpus" / "plans").iterdir()))
    name = typed(str(folder))
    print(f"{name}: 已建好，{plans} 份计划")
    print(f'下一步：cd "{name}"，然后 ' + (f"{command(folder)} run" if plans else f"{command(folder)} add 文件"))
    return 0


def new(folder: Path, example: bool = False) -> Path:
    """Make a study in a folder that does not exist or is empty; returns the folder.

    Raises StudyError, with nothing written, where the folder holds anything or cannot be made.
    """
    held = _held(folder)
    if held:
        raise StudyError(folder, f"is not empty (it holds {held[0]})", "name a new folder: nothing is ever overwritten")
    was_there = folder.is_dir()
    try:
        for name in ("corpus/plans", "figures"):
            (folder / name).mkdir(parents=True)
        for source, target in (COPIED | (EXAMPLE if example else {})).items():
            _copy(package_folder(source), folder / target)
        how = command(folder)
        ours = how == "plan-compare"
        text = README.format(name=typed(folder.resolve().name) or "研究", version=__version__, command=how,
                             lab="jupyter lab notebooks" if ours else f"{how} lab",
                             moved="" if ours else "挪动了这个文件夹，就写 run.py 现在的路径。")
        (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir(exist_ok=True)
        raise StudyError(folder, f"cannot be made ({error.strerror or error})", "name a folder of your own on a disk with room") from None
    return folder


def command(folder: Path) -> str:
    """How the program is called in a study's folder: by run.py where that set it up, as then nothing else finds the command."""
    script = PROJECT / "run.py"
    if Path(sys.prefix).resolve() != (PROJECT / ".venv").resolve() or not script.is_file():
        return "plan-compare"
    try:
        path = Path(os.path.relpath(script, folder.resolve())).as_posix()
    except ValueError:      # another drive of Windows
        path = script.as_posix()
    path = typed(path)
    return f'python "{path}"' if " " in path else f"python {path}"


def _held(folder: Path) -> list[str]:
    """Names in a folder, none where it does not exist; raises StudyError where it is a file or not to be read."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        raise StudyError(folder, "is a file", "name a new folder") from None
    except OSError as error:
        raise StudyError(folder, f"cannot be read ({error.strerror or error})", "name another folder") from None


def _copy(source: Path, target: Path) -> None:
    """Copy the files of a folder: contents alone, as read-only packages would leave copies that nobody can edit."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            shutil.copyfile(path, target / path.name)
