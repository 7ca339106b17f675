"""How a chart looks and how it is saved."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from matplotlib import font_manager

from compare import style
from compare.errors import StudyError
from looks import faults

TABLE = pd.DataFrame({"plan": ["湖里区 2020", "某市 2024（务虚会议材料）"], "share": [0.125, float("nan")]})
CAPTION = "注：n = 2 份文件；计数单位：小句；横线为 95% 区间。$x$ 与 100$ 不是公式。" * 3


def chart(size: str = "page", lang: str = "zh") -> style.Chart:
    page = style.page(size, lang, title="两份计划的比较", caption=CAPTION)
    with style.house(page.font):
        figure = page.figure(2.0)
        axes = figure.subplots()
        axes.plot([0.125, 0.2], [0, 1], "o")
        axes.set_yticks([0, 1], TABLE["plan"])
        axes.annotate("−3.5% ≤ α $ 两 $ 间", (0.125, 0.5))
        style.heading(axes, page, "党建\nParty building", ["中位 12.5%"])
        return style.settle(figure)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    style.save(chart(), "x", folder, TABLE, CAPTION)
    return folder


def test_settings_are_left_as_they_were(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    style.save(chart(), "x", tmp_path, TABLE, CAPTION)
    assert dict(matplotlib.rcParams) == before


def test_settings_of_the_user_change_nothing(tmp_path: Path, saved: Path) -> None:
    with matplotlib.rc_context({"font.size": 30, "savefig.bbox": "tight", "axes.grid": True, "svg.fonttype": "path"}):
        style.save(chart(), "x", tmp_path, TABLE, CAPTION)
    assert (tmp_path / "x.svg").read_bytes() == (saved / "x.svg").read_bytes()


def test_the_font_is_registered_once() -> None:
    for _ in range(3):
        style.register()
    entries = [entry for entry in font_manager.fontManager.ttflist if entry.name == style.FAMILY]
    assert [entry.weight for entry in entries] == [400, 700]


def test_same_bytes_twice(tmp_path: Path, saved: Path) -> None:
    files = style.save(chart(), "x", tmp_path, TABLE, CAPTION)
    assert [path.suffix for path in files] == [".svg", ".png", ".pdf", ".csv", ".txt"]
    for path in files:
        assert path.read_bytes() == (saved / path.name).read_bytes(), path.name


def test_svg_holds_real_text_and_names_fonts_of_every_system(saved: Path) -> None:
    svg = (saved / "x.svg").read_text("utf-8")
    assert ">某市 2024（务虚会议材料）</text>" in svg and ">−3.5% ≤ α $ 两 $ 间</text>" in svg and "$x$" in svg
    assert style.FAMILY not in svg and svg.count(style.FALLBACK) == svg.count("<text")
    assert "\r" not in svg and "matplotlib.org" not in svg and not re.search(r"20\d\d-\d\d-\d\d", svg)


def test_pdf_embeds_truetype_subsets_and_no_date(saved: Path) -> None:
    pdf = (saved / "x.pdf").read_bytes()
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf and b"CreationDate" not in pdf
    assert len(pdf) < 200_000


def test_png_has_300_dots_an_inch(saved: Path) -> None:
    from matplotlib.image import imread
    width, height = chart().get_size_inches()
    assert imread(saved / "x.png").shape[:2] == (int(height * 300), int(width * 300))


def test_csv_opens_in_excel(saved: Path) -> None:
    data = (saved / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r" not in data
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(data), encoding="utf-8-sig"), TABLE, check_dtype=False)


@pytest.mark.parametrize("size", style.SIZES)
@pytest.mark.parametrize("lang", style.LANGUAGES)
def test_title_caption_and_chart_keep_apart(size: str, lang: str) -> None:
    assert faults(chart(size, lang)) == []


def test_faults_are_seen() -> None:
    figure = chart()
    figure.text(0.5, 0.5, "一段文字", size=4.5, family=style.FAMILY)
    figure.text(0.5, 0.5, "另一段", family=style.FAMILY)
    figure.text(0.99, 0.5, "出界的文字", family=style.FAMILY)
    found = "\n".join(faults(figure))
    assert "4.5 points" in found and "'一段文字' overlaps '另一段'" in found and "'出界的文字' leaves the figure" in found


def test_a_missing_glyph_is_an_error_here(tmp_path: Path) -> None:
    figure = chart()
    figure.text(0.5, 0.9, "𠮷", family=style.FAMILY)
    with pytest.raises(UserWarning, match="missing from font"):
        style.save(figure, "x", tmp_path / "out", TABLE, CAPTION)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("fails", ["open", "replace"])
def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    style.save(chart(), "x", tmp_path, TABLE, CAPTION)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError("in use")
    with monkeypatch.context() as patch:
        patch.setattr(*((os, "replace", refuse) if fails == "replace" else (io, "open", refuse)))
        with pytest.raises(StudyError) as caught:
            style.save(chart(), "x", tmp_path, TABLE.head(1), "anders")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert str(caught.value).startswith(f"{tmp_path / 'x.svg'}: cannot be written")


@pytest.mark.parametrize(("size", "lang", "message"), [
    ("poster", "zh", "chart: no size 'poster' -> use one of column, page, slide"),
    ("page", "fr", "chart: no language 'fr' -> use one of zh, en, both"),
])
def test_unknown_size_or_language(size: str, lang: str, message: str) -> None:
    with pytest.raises(StudyError) as caught:
        style.page(size, lang)
    assert str(caught.value) == message


@pytest.mark.parametrize(("lang", "text", "seen"), [
    ("zh", "党建 | Party building", "党建"),
    ("both", "党建 | Party building", "党建 / Party building"),
    ("en", "党建 | Party building", "Party building"),
    ("en", "党建", "党建"),
    ("en", "α | α", "α"),
])
def test_two_languages(lang: str, text: str, seen: str) -> None:
    assert style.page(lang=lang).t(text) == seen


def lightness(colour: str) -> float:
    """CIE L* of a colour, 0 to 100: what is left of it in grey print."""
    from matplotlib.colors import to_rgb
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_colours_differ_in_grey() -> None:
    first = [lightness(colour) for colour in style.COLOURS[:4]]
    assert min(abs(a - b) for n, a in enumerate(first) for b in first[:n]) >= 10
    neighbours = [abs(lightness(a) - lightness(b)) for a, b in zip(style.COLOURS, style.COLOURS[1:], strict=False)]
    assert min(neighbours) >= 12, neighbours
    assert len(set(style.MARKERS)) == len(set(style.HATCHES)) == len(style.COLOURS) == 8


def test_shades_fall_evenly_in_lightness() -> None:
    steps = [lightness(colour) for colour in style.SHADES]
    assert all(13 <= a - b <= 15 for a, b in zip(steps, steps[1:], strict=False)), steps
    assert steps == sorted(steps, reverse=True) and steps[0] == pytest.approx(100, abs=0.1) and steps[-1] < 31


def test_text_can_be_read_on_white() -> None:
    for colour, contrast in ((style.INK, 7), (style.SOFT, 4.5)):
        y = ((lightness(colour) + 16) / 116) ** 3
        assert 1.05 / (y + 0.05) >= contrast


def test_a_notebook_shows_a_chart_without_pyplot() -> None:
    assert chart()._repr_png_()[0].startswith(b"\x89PNG")
