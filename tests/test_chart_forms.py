"""What single charts promise beyond fitting on the page: which rows they show, what they say, and how they change form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare import charts, style
from compare.charts.caption import caption, judged
from compare.charts.catalogue import changes, cooccurrence, correspondence, coverage, heatmap, term_scatter
from compare.errors import StudyError
from compare.matrix import gather, terms
from compare.study import Study
from looks import faults, texts
from studies import study_of
from test_charts import shares

EVERY = [("column", "zh"), ("column", "both"), ("page", "zh"), ("page", "en"), ("slide", "both")]


def words(figure: object) -> list[str]:
    return [text.get_text() for text in texts(figure)]  # type: ignore[arg-type]


# --- term scatter

def test_the_scatter_counts_what_the_two_plans_hold(study: Study) -> None:
    pair = ("湖里区-2020", "金凤区-2024")
    table = term_scatter.table(study, *pair)
    held = terms(study)
    counts = pd.DataFrame(gather(held.counts, held.plan).toarray(), index=held.plans, columns=held.terms).loc[list(pair)]
    assert counts[table["term"]].to_numpy().tolist() == table[["n_a", "n_b"]].to_numpy().T.tolist()
    assert table["term"].is_unique and set(table["term"]) == set(counts.columns[counts.sum() > 0])
    assert np.sign(table["z"]).sort_values(ascending=False, kind="stable").tolist() == np.sign(table["z"]).tolist()


def test_the_scatter_takes_the_pair_that_compares_best(study: Study) -> None:
    made = charts.make(study, "term_scatter")
    assert made.table.attrs["plans"] == ["金凤区-2024", "高台县-2023"] and "可比性：慎比" in made.caption
    chosen = charts.make(study, "term_scatter", plan_a="某市-2024", plan_b="湖里区-2020")
    assert "可比性：不可比" in chosen.caption and "q < .05" not in chosen.caption
    assert any("某市 2024" in text for text in words(chosen.figure))


@pytest.mark.parametrize("pair", [{"plan_a": "湖里区-2020"}, {"plan_a": "湖里区-2020", "plan_b": "湖里区-2020"},
                                  {"plan_a": "湖里区-2020", "plan_b": "甲区-2020"}])
def test_a_scatter_of_no_pair(study: Study, pair: dict[str, str]) -> None:
    with pytest.raises(StudyError):
        charts.make(study, "term_scatter", **pair)


# --- changes

def changed(pairs: int, long: bool = False) -> pd.DataFrame:
    """A table of changes as the chart makes it: terms that rise, fall, come, go, and some that chance explains."""
    rng = np.random.default_rng(pairs)
    rows = []
    for k in range(pairs):
        for t in range(changes.TERMS):
            n, m = int(rng.integers(0, 30)), int(rng.integers(0, 30))
            rows.append({"place": "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县" if long else f"甲区{k}", "year_from": 2019 + k,
                         "year_to": 2020 + k, "term": f"{'铸牢中华民族共同体意识' if long else '课后服务'}{t}", "n_from": n, "n_to": m,
                         "level_from": np.log2((n + 0.5) / 2.0), "level_to": np.log2((m + 0.5) / 2.1),
                         "log_ratio": np.log2((m + 0.5) / (n + 0.5)), "q": rng.choice([0.01, 0.4]), "tested": 812, "found": 3})
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("size", "lang"), EVERY)
@pytest.mark.parametrize(("pairs", "long"), [(1, False), (2, True), (5, False), (40, False)])
def test_changes_are_fit_to_print(pairs: int, long: bool, size: str, lang: str) -> None:
    page = style.page(size, lang, "用词的变化", "注：n = 2 地。" * 8)
    figure = charts.drawn(changes, changed(pairs, long), page)
    assert faults(figure) == [] and figure.get_figheight() <= page.tallest + 1e-9


def test_changes_of_a_place_with_two_years(tmp_path: Path) -> None:
    text = "一、工作\n" + "\n".join(f"{n}. {{}}。推进教育工作。抓好学校管理。" for n in range(1, 25))
    study = study_of(tmp_path, 甲县_2022=f"甲县2022年教育工作要点\n{text.format(*['做好控辍保学'] * 24)}",
                     甲县_2023=f"甲县2023年教育工作要点\n{text.format(*['做好课后服务'] * 24)}")
    made = charts.make(study, "changes")
    seen = words(made.figure)
    assert "甲县 2022—2023" in seen and "课后服务  0→24" in seen and faults(made.figure) == []
    row = made.table.set_index("term").loc["课后服务"]
    assert row["level_to"] - row["level_from"] == pytest.approx(row["log_ratio"])


@given(st.lists(st.floats(0, 10), min_size=1, max_size=12), st.floats(0.1, 1))
def test_labels_of_slopes_are_spread(places: list[float], gap: float) -> None:
    at = changes.spread(np.sort(np.array(places)), gap, 0.0, 12.0)
    assert (np.diff(at) >= gap - 1e-9).all() and at.min() >= -1e-9 and at.max() <= 12 + 1e-9
    if (np.diff(np.sort(places)) >= gap).all():
        assert at == pytest.approx(np.sort(places))


# --- co-occurrence

def links(terms: int, n: int) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    pairs = sorted({tuple(sorted(rng.choice(terms, 2, replace=False))) for _ in range(n)})
    rows = [{"kind": "term", "a": f"政策用语{a}", "b": f"政策用语{b}", "log_odds_ratio": 3 - k / len(pairs)} for k, (a, b) in enumerate(pairs)]
    rows += [{"kind": "theme", "a": "党建", "b": "Party building and supervision | 党", "log_odds_ratio": 1.0}]
    return pd.DataFrame(rows).assign(label_a=lambda t: t["a"], label_b=lambda t: t["b"])


@pytest.mark.parametrize(("size", "lang"), EVERY)
@pytest.mark.parametrize(("terms", "n"), [(2, 1), (8, 12), (60, 200)])
def test_networks_are_fit_to_print(terms: int, n: int, size: str, lang: str) -> None:
    page = style.page(size, lang, "共现", "注：n = 134 个条目。" * 8)
    figure = charts.drawn(cooccurrence, links(terms, n), page)
    assert faults(figure) == [] and figure.get_figheight() <= page.tallest + 1e-9


def test_a_network_without_links_says_so() -> None:
    figure = charts.drawn(cooccurrence, links(4, 3).iloc[:0], style.page())
    assert words(figure).count("没有高于独立的共现") == 2


def test_only_pairs_that_passed_the_test_are_linked(study: Study) -> None:
    table = cooccurrence.table(study)
    assert len(table) and (table["q"] < cooccurrence.LEVEL).all() and (table["n"] > table["expected"]).all()
    assert table.attrs["tested"]["theme"] == 6


def test_a_layout_keeps_neighbours_near() -> None:
    """Two chains that nothing joins: links are shorter than all other distances, and the same twice."""
    chain = [("a", "b"), ("b", "c"), ("c", "d"), ("p", "q"), ("q", "r")]
    names = sorted({name for link in chain for name in link})
    at = dict(zip(names, cooccurrence.layout(names, chain), strict=True))
    far = {(a, b): float(np.linalg.norm(at[a] - at[b])) for a in names for b in names if a < b}
    assert max(far[link] for link in chain) < min(value for link, value in far.items() if link not in chain)
    assert (cooccurrence.layout(names, chain) == cooccurrence.layout(names, chain)).all()


# --- correspondence

def test_a_map_shows_the_measure(study: Study) -> None:
    made = charts.make(study, "correspondence")
    first = made.table[made.table["analysis"] == "theme"].iloc[0]
    assert f"第一维 {100 * first['inertia1']:.0f}%" in words(made.figure)
    assert {"高台县 2023", "数字化"} <= set(words(made.figure))
    assert set(words(made.figure)) - set(made.table["label"].str.partition(" | ")[0]) >= {"文件与主题", "文件与词"}
    for axes in made.figure.axes:                               # one unit is as long across as up
        across, up = (np.ptp(axes.transData.transform(ends), axis=0)[n] for n, ends in enumerate([[(0, 0), (1, 0)], [(0, 0), (0, 1)]]))
        assert across == pytest.approx(up, rel=1e-3)
    assert correspondence.SHOWN == 0.5


# --- heatmap

@pytest.mark.parametrize(("size", "lang"), EVERY)
@pytest.mark.parametrize("n", [1, 2, 5, 12, 60, 300])
@pytest.mark.parametrize("long", [False, True], ids=["short names", "long names"])
def test_heatmaps_are_fit_to_print(n: int, long: bool, size: str, lang: str) -> None:
    page = style.page(size, lang, "占比的热图", "注：n = 5；计数单位：小句。" * 8)
    figure = charts.drawn(heatmap, shares(n, long), page)
    assert faults(figure) == [] and figure.get_figheight() <= page.tallest + 1e-9


def test_a_heatmap_has_no_bare_zero() -> None:
    seen = words(charts.drawn(heatmap, shares(5), style.page()))
    assert "早于政策" in seen and any(text.startswith("0\n(≤") for text in seen) and "0.0%" not in " ".join(seen)
    many = words(charts.drawn(heatmap, shares(60), style.page()))
    assert "°" in many and any(text.startswith("≤") for text in many)
    assert any("中间一半" in text for text in words(charts.drawn(heatmap, shares(300), style.page())))


# --- 不可比

@pytest.mark.parametrize("lang", style.LANGUAGES)
def test_what_is_not_comparable_is_not_ranked(lang: str) -> None:
    fit, barred = shares(60), shares(60)
    barred.attrs["verdict"] = "不可比"
    ranks = ("最高", "最低", "中位", "highest", "lowest", "median", "由低到高")
    seen = " ".join(words(charts.drawn(coverage, barred, style.page(lang=lang))))
    assert not [word for word in ranks if word in seen] and ("不可比" in seen or "not comparable" in seen)
    assert [word for word in ranks if word in " ".join(words(charts.drawn(coverage, fit, style.page(lang=lang))))]


def test_a_chart_learns_the_verdict_on_its_plans(study: Study) -> None:
    assert charts.make(study, "coverage").table.attrs["verdict"] == "不可比"
    assert charts.make(study, "cooccurrence").table.attrs["verdict"] == ""      # it compares no plans


# --- languages

def test_an_english_caption_gives_the_reasons(study: Study) -> None:
    table = coverage.table(study)
    text = caption(study, table, coverage.note(table), "en")
    assert "Verdict: not comparable (不可比): different kinds of document; " in text and "注：" not in text
    made = judged(study, table)
    assert made is not None and text.count("; ") >= len(made.reasons)
