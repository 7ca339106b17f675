"""词云：字越大，TF-IDF 权重越高 | Word cloud: the larger, the greater the TF-IDF weight

One cloud a plan; of many plans one cloud for all (form ``one``).  For covers, not for conclusions: sizes cannot be compared between
clouds.  The height of a word is its weight, exactly: a cloud of near weights is a cloud of near sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from compare.charts import Note, named
from compare.study import Study
from compare.style import COLOURS, Page, heading
from compare.typeset import font_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TERMS, MOST = 60, 6
CLAUSES = 2
SMALL = 15                    # pixels of the smallest word: 5.4 points
SEED = 20240901               # where the words fall; any number will do
DARK = (COLOURS[0], COLOURS[2], "#4a4a4a", "#006b50", "#8f3d00")     # readable on white, and in grey


def table(study: Study) -> pd.DataFrame:
    from compare.measures.weights import weights
    rows = weights(study)
    often = rows[rows["n_clauses"] >= CLAUSES]
    return named(study, (often if len(often) else rows).groupby("plan_id").head(TERMS))


def note(table: pd.DataFrame) -> Note:
    n = table["plan_id"].nunique()
    one = table.attrs.get("form") == "one"
    zh = "权重为各份之和" if one else "权重同“weights”表，各图字号各自标定，不可互比"
    en = "weights are sums over the documents" if one else "weights as in the table weights, sizes are set for each cloud by itself"
    return Note(
        n=f"{n} 份文件，{'最重的' if one else '每份'}至多 {TERMS} 个词 | {n} documents, {'the heaviest ' if one else ''}{TERMS} terms "
          f"{'' if one else 'each '}at most", unit="词 | token",
        interval=f"字高与权重成正比，最轻的词若小到不能读就不画；{zh}；位置与颜色没有含义 | heights of words are proportional to their weights, the "
                 f"lightest are left out where they could not be read; {en}; places and colours mean nothing")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    plans = [(str(name), rows) for name, rows in table.groupby("plan", sort=False)]
    clouds = [(name, dict(zip(rows["term"], rows["weight"], strict=True))) for name, rows in plans]
    if len(clouds) > MOST:
        table.attrs["form"] = "one"
        clouds = [(page.t(f"全部 {len(plans)} 份 | all {len(plans)} "
                          "documents"), table.groupby("term")["weight"].sum().sort_index().to_dict())]
    across = min(len(clouds), 2 if page.width > 5 else 1)
    bands = -(-len(clouds) // across)
    width = page.width / across - 1.5 * page.em
    heads = [page.lines(name, width, bold=True) for name, _ in clouds]
    head = page.em * (2.4 + 1.5 * max(text.count("\n") for text in heads))
    height = min(page.room / bands, width * 0.62 + head)
    figure = page.figure(height * bands)
    for n, axes in enumerate(figure.subplots(bands, across, squeeze=False).flat):
        axes.set_axis_off()
        if n < len(clouds):
            heading(axes, page, heads[n])
            axes.imshow(_image(clouds[n][1], width, height - head), interpolation="bilinear", aspect="auto")
    return figure


def _image(weights: dict[str, float], width: float, height: float) -> Any:
    """The cloud as pixels, 200 to the inch; the same weights give the same picture."""
    return sized(weights, int(200 * width), int(200 * height)).to_array()


def sized(weights: dict[str, float], width: int, height: int) -> Any:
    """The largest WordCloud of ``width`` by ``height`` pixels in which every word has the size of its weight."""
    from wordcloud import WordCloud

    order = dict(sorted(weights.items(), key=lambda pair: (-round(pair[1], 12), pair[0])))
    heaviest = next(iter(order.values()))
    area = sum(len(word) * (weight / heaviest) ** 2 for word, weight in order.items())
    size = min(height, width / max(map(len, order)), (0.8 * width * height / area) ** 0.5)
    while True:
        pixels = {word: round(int(size) * weight / heaviest) for word, weight in order.items()}
        kept = dict([(word, high) for word, high in pixels.items() if high >= SMALL][:TERMS])
        cloud = WordCloud(font_path=str(font_file(True)), width=width, height=height, background_color="white", prefer_horizontal=1.0,
                          random_state=SEED, min_font_size=SMALL - 1, max_font_size=int(size), relative_scaling=1, margin=4, font_step=1,
                          color_func=lambda word, *_, **__: DARK[sum(map(ord, word)) % len(DARK)])
        cloud.generate_from_frequencies(kept)
        true = all(row[1] == kept[row[0][0]] for row in cloud.layout_)      # a word without room was set smaller, or left out
        if size < 2 * SMALL or (true and len(cloud.layout_) == len(kept)):
            return cloud
        size *= 0.88
