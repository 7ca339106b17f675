"""run.json: what a run's results were made from, the same bytes for the same study and the same programs."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from compare import __version__
from compare.block_permutation import PERMUTATIONS
from compare.corpus import plan_files, plan_id
from compare.paths import shared_folder, stem
from compare.resampling import DRAWS, LEVEL
from compare.segmenters import engine
from compare.study import Study

# those whose version can change a number or a drawing
PACKAGES = ("ahocorasick-rs", "jieba", "matplotlib", "numpy", "pandas", "pillow", "scikit-learn", "scipy", "wordcloud")


def manifest(study: Study) -> dict[str, Any]:
    """Versions, and SHA-256 sums of plans, themes and lexicon; neither times nor places.

    ``plans`` are sums of whole files (front matter and text), ``texts`` of the verbatim texts alone.
    """
    themes = shared_folder(study.corpus, "themes")
    return {
        "plan_compare": __version__,
        "segmenter": engine(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "plans": {plan_id(path): file_sha256(path) for path in plan_files(study.corpus)},
        "texts": dict(zip(study.plans["plan_id"], study.plans["sha256"], strict=True)),
        "themes": {stem(path): file_sha256(path) for path in sorted(themes.glob("*.yml"))},
        "lexicon": study.lexicon.sha256,
        "settings": {"draws": DRAWS, "permutations": PERMUTATIONS, "level": LEVEL},
        "seeds": "SHA-256 of the names of what is drawn",
    }


def to_json(study: Study) -> bytes:
    return (json.dumps(manifest(study), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def file_sha256(path: Path) -> str:
    """SHA-256 of a text file, line ends as LF, so that a checkout on Windows has the same."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
