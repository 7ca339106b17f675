"""The pages of the documentation that are read from the program: tables, commands, charts, Python, and the rules of themes.

ProperDocs runs this as a hook (properdocs.yml), so that these pages are made each time the site is and cannot fall behind.
``python docs/reference.py FOLDER`` writes them as Markdown files.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

OPTIONAL = ("performance.md", "security.md", "reliability.md", "first-hour.md", "gallery/index.md", "gallery.md")
TABLES = {  # Chinese names of tables; one that is not here yet is listed by its English name
    "plans": "文件", "removals": "不计入的文字", "clauses": "句子", "tokens": "词", "codings": "编码", "hits": "证据",
    "coverage": "主题占比", "contrasts": "两两对比", "ranks": "名次", "attention": "主题的先后与深浅", "trends": "逐年变化",
    "evidence": "数字背后的句子", "concordance": "词语索引", "comparability": "可比性", "design": "语料的设计", "damage": "残损",
    "checks": "检查", "keyness": "特色词", "weights": "TF-IDF 权重", "changes": "用词变化", "similarity": "用词相似度", "tree": "文件树",
    "correspondence": "对应分析", "clusters": "聚类", "cluster_choice": "聚类数的选择", "cluster_plans": "聚类与文件",
    "cluster_terms": "聚类的词", "plan_clusters": "文件的聚类", "topics": "话题（NMF）", "cooccurrence": "共现", "targets": "量化目标",
    "responsibility": "责任单位", "reuse": "相同的段落", "reuse_matrix": "相同段落的占比", "reliability": "规则与人工的一致",
    "corrected": "校正后的占比", "hand_codes": "人工编码", "disagreements": "不一致的句子", "sample": "抽样", "candidates": "候选词",
    "term_effects": "去掉一词的影响", "collisions": "多主题的句子", "excluded": "未列出的词",
}


def pages() -> dict[str, str]:
    """{file name: Markdown}"""
    return {"tables.md": tables(), "commands.md": commands(), "charts.md": charts(), "python.md": python(), "rules.md": rules()}


def tables() -> str:
    """Every table with its key, its columns in Chinese and English, and what the measure says of itself."""
    from compare.labels import heading
    from compare.meanings import meaning
    from compare.measures import HELD
    from compare.measures import tables as registry
    lines = ["# 数据表", "*Summary: every table of a study, what one row is, its key, and each column with its Chinese heading and "
             "its meaning in both languages. Columns are added, never renamed.*",
             "每张表都可以取出：`plan-compare export 表名 -o 文件.xlsx`（或 .csv、.parquet）；在 Python 里是 `compare.表名(study)`。"
             "下面粗体的列合起来唯一确定一行。列只增加，不改名。本页由程序生成。"]
    made = registry()
    lines.append("| 表 | 中文名 | 一行是什么 |\n|---|---|---|\n" + "\n".join(
        f"| [{name}](#{name}) | {TABLES.get(name, '')} | {_both(table.row, meaning(table.row))} |" for name, table in made.items()))
    for name, table in made.items():
        lines.append(f"## {name}\n\n**{TABLES.get(name, name)}**：一行是{_both(table.row, meaning(table.row))}")
        if name not in HELD:
            module = importlib.import_module(f"compare.measures.{name}")
            lines.append(_text(getattr(module, name).__doc__ or ""))
        else:
            lines.append(f"`study.{name}`：读入语料时就有。")
        rows = [f"| {'**' + c + '**' if c in table.key else c} | {heading(c)} | {dtype} | {_both(words, meaning(words))} |"
                for c, (dtype, words) in table.columns.items()]
        lines.append("| 列 | 中文表头 | 类型 | 含义 |\n|---|---|---|---|\n" + "\n".join(rows))
    return _joined(lines)


def commands() -> str:
    """The help of the command and of every verb."""
    from compare import cli
    lines = ["# 命令", "*Summary: every verb of `plan-compare`, with the help that it prints itself.*",
             "写 `plan-compare 动词`。用 `run.py` 安装的写 `python run.py 动词`，两者相同；`python run.py --help` 另列出只有它才有的 "
             "`test`、`lab`、`docs`。每个动词加 `--help` 就显示下面的文字。本页由程序生成。"]
    for name, verb in verbs(cli).items():
        lines.append(f"## {name}\n\n```text\n{verb.format_help().strip()}\n```")
    return _joined(lines)


def verbs(cli: Any) -> dict[str, argparse.ArgumentParser]:
    """{verb: its parser}, with help set to one width wherever it is made."""
    made = cli.parser()
    action = next(a for a in made._actions if isinstance(a, argparse._SubParsersAction))
    for parser in action.choices.values():
        parser.formatter_class = lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=100)
    return dict(action.choices)


def charts() -> str:
    """Every chart with its title, what it shows, and its picture of the shipped corpus."""
    from compare import charts as made
    lines = ["# 图表", "*Summary: every chart, what it draws, and its picture of the shipped corpus.*",
             "`plan-compare run` 画出全部图表；在 Python 里，`compare.charts.图名(study)` 画一张，`lang=\"en\"` 是英文，`lang=\"both\"` 是双语，"
             "`size` 选大小。每张图都附有背后的表（.csv）和图注（.txt）。下面是项目自带五份文件的图。本页由程序生成。"]
    for name in made.names():
        doc = inspect.cleandoc(importlib.import_module(f"compare.charts.catalogue.{name}").__doc__ or "")
        title, _, rest = doc.partition("\n")
        zh, _, en = title.partition(" | ")
        lines.append(f"## {name}\n\n**{zh}** {en}\n\n{rest.strip()}")
        if (ROOT / "figures" / f"{name}.svg").is_file():
            lines.append(f"![{zh}](figures/{name}.svg)")
    return _joined(lines)


def python() -> str:
    """Every public name with its signature and docstring."""
    import compare
    lines = ["# 在 Python 里用", "*Summary: every public name of the package, with its signature and its docstring.*",
             "`import compare` 之后，一张表是一个函数：`compare.表名(study)`，返回 pandas 的 DataFrame；一张图也是一个函数："
             "`compare.charts.图名(study)`，返回 matplotlib 的 Figure。本页由程序生成。"]
    for name in public():
        value = getattr(compare, name)
        if inspect.ismodule(value):
            lines.append(f"## {name}\n\n{_text(value.__doc__ or '')}")
        else:
            lines.append(f"## {name}\n\n```text\ncompare.{name}{_signature(value)}\n```\n\n{_text(value.__doc__ or '')}")
    return _joined(lines)


def _signature(value: Any) -> str:
    """What a function takes, on one line or, where that is long, one parameter a line; nothing for a class."""
    if inspect.isclass(value):
        return ""
    signature = inspect.signature(value)
    line = _bare(str(signature))
    if len(line) <= 90:
        return line
    parts: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(_bare(str(parameter)))
    return "(\n    {},\n) -> {}".format(",\n    ".join(parts), line.rpartition(" -> ")[2])


def _bare(signature: str) -> str:
    """Without the quotes round annotations (they are text, not evaluated); defaults keep theirs."""
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature)


def public() -> list[str]:
    """The public names of the package: loading and showing, then the measures."""
    import compare
    return sorted(dir(compare), key=lambda name: (name in _measures(), name))


def _measures() -> set[str]:
    from compare.measures import HELD
    from compare.measures import tables as registry
    return set(registry()) - set(HELD)


def rules() -> str:
    """How a theme is written: the README that lies among the themes."""
    text = (ROOT / "corpus" / "themes" / "README.md").read_text("utf-8")
    title, _, rest = text.partition("\n")
    summary = "*Summary: the whole language of theme files, by one annotated example.*"
    return _joined([title, summary, "本页就是 `corpus/themes/README.md`。", rest.strip()])


def _text(doc: str) -> str:
    """A docstring as Markdown: double backticks as single ones, and outside them nothing taken for HTML or emphasis."""
    parts = re.split(r"(`[^`]*`)", inspect.cleandoc(doc).replace("``", "`"))
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;").replace("*", "\\*") for part in parts)


def _both(english: str, chinese: str) -> str:
    """A cell of a table in both languages, Chinese first."""
    return _cell(chinese) + ("" if english == chinese else f"<br><small>{_cell(english)}</small>")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


# Hooks of ProperDocs


def on_config(config: Any) -> Any:
    """Leaves out of the navigation what is not there (yet)."""
    missing = {name for name in OPTIONAL if not (ROOT / "docs" / name).is_file()}
    config.nav = _without(config.nav, missing)
    return config


def _without(nav: list[Any], missing: set[str]) -> list[Any]:
    kept = []
    for entry in nav:
        ((title, what),) = entry.items()
        if isinstance(what, list):
            what = _without(what, missing)
        if what and (isinstance(what, list) or what not in missing):
            kept.append({title: what})
    return kept


def on_files(files: Any, config: Any) -> Any:
    """Adds the pages made here, and the figures that they show."""
    from properdocs.structure.files import File
    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    for path in sorted((ROOT / "figures").glob("*.svg")):
        files.append(File.generated(config, f"figures/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """What stands behind a fence's language is for the tests; a line break between Han characters is no space."""
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.M | re.S)
    for n, part in enumerate(parts):
        parts[n] = re.sub(r"^(```\w+) .+$", r"\1", part, count=1, flags=re.M) if part.startswith("```") else \
            re.sub(rf"([{_HAN}])\n(?=[{_HAN}])", r"\1", part)
    return "".join(parts)


_HAN = "\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e\u201c\u201d"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for page, content in pages().items():
        (folder / page).write_text(content, encoding="utf-8", newline="\n")
        print(folder / page)
