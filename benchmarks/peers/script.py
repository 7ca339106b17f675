"""jieba + scikit-learn as researchers write it: python script.py CORPUS [jieba|rjieba] [PROCESSES]

Reads the plans, takes the front matter off, segments them with the policy terms in the dictionary, makes TF-IDF, counts the words
of each theme and clusters the plans.  No clauses, no spans, no evidence, no intervals.
"""

from stages import Stages

stages = Stages()

import re  # noqa: E402
import sys  # noqa: E402
from collections import Counter  # noqa: E402
from multiprocessing import get_context  # noqa: E402
from pathlib import Path  # noqa: E402

import pandas as pd  # noqa: E402
import yaml  # noqa: E402
from sklearn.cluster import KMeans  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402

HAN = re.compile("[一-鿿]")
ROOT = Path(__file__).parents[2]


def lines(name: str) -> list[str]:
    words = (line.split("#")[0].strip() for line in (ROOT / "corpus" / "lexicon" / name).read_text("utf-8").splitlines())
    return [word for word in words if word]


def themes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "corpus" / "themes").glob("*.yml")):
        found[path.stem] = sorted(set(words_of(yaml.safe_load(path.read_text("utf-8")))))
    return found


def words_of(node: object) -> list[str]:
    """Every word under a key ``any`` of a theme file."""
    if isinstance(node, list):
        return [word for part in node for word in words_of(part)]
    if not isinstance(node, dict):
        return []
    own = node.get("any") or []
    return [w for w in own if isinstance(w, str)] + [w for value in node.values() for w in words_of(value)]


def cutter(engine: str):
    terms = lines("terms.txt")
    if engine == "rjieba":
        import rjieba
        made = rjieba.Jieba()
        for term in terms:
            made.add_word(term, 10_000, "n")
        return made.cut
    import jieba
    jieba.setLogLevel(60)
    for term in terms:
        jieba.add_word(term)
    return jieba.lcut


def segment(args: tuple[list[str], str]) -> list[list[str]]:
    texts, engine = args
    stop, cut = set(lines("stopwords.txt")), cutter(engine)
    return [[word for word in cut(text) if len(word) > 1 and word not in stop and HAN.search(word)] for text in texts]


def main(corpus: str, engine: str = "jieba", processes: str = "1") -> None:
    stages("start")
    names, texts = [], []
    for path in sorted(Path(corpus, "plans").glob("*.txt")):
        names.append(path.stem)
        texts.append(re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.S))
    stages("reading")
    many = int(processes)
    if many > 1:
        with get_context("spawn").Pool(many) as pool:
            words = [w for part in pool.map(segment, [(texts[i::many], engine) for i in range(many)]) for w in part]
    else:
        words = segment((texts, engine))
    stages("tokens")
    weights = TfidfVectorizer(analyzer=lambda tokens: tokens).fit_transform(words)
    stages("TF-IDF")
    rows = []
    for name, own in zip(names, words, strict=True):
        counts = Counter(own)
        for theme, terms in themes_.items():
            rows.append((name, theme, len(own), sum(counts[term] for term in terms)))
    table = pd.DataFrame(rows, columns=["plan", "theme", "words", "hits"])
    table["per_1000"] = 1000 * table["hits"] / table["words"]
    stages("codings, coverage")
    inertia = None
    if len(names) > 16:
        inertia = float(KMeans(8, n_init=10, random_state=0).fit(weights).inertia_)
    stages("clusters")
    stages.end(plans=len(names), terms=weights.shape[1], inertia=inertia)


themes_ = themes()

if __name__ == "__main__":
    main(*sys.argv[1:])
