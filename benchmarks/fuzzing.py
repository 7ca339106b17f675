"""A mutational fuzzer over the readers, front matter, outline, theme rules and patterns: small seeds, cut, spliced and bent.

A case passes where it is read, or refused by a StudyError with a cure, and where what was read is tiled by its clauses; a find is
kept under ``tests/finds/`` and tried by tests/test_fuzzing.py ever after.

    python benchmarks/fuzzing.py 1000 7 [TARGET ...]        so many cases of each target, from a seed
    python benchmarks/fuzzing.py atheris TARGET -runs=9999  led by coverage (pip install atheris: Linux, not among the pins)
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import io
import random
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
SECONDS = 5     # a case that takes longer is a find
FINDS = ROOT / "tests" / "finds"
PIECES = [b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n" * 9, b"---\n", b"\n---\n", "一、".encode(), "（一）".encode(), b"1.",
          "第1页 共9页".encode(), "　".encode(), "\u202e".encode(), "\U00020000".encode(), b"\xed\xa0\x80", b"<w:tbl><w:tr><w:tc>", b"<w:p>",
          b"</w:p>", b"<div class='nav'>", b"<table><tr><td>", b"&#xD800;", b"&nbsp;", b"<!DOCTYPE x>", b"<![CDATA[", b"endstream", b"obj",
          b"9999999999", b"-1", b"1e308", b"NaN", b": ", b"- ", b"[", b"{", b"*a", b"&a ", b"!!int ", b"{0,99}", b"(?:", b"|", b"corrections:\n",
          "- {find: 办, replace: 学, reason: 误}\n".encode(), "负责单位：".encode(), "2024年".encode(), b"100%", "《".encode(), b"\x0c"]


def mutated(data: bytes, draw: random.Random) -> bytes:
    """One to six cuts, splices, copies, swaps of bytes or insertions of a piece."""
    for _ in range(draw.randint(1, 6)):
        at, size = draw.randint(0, len(data)), draw.choice((0, 1, 2, 4, 16, 64, 300))
        piece = draw.choice((draw.choice(PIECES), draw.choice(PIECES) * draw.randint(2, 40), bytes(draw.randrange(256) for _ in range(3)),
                             data[at:at + size] * draw.randint(1, 3), b""))
        to = draw.randint(0, len(data))
        data = data[:to] + piece + data[to + draw.choice((0, 0, len(piece), size)):]
    return data[:20_000]


def mutated_zip(data: bytes, draw: random.Random) -> bytes:
    """An office file of which the XML inside is bent; or the container itself."""
    if draw.random() < 0.2:
        return mutated(data, draw)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        names = source.namelist()
        bent = draw.choice(names)
        for name in names:
            part = source.read(name)
            target.writestr(name, part if name != bent else bent_xml(part, draw) if draw.random() < 0.8 else mutated(part, draw))
    return out.getvalue()


def bent_xml(data: bytes, draw: random.Random) -> bytes:
    """Well-formed XML of which elements are moved, copied, nested, emptied or renamed, and values are odd."""
    from lxml import etree

    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for _ in range(draw.randint(1, 8)):
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        one, other = draw.choice(elements), draw.choice(elements)
        what = draw.randrange(6)
        if what == 0 and one.attrib:
            one.set(draw.choice(list(one.attrib)), draw.choice(("", "-1", "0", "9" * 12, "9" * 30, "x", "%9", "1.5", "一")))
        elif what == 1:
            other.append(copy.deepcopy(one))
        elif what == 2 and one is not root:
            one.getparent().remove(one)
        elif what == 3:
            one.tag = other.tag
        elif what == 4:
            one.text = draw.choice(("", "办学", " " * 50, "\u202e", "9" * 40, "一、", None))
        elif one.attrib:
            del one.attrib[draw.choice(list(one.attrib))]
    return bytes(etree.tostring(root))


def _tiled(text: str, labels: dict[str, object] | None = None) -> None:
    from compare.corpus import Plan
    from compare.outline import outline_rows

    rows, _ = outline_rows(Plan("甲", text, dict(labels or {})))
    assert "".join(text[row[5]:row[6]] for row in rows) == text, "clauses do not tile the text"


def read_file(name: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        from compare.reading.formats import read_bytes, refuse_too_large
        from compare.reading.inference import infer

        for document in read_bytes(data, Path(name)):
            text = document.text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
            refuse_too_large(text, Path(name))
            infer(text, document.name, document.given)
            if text.strip():
                _tiled(text)
    return check


def read_front_matter(data: bytes) -> None:
    from compare.corpus import parse_plan
    from compare.outline import outline_rows

    plan = parse_plan(data, Path("甲县-2024.txt"))
    rows, _ = outline_rows(plan)
    assert "".join(plan.text[row[5]:row[6]] for row in rows) == plan.text, "clauses do not tile the text"


def read_rules(data: bytes) -> None:
    from compare.themes import parse_theme
    from compare.themes.match import Matcher

    theme = parse_theme(data.decode("utf-8", "replace"), Path("主题.yml"))
    matcher = Matcher((theme,))
    for text in ("加强校园安全教育，每月排查隐患，整改率达到100%。", "安" * 300, "（责任科室：安全科）"):
        matcher.hits(theme.name, matcher.find(text))


def read_pattern(data: bytes) -> None:
    """What is let through runs quickly on a text that nearly matches."""
    import re
    import warnings

    from compare.themes.regex import too_slow

    pattern = data.decode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made = re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            return
    if not too_slow(pattern):
        began = time.process_time()
        for text in ("学" * 2000, "学校" * 1000 + "x", "a" * 2000):
            made.search(text)
        assert time.process_time() - began < 3, "let through, and slow"


def targets() -> dict[str, tuple[Callable[[bytes], None], list[bytes], Callable[[bytes, random.Random], bytes]]]:
    """{name: (check, seeds, how they are bent)}."""
    from documents import BODY
    from made_files import docx, html_page, mht_page, pdf, plain_docx, xlsx

    title = "青溪县2024年教育工作要点"
    text = f"{title}\n{BODY}\n".encode()
    theme = (ROOT / "corpus" / "themes" / "安全.yml").read_bytes()
    table = "地区,年份,正文\n青溪县,2024,\"一、办学。\n二、招生。\"\n".encode()
    return {
        "txt": (read_file("a.txt"), [text, text.decode().encode("gbk"), text.decode().encode("utf-16")], mutated),
        "docx": (read_file("a.docx"), [docx([("", 0, "办学"), ("", 1, "招生。")]), plain_docx(text.decode())], mutated_zip),
        "xlsx": (read_file("a.xlsx"), [xlsx([["地区", "正文"], ["青溪县", BODY]])], mutated_zip),
        "html": (read_file("a.html"), [html_page(title, BODY).encode(), html_page(title, BODY, "gbk").encode("gbk")], mutated),
        "mht": (read_file("a.mht"), [mht_page(title, BODY)], mutated),
        "pdf": (read_file("a.pdf"), [pdf("Plan for 2024\nOne item follows the other in this text.")], mutated),
        "csv": (read_file("a.csv"), [table, table.decode().encode("gbk")], mutated),
        "doc": (read_file("a.doc"), [old_word()], mutated),
        "front matter": (read_front_matter, [f"---\nplace: 甲县\nyear: 2024\nnavigation: [[0, 3]]\ncorrections:\n- {{find: 读书班, replace: 学习班, "
                                             f"reason: 误}}\n---\n{text.decode()}".encode()], mutated),
        "outline": (lambda data: _tiled(data.decode("utf-8", "replace").replace("\r", "\n")), [text], mutated),
        "rules": (read_rules, [theme], mutated),
        "patterns": (read_pattern, ["^学习.{0,40}(?:精神|学校)$".encode(), "(?:学|学校|[一二]所?){1}x{2,3}".encode()], mutated),
    }


def old_word() -> bytes:
    """The head of an old Word file; what follows is bent into streams by chance."""
    from hostile import ole
    return ole(b"\x13" * 200)


def cases(name: str, count: int, seed: int) -> Iterator[tuple[bytes, Callable[[bytes], None]]]:
    check, seeds, bend = targets()[name]
    draw = random.Random(f"{name} {seed}")
    pool = list(seeds)
    for number in range(count):
        data = bend(draw.choice(pool), draw)
        if number % 50 == 0 and len(pool) < 40:     # what was bent once is bent again
            pool.append(data if bend is mutated else draw.choice(seeds))
        yield data, check


class Late(Exception):
    """A case that takes too long."""


def _ring(*_: object) -> None:
    raise Late(f"longer than {SECONDS} s")


def fuzz(name: str, count: int, seed: int, keep: bool = True) -> tuple[Counter[str], float]:
    """Try ``count`` cases of a target: how many were read, refused and found at fault; the longest one's seconds."""
    from compare.errors import StudyError
    from compare.reading.inference import infer

    told: Counter[str] = Counter()
    longest = 0.0
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _ring)    # seconds of work: a busy machine finds nothing
    infer("一、办学。")     # the table of places is read once
    for data, check in cases(name, count, seed):
        began = time.process_time()
        try:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
            check(data)
            told["read"] += 1
        except StudyError as error:
            told["refused"] += 1
            assert error.cure and "\n" not in str(error)
        except Exception as error:
            told["found"] += 1
            if keep:
                FINDS.mkdir(exist_ok=True)
                found = FINDS / f"{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
                if told["found"] <= 3:
                    found.write_bytes(data)
                print(f"{found.name}: {type(error).__name__}: {error} {traceback.extract_tb(error.__traceback__)[-1]}"[:400], flush=True)
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_PROF, 0)
        longest = max(longest, time.process_time() - began)
    return told, longest


def atheris_fuzz(name: str, arguments: list[str]) -> None:
    """The same checks under a fuzzer that is led by coverage; ends by itself at the first find."""
    import atheris

    from compare.errors import StudyError

    check, _, _ = targets()[name]
    with atheris.instrument_imports(include=["compare"]):
        from compare import outline  # noqa: F401
        from compare.reading import formats, inference  # noqa: F401
        from compare.themes import rules  # noqa: F401

    def one(data: bytes) -> None:
        with contextlib.suppress(StudyError):
            check(data)

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


if __name__ == "__main__" and sys.argv[1] == "atheris":
    atheris_fuzz(sys.argv[2], sys.argv[3:])
elif __name__ == "__main__":
    for target in sys.argv[3:] or targets():
        began = time.process_time()
        print(target, *fuzz(target, int(sys.argv[1]), int(sys.argv[2])), f"{time.process_time() - began:.1f} s", flush=True)
