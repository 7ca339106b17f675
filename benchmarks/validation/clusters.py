"""Clusters: nothing found where there is nothing, and what was planted found.

Corpora of items of about 27 listed terms (log-normal lengths), 1,500 terms by Zipf's law, and items that repeat their own words
(Dirichlet-multinomial; `even` 1: strongly, 5: less). With clusters, a share of the words comes from 60 words of the item's own
cluster.
`excess` is what `cluster_choice` judges against the threshold; a tenth of the runs of other parts is made here, since every run
fits the whole pipeline some 400 times.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compare.measures.clustering import FOUND, cluster, rand_index
from compare.resampling import generator
from studies import made_terms


def figures(runs: int) -> str:
    none, some = structureless(runs // 10), planted(runs // 20)
    return "\n\n".join([
        "### Structureless corpora",
        f"Share of corpora in which clusters are reported (threshold: excess ≥ {FOUND}).", _markdown(none),
        "### Planted clusters",
        "Share of corpora in which clusters are reported; of these, mean adjusted Rand index with the planted ones, share "
        "with .8 or "
        "more, and share with the right number.", _markdown(some)])


def corpus(rng: np.random.Generator, items: int, k: int, share: float, even: float, words: int = 1500) -> tuple[Any, np.ndarray]:
    """(terms, planted cluster of each item)."""
    common = 1 / np.arange(1, words + 1) ** 0.9
    common /= common.sum()
    own = np.zeros((max(k, 1), words))
    for row in own:
        row[rng.choice(np.arange(20, words), 60, replace=False)] = rng.dirichlet(np.ones(60))
    planted_in = rng.integers(0, max(k, 1), items)
    length = np.maximum(4, rng.lognormal(np.log(27) - 0.18, 0.6, items)).astype(int)
    mixed = ((1 - share) * common + share * own[planted_in]) * even * length[:, None]
    rates = rng.gamma(mixed + 1e-9)
    counts = np.array([rng.multinomial(n, rate / rate.sum()) for n, rate in zip(length, rates, strict=True)])
    return made_terms(counts, rng.integers(0, 5, items)), planted_in


def structureless(runs: int) -> pd.DataFrame:
    rows = []
    for items in (60, 134, 300):
        for even in (1.0, 5.0):
            rng = generator("structureless", f"{items} {even}")
            made = [cluster(corpus(rng, items, 0, 0.0, even)[0]) for _ in range(runs if items < 300 else runs // 4)]
            excess = [m.scores[:, 3].max() for m in made]
            rows.append([items, even, len(made), f"{np.mean([m.found for m in made]):.3f}", f"{np.quantile(excess, 0.95):.2f}",
                         f"{max(excess):.2f}"])
    return pd.DataFrame(rows, columns=["items", "even", "runs", "found", "excess, 95%", "excess, largest"])


def planted(runs: int) -> pd.DataFrame:
    rows = []
    for items, k, share in ((134, 3, 0.35), (134, 3, 0.5), (134, 5, 0.35), (134, 5, 0.5), (300, 6, 0.35)):
        rng, found, ari, right = generator("planted", f"{items} {k} {share}"), [], [], []
        for _ in range(runs if items < 300 else runs // 2):
            table, truth = corpus(rng, items, k, share, 5.0)
            made = cluster(table)
            found.append(made.found)
            if made.found:
                ari.append(rand_index(made.labels, truth[made.kept]))
                right.append(made.k == k)
        last = [np.mean(ari), np.mean(np.array(ari) >= 0.8), np.mean(right)] if ari else []
        rows.append([items, k, share, len(found), *(f"{value:.2f}" for value in [np.mean(found), *last])])
    return pd.DataFrame(rows, columns=["items", "clusters", "share", "runs", "found", "ARI", "ARI ≥ .8", "right number"])


def _markdown(table: pd.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns), *(list(map(str, row)) for row in table.to_numpy())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
