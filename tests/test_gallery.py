"""The gallery: every chart that has something to show, in colour and in grey, small enough to keep."""

import base64
import io
import re

import numpy as np
from PIL import Image

from compare import charts
from compare.report import gallery as module
from compare.report.content import Picture
from compare.report.gallery import gallery


def test_every_chart_is_there_in_colour_and_in_grey(study, monkeypatch):
    drawn = []

    def pictures(_, names, dpi):
        drawn.extend(names)
        square = Image.new("RGB", (40, 40), (0, 114, 178))
        square.paste((230, 159, 0), (0, 0, 20, 40))
        png = io.BytesIO()
        square.save(png, "PNG")
        yield Picture(f"<{names[0]}>", "注", png.getvalue(), "说明")

    monkeypatch.setattr(module, "pictures", pictures)
    page = gallery(study).decode("utf-8")
    assert drawn == charts.names()
    assert all(f"&lt;{name}&gt;（灰度）" in page for name in drawn)
    first, second = (np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)
                     for data in re.findall(r"data:image/png;base64,([^\"]+)", page)[:2])
    assert np.abs(first[0, 0] - (230, 159, 0)).max() < 4 and np.ptp(second, axis=2).max() == 0
