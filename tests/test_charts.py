"""Every chart of the catalogue, for 1, 2, 5, 12 and 60 plans and long place names: nothing overlaps, nothing is cut off."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import compare
from compare import charts, style
from compare.charts.caption import Note, caption
from compare.charts.catalogue import coverage, reliability, wordcloud
from compare.errors import StudyError
from compare.study import Study, load
from looks import faults, texts

SIZES = [1, 2, 5, 12, 60]
LONG = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县"


def corpus(folder: Path, n: int) -> Path:
    """A corpus of ``n`` made-up plans: place names of every length, four kinds of sentences, years from 2019 on."""
    rng = np.random.default_rng(n)
    subjects = ("加强党建工作，落实意识形态责任制", "抓好双减工作和课后服务", "推进智慧校园和教育数字化", "开展校园安全隐患排查",
                "办好运动会和艺术节")
    (folder / "plans").mkdir(parents=True)
    for k in range(n):
        year = 2019 + k % 7
        place = LONG if k == 1 else "东西南北中"[k % 5] + "山河湖海江"[k // 5 % 5] + "区县市"[k // 25 % 3]
        lines = [f"{place}{year}年教育工作要点"]
        for section in range(1, 4):
            lines.append(f"{'一二三'[section - 1]}、重点工作")
            for item in range(1, 4):
                words = rng.choice(subjects, size=3)
                lines.append(f"{3 * section - 3 + item}. {words[0]}。{words[1]}，覆盖{rng.integers(10, 99)}所学校。{words[2]}。")
        head = f"place: {place}\nlevel: 区县\nprovince: 某省\nyear: {year}\nkind: 工作要点\n"
        text = f"---\n{head}---\n" + "\n".join(lines) + "\n"
        (folder / "plans" / f"{place}-{year}.txt").write_text(text, "utf-8", newline="\n")
    return folder


@pytest.fixture(scope="module", params=SIZES, ids=lambda n: f"{n} plans")
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load(corpus(tmp_path_factory.mktemp("corpus"), request.param))


@pytest.mark.parametrize("name", charts.names())
def test_charts_are_fit_to_print(study: Study, name: str) -> None:
    for lang in ("zh", "both") if len(study.plans) != 5 else style.LANGUAGES:    # English alone is shorter than both
        made = charts.make(study, name, lang)
        assert faults(made.figure) == [], lang
        assert made.title and "n = " in made.caption and study.lexicon.sha256[:8] in made.caption


@pytest.mark.slow
@pytest.mark.parametrize("name", charts.names())
@pytest.mark.parametrize("size", ["column", "slide"])
def test_charts_are_fit_for_columns_and_slides(study: Study, name: str, size: str) -> None:
    for lang in style.LANGUAGES:
        assert faults(charts.make(study, name, lang, size).figure) == [], lang


@pytest.mark.parametrize("name", charts.names())
def test_a_chart_is_one_file(name: str) -> None:
    chart = import_module(f"compare.charts.catalogue.{name}")
    title = (chart.__doc__ or "").splitlines()[0]
    assert " | " in title, "first line of the docstring: 中文 | English"
    assert [hasattr(chart, part) for part in ("table", "note", "draw")] == [True] * 3
    assert getattr(compare.charts, name).args == (name,)


def shares(n: int, long: bool = False) -> pd.DataFrame:
    """A table of coverage with what occurs in it: zeros, a theme before its policy with and without count, wide intervals."""
    rng = np.random.default_rng(n)
    rows = []
    for k in range(n):
        for theme, label in (("党建", "Party building"), ("双减", "Double reduction"), ("安全", "Safety"),
                             ("数字化", "Digitalisation")):
            units, older = int(rng.integers(40, 300)), theme == "双减" and k % 3 == 0
            coded = 0 if k % 4 == 0 and theme == "双减" else int(rng.binomial(units, rng.choice([0.02, 0.1, 0.3])))
            share = float("nan") if older and not coded else coded / units
            half = 3 * (max(coded, 1) ** 0.5) / units
            rows.append({
                "plan_id": f"p{k:02}", "plan": f"{LONG}第{k + 1}师 2024" if long else "甲乙丙丁戊"[k % 5] + f"区 {2019 + k}",
                "theme": theme, "theme_label": f"{theme} | {label}", "n_clauses": units, "n_coded": coded, "share": share,
                "share_low": max(share - half, 0), "share_high": min(share + half, 1), "note": "早于政策" if older else "",
            })
    return pd.DataFrame(rows)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("long", [False, True], ids=["short names", "long names"])
@pytest.mark.parametrize("size", style.SIZES)
@pytest.mark.parametrize("lang", ["zh", "both"])
def test_coverage_is_fit_to_print(n: int, long: bool, size: str, lang: str) -> None:
    page = style.page(size, lang, "各主题所占比例", "注：n = 5；计数单位：小句；可比性：慎比——每地只有一份文件。" * 3)
    figure = charts.drawn(coverage, shares(n, long), page)
    assert faults(figure) == []
    assert figure.get_figheight() <= page.tallest + 1e-9


def test_coverage_says_zero_and_before_in_words() -> None:
    words = [text.get_text() for text in texts(charts.drawn(coverage, shares(5), style.page()))]
    table = shares(5)
    bare = table[table["share"].isna()]
    assert len(bare) and words.count("早于政策") == len(bare)
    zero = table[table["share"].eq(0)]
    seen = sorted(word for word in words if word.startswith("0（≤"))
    assert seen == sorted(f"0（≤{100 * high:.1f}%）" for high in zero["share_high"]) and seen
    assert not [word for word in words if word in ("0.0%", "nan%")]


def test_coverage_changes_form_for_many_plans() -> None:
    """Twelve plans are named in rows; of sixty only the ends are, and no type gets smaller."""
    few, many = (charts.drawn(coverage, shares(n), style.page()) for n in (12, 60))
    assert sum(text.get_text().startswith("甲区 ") for text in texts(few)) >= 1
    assert any("中位" in text.get_text() for text in texts(many))
    assert min(text.get_fontsize() for text in texts(many)) >= min(text.get_fontsize() for text in texts(few)) * 0.9


def test_a_short_page_still_names_its_plans() -> None:
    """Where there is no height for figures over the dots, they stand beside them, before names are given up."""
    table = shares(5)
    page = style.page("slide", "both", "各主题所占比例", "注：说明。" * 200)
    seen = [text.get_text() for text in texts(charts.drawn(coverage, table, page))]
    assert table.attrs["form"] == "beside" and set(table["plan"]) <= set(seen)
    zero = table[table["share"].eq(0)]
    assert len(zero) and {f"≤{100 * high:.1f}%" for high in zero["share_high"]} <= {word.rstrip("°") for word in seen}
    assert "≤x" in coverage.note(table).reading and "°" in coverage.note(table).reading


FORMS = {
    "attention": ("右侧数字", "每点一份"), "design": ("记号相同", "相连的格子"), "heatmap": ("括号内", "中间一半"),
    "keyness": ("横线为", "由强到弱"), "targets": ("“占位”指", "每点一项"), "tree": ("灰色虚线", "只列一半以上"), "weights": ("条末数字", "由重到轻"),
}


@pytest.mark.parametrize("size", style.SIZES)
@pytest.mark.parametrize("name", FORMS)
def test_a_caption_speaks_of_the_form_that_is_drawn(study: Study, name: str, size: str) -> None:
    """What explains the marks of few plans does not stand under a chart of many, nor the other way round."""
    made = charts.make(study, name, "zh", size)
    of_few, of_many = FORMS[name]
    form = bool(made.table.attrs.get("form"))
    assert (of_few in made.caption, of_many in made.caption) == (not form, form)
    drawn = [text.get_text() for text in texts(made.figure) if str(text.get_gid()).startswith("caption")]
    assert "".join("".join(drawn).split()) == "".join(made.caption.split()), "the caption on the figure is the one beside it"
    assert form or len(study.plans) < 60 or name in ("design", "heatmap", "targets", "tree"), "sixty plans take another form"


def test_words_of_a_cloud_are_as_high_as_they_weigh() -> None:
    """The drawn sizes are the weights: no word is shrunk to fit, and near weights are near sizes."""
    made = wordcloud.sized({f"词{k}": 1 - k / 50 for k in range(40)}, 400, 300)
    sizes = {word: size for (word, _), size, *_ in made.layout_}
    assert sizes == {word: round(sizes["词0"] * (1 - k / 50)) for k, word in enumerate(sizes)}
    assert len(sizes) == sum(sizes["词0"] * (1 - k / 50) >= wordcloud.SMALL for k in range(40)) >= 20


def test_a_caption_says_what_a_number_needs(study: Study) -> None:
    note = Note("5 份 | 5 documents", "小句 | clause", "95% 区间 | 95% interval", "空心点早于政策。 | Hollow dots are earlier.")
    table = study.plans[["plan_id"]]
    zh, en, both = (caption(study, table, note, lang) for lang in style.LANGUAGES)
    assert zh.startswith("注：n = 5 份；计数单位：小句；95% 区间。空心点早于政策。")
    assert both == f"{zh}\n{en}" and "Note: n = 5 documents; unit: clause; 95% interval. Hollow dots are earlier." in en
    assert study.lexicon.sha256[:8] in zh and "可比性：" in zh and "Verdict: " in en


def test_all_charts_are_written_the_same_twice(tmp_path: Path) -> None:
    study = load(corpus(tmp_path / "corpus", 2))
    files = charts.write(study, tmp_path / "figures")
    assert {path.name for path in files} == {f"{n}.{e}" for n in charts.names() for e in ("svg", "png", "pdf", "csv", "txt")}
    before = {path: path.read_bytes() for path in files if path.suffix in (".svg", ".csv")}
    charts.write(study, tmp_path / "figures")
    assert {path: path.read_bytes() for path in before} == before


def test_an_unknown_chart(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="chart: no chart 'pie' -> use one of .*coverage"):
        charts.make(load(corpus(tmp_path, 1)), "pie")
    with pytest.raises(AttributeError, match="no chart 'pie'"):
        charts.pie  # noqa: B018


@pytest.mark.parametrize("size", style.SIZES)
@pytest.mark.parametrize("lang", style.LANGUAGES)
def test_reliability_with_figures_is_fit_to_print(size: str, lang: str) -> None:
    """Every verdict, a theme without figures, α below zero, and a long name."""
    nan = float("nan")
    values = [("党建", "Party building", 0.93, "可靠"), ("双减", "Double reduction", 0.7, "暂可用"), ("安全", "Safety", -0.1, "不可靠"),
              ("体育", "Physical education, health and the arts of all kinds", nan, "")]
    table = pd.DataFrame([{
        "theme": name, "theme_label": f"{name} | {english}", "n": 0 if np.isnan(value) else 200, "verdict": verdict,
        **{column + end: value + shift for column in ("alpha", "f1") for end, shift in (("", 0), ("_low", -0.2), ("_high", 0.05))},
    } for name, english, value, verdict in values])
    assert faults(charts.drawn(reliability, table, style.page(size, lang, "一致程度", "注：n = 200"))) == []
