"""Studies made from counts: plans whose themes, shares, clustering and lengths are known.

``corpus([...])`` builds a Study straight from sums by block; ``blocks()`` draws such sums with a known share and a known
correlation inside blocks.  For the tests and for benchmarks/.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from compare.study import Study
from compare.tables import check, empty
from compare.themes import Theme
from compare.tokens import Lexicon


def theme(name: str, valid_from: str | None = None) -> Theme:
    """A theme with nothing but a name and a date, whatever other fields themes have."""
    given = {"name": name, "label": name, "label_en": name, "definition": "", "valid_from": valid_from}
    rest = {f: () for f in Theme.__dataclass_fields__ if f not in given}
    return Theme(**{**given, **rest})  # type: ignore[arg-type]


def plan(plan_id: str, counts: list[int], coded: dict[str, list[int]], **labels: Any) -> dict[str, Any]:
    """One plan: ``counts[b]`` clauses in block b, of which the last ``coded[theme][b]`` are coded with the theme."""
    return {"plan_id": plan_id, "counts": counts, "coded": coded, **labels}


def corpus(plans: list[dict[str, Any]], themes: list[Theme] | None = None, text: str = "推进工作十二个字的一句话。") -> Study:
    """A Study of plans made by ``plan``; labels not given are those of one place's 工作要点 of one year.

    ``texts`` in a plan gives the texts of its clauses one by one.
    """
    names = sorted({name for p in plans for name in p["coded"]})
    themes = [theme(name) for name in names] if themes is None else themes
    rows, clauses, codings, hits = [], [], [], []
    for p in plans:
        plan_id, number, at = p["plan_id"], 0, 0
        for block, count in enumerate(p["counts"], 1):
            for within in range(count):
                words = p["texts"][number] if "texts" in p else text
                number += 1
                clauses.append((plan_id, number, "item" if within == 0 else "body", 1, block, at, at + len(words), words,
                                block, True, sum("一" <= c <= "鿿" for c in words), at))
                for name, sums in p["coded"].items():
                    if within >= count - sums[block - 1]:
                        codings.append((plan_id, number, name, at, at + 2, "any", words[:2], number, 1))
                        hits.append((plan_id, number, name, at, at + 2, "any", words[:2]))
                at += len(words)
        labels = {"place": "甲区", "level": "区县", "year": 2024, "kind": "工作要点", "issued_on": None, "label": plan_id}
        labels |= {key: p[key] for key in p if key not in ("counts", "coded", "texts")}
        rows.append({**dict.fromkeys(empty("plans").columns), "n_chars": at, "text": "",
                     "n_han": sum(c[10] for c in clauses if c[0] == plan_id), **labels})
    return Study(**{  # type: ignore[arg-type]
        **dict.fromkeys(Study.__dataclass_fields__), "corpus": Path("simulated"),
        "plans": check(pd.DataFrame(rows), "plans"), "removals": empty("removals"),
        "clauses": check(pd.DataFrame(clauses, columns=_columns("clauses")), "clauses"),
        "codings": check(pd.DataFrame(codings, columns=_columns("codings")), "codings"),
        "hits": check(pd.DataFrame(hits, columns=_columns("hits")), "hits"),
        "themes": tuple(themes), "lexicon": Lexicon((), frozenset())})


def _columns(name: str) -> list[str]:
    return list(empty(name).columns)


def blocks(rng: np.random.Generator, n_blocks: int, sizes: tuple[int, int], shares: list[float], rho: float
           ) -> tuple[np.ndarray, np.ndarray]:
    """(coded, counted) by block, shapes (n_blocks, k) and (n_blocks,).

    Blocks hold ``sizes[0]``–``sizes[1]`` clauses; a clause is coded with theme j with chance ``shares[j]``, and two clauses of
    one block correlate by ``rho`` (beta-binomial).
    """
    counted = rng.integers(sizes[0], sizes[1] + 1, n_blocks)
    share = np.array(shares)
    if rho == 0 or not share.all():
        chance = np.broadcast_to(share, (n_blocks, len(share)))
    elif rho == 1:
        chance = (rng.random((n_blocks, len(shares))) < share).astype(float)
    else:
        chance = rng.beta(share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho, (n_blocks, len(shares)))
    return rng.binomial(counted[:, None], chance).astype(float), counted.astype(float)
