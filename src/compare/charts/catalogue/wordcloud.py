"""词云：字越大，TF-IDF 权重越高 | Word cloud: the larger, the greater the TF-IDF weight

One cloud a plan; of many plans one cloud for all.  For covers, not for conclusions: sizes cannot be compared between clouds.
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
SEED = 20240901               # where the words fall; any number will do
DARK = (COLOURS[0], COLOURS[2], "#4a4a4a", "#006b50", "#8f3d00")     # readable on white, and in grey


def table(study: Study) -> pd.DataFrame:
    from compare.measures.weights import weights
    rows = weights(study)
    often = rows[rows["n_clauses"] >= CLAUSES]
    return named(study, (often if len(often) else rows).groupby("plan_id").head(TERMS))


def note(table: pd.DataFrame) -> Note:
    n = table["plan_id"].nunique()
    return Note(
        n=f"{n} 份文件，每份至多 {TERMS} 个词 | {n} documents, {TERMS} terms each at most", unit="词 | token",
        interval="权重同“weights”表；位置与颜色没有含义；各图字号各自标定，不可互比 | weights as in the table weights; places "
                 "and colours mean nothing; "
                 "sizes are set for each cloud by itself")


def draw(table: pd.DataFrame, page: Page) -> Figure:
    plans = [(str(name), rows) for name, rows in table.groupby("plan", sort=False)]
    clouds = [(name, dict(zip(rows["term"], rows["weight"], strict=True))) for name, rows in plans]
    if len(clouds) > MOST:
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
    from wordcloud import WordCloud

    order = dict(sorted(weights.items(), key=lambda pair: (-round(pair[1], 12), pair[0])))
    cloud = WordCloud(font_path=str(font_file(True)), width=int(200 * width), height=int(200 * height), background_color="white",
                      prefer_horizontal=1.0, random_state=SEED, max_words=TERMS, min_font_size=14, relative_scaling=0.5, margin=4, font_step=4,
                      color_func=lambda word, *_, **__: DARK[sum(map(ord, word)) % len(DARK)])
    return cloud.generate_from_frequencies(order).to_array()
