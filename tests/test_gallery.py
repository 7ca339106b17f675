"""The gallery: every chart, in colour and in grey, small enough to keep."""

import base64
import io
import re
from pathlib import Path

import numpy as np
from PIL import Image

from compare import charts
from compare.cli import main
from compare.report import gallery as module
from compare.report.blocks import Failure, Picture
from compare.report.gallery import gallery

KEPT = Path(__file__).parents[1] / "docs" / "gallery"


def test_every_chart_is_there_in_colour_and_in_grey(study, monkeypatch):
    drawn = []

    def pictures(_, names, dpi, empty):
        drawn.extend(names)
        if names == ["coverage"]:
            yield Failure("图 coverage ", "ValueError: 坏了")
            return
        square = Image.new("RGB", (40, 40), (0, 114, 178))
        square.paste((230, 159, 0), (0, 0, 20, 40))
        png = io.BytesIO()
        square.save(png, "PNG")
        yield Picture(f"<{names[0]}>", "注", png.getvalue(), "说明")

    monkeypatch.setattr(module, "pictures", pictures)
    files, failed = gallery(study)
    page, readme = files["gallery.html"].decode("utf-8"), files["index.md"].decode("utf-8")
    assert drawn == charts.names() and [f.what for f in failed] == ["图 coverage "]
    assert "图 coverage 没有做成：ValueError: 坏了" in page and "ValueError: 坏了" in readme
    seen = [name for name in drawn if name != "coverage"]
    assert all(f"&lt;{name}&gt;（灰度）" in page and f"]({name}.png)" in readme and f"{name}.png" in files for name in seen)
    first, second = (np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)
                     for data in re.findall(r"data:image/png;base64,([^\"]+)", page)[:2])
    assert np.abs(first[0, 0] - (230, 159, 0)).max() < 4 and np.ptp(second, axis=2).max() == 0


def test_the_gallery_that_is_kept_shows_every_chart_and_is_small():
    """Made again by ``plan-compare gallery -o docs/gallery``."""
    kept = {path.name: path.stat().st_size for path in KEPT.iterdir()}
    assert set(kept) == {"index.md", "gallery.html", *(f"{name}.png" for name in charts.names())}
    assert sum(kept.values()) < 3e6
    readme, page = ((KEPT / name).read_text("utf-8") for name in ("index.md", "gallery.html"))
    assert re.findall(r"^## (\S+)$", readme, re.M) == charts.names()
    assert re.findall(r"<h2>compare\.charts\.(\S+)</h2>", page) == charts.names()
    assert "没有做成" not in page and page.count("data:image/png") == 2 * len(charts.names())


def test_the_command_says_which_chart_failed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(module, "gallery", lambda study: ({"index.md": b"x"}, [Failure("图 reuse ", "ValueError: 坏了")]))
    assert main(["gallery", "--corpus", str(KEPT.parents[1] / "corpus"), "-o", str(tmp_path / "out")]) == 1
    assert "图 reuse 没有做成：ValueError: 坏了" in capsys.readouterr().err
    assert (tmp_path / "out" / "index.md").read_bytes() == b"x"
