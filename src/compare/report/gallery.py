"""All charts of a study on one page, each in colour and as a grey print shows it."""

from __future__ import annotations

import io
from dataclasses import replace

from compare.report.content import Block, Heading, pictures
from compare.report.web import to_html
from compare.study import Study

DPI = 90    # enough to judge a chart by; twenty charts stay under three megabytes


def gallery(study: Study) -> bytes:
    """The page as one HTML file: the same bytes for the same study."""
    from compare import charts
    blocks: list[Block] = []
    for name in charts.names():
        for picture in pictures(study, [name], DPI):
            small, grey = _colours(picture.png)
            blocks += [Heading(1, f"compare.charts.{name}"), replace(picture, png=small),
                       replace(picture, png=grey, title=picture.title + "（灰度）", caption="", alt=picture.title + "，灰度。")]
    return to_html(blocks, "图表一览")


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
