"""plan-compare by its public functions: python plan_compare.py CORPUS"""

from stages import Stages

stages = Stages()

import sys  # noqa: E402
import zlib  # noqa: E402

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

import compare  # noqa: E402
from compare.bags import bags  # noqa: E402
from compare.matrix import tfidf  # noqa: E402
from compare.measures.plan_clusters import fit  # noqa: E402


def digest(values) -> str:
    """Tells results apart; quick, and without a copy, since it is no part of what is measured."""
    return f"{zlib.crc32(np.ascontiguousarray(values)):08x}"


def main(corpus: str) -> None:
    stages("start")
    study = compare.load(corpus)
    stages("reading, clauses, codings")
    words = bags(study)
    stages("tokens")
    weights = tfidf(words.counts)
    stages("TF-IDF")
    table = compare.coverage(study)
    stages("coverage")
    clusters = fit(weights, 8) if len(words.plans) > 16 else None
    stages("clusters")
    stages.end(plans=len(words.plans), terms=len(words.terms), inertia=round(clusters.inertia, 6) if clusters else None,
               coverage=digest(pd.util.hash_pandas_object(table, index=False).to_numpy()), tfidf=digest(weights.data),
               labels=digest(clusters.labels) if clusters else None)


if __name__ == "__main__":
    main(sys.argv[1])
