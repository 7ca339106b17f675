"""All charts of a study to choose from and to check, in colour and as a grey print shows them, small enough to keep."""

from __future__ import annotations

import io
from dataclasses import replace

from compare.report.blocks import Block, Failure, Heading
from compare.report.pictures import pictures
from compare.report.web import to_html
from compare.study import Study

DPI = 110   # enough to judge a chart by; thirty charts stay under three megabytes
TITLE = "图集"


def gallery(study: Study) -> tuple[dict[str, bytes], list[Failure]]:
    """({file: its bytes}, charts that a fault kept out): the same bytes for the same study.

    ``index.md`` shows each chart in colour with its caption, from a picture beside it; ``gallery.html`` in one file, with the greys.
    """
    from compare import charts
    blocks: list[Block] = []
    lines = [f"# {TITLE}", "",
             "*Summary: every chart of one corpus in colour; gallery.html has the same in grey, as print shows it.*", "",
             "由 `plan-compare gallery` 生成；灰度见 [gallery.html](gallery.html)。每张图：`compare.charts.名称(study)`。", ""]
    files: dict[str, bytes] = {}
    failed: list[Failure] = []
    for name in charts.names():
        for picture in pictures(study, [name], DPI, empty=True):
            blocks.append(Heading(1, f"compare.charts.{name}"))
            lines += [f"## {name}", ""]
            if isinstance(picture, Failure):
                failed.append(picture)
                blocks.append(picture)
                lines += [picture.text, ""]
                continue
            files[f"{name}.png"], grey = _colours(picture.png)
            blocks += [replace(picture, png=files[f"{name}.png"]),
                       replace(picture, png=grey, title=picture.title + "（灰度）", caption="", alt=picture.title + "，灰度。")]
            lines += [f"**{_plain(picture.title)}**", "", f"![{_plain(picture.title)}]({name}.png)", "", _plain(picture.caption), ""]
    return {"index.md": "\n".join(lines).encode("utf-8"), "gallery.html": to_html(blocks, TITLE), **files}, failed


def _plain(text: str) -> str:
    """Text in Markdown that shows as it is."""
    return "".join("\\" + char if char in "\\`*_[]<>|#" else char for char in text.replace("\n", " "))


def _colours(png: bytes) -> tuple[bytes, bytes]:
    """A picture with a palette of 64 colours, and in 16 greys."""
    from PIL import Image

    made = Image.open(io.BytesIO(png)).convert("RGB")
    out = []
    for kind in (made.quantize(64, dither=Image.Dither.NONE), made.convert("L").quantize(16, dither=Image.Dither.NONE)):
        written = io.BytesIO()
        kind.save(written, "PNG", optimize=True)
        out.append(written.getvalue())
    return out[0], out[1]
