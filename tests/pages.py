"""The evidence page as tests read it: its data, the texts of its clauses, and studies to make pages of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from compare.study import Study
from studies import study_of

HOSTILE = """---
place: 甲<b>县</b>
year: 2024
level: 区县
kind: 工作要点
title: 甲县"2024"年<i>要点</i> & 其他
---
一、加强党的建设。
1.全面落实党建工作责任制,</script><script>document.title="坏了"</script>坚持党建引领&amp;不是实体。
2.推进党建品牌"一校一品"'建设'\u202e从右到左\u202c与𠮷野的党建<!--注释-->,新增𠮷学位2520个。
二、落实“双减”政策。
3.巩固<img src="http://example.com/x.png" onerror="document.title='坏了'">“双减”成果{{data}}{{script}}。
"""
PLAIN = """---
place: 乙县
year: 2024
level: 区县
kind: 工作要点
---
一、安全工作。
1.落实校园安全责任,新增学位300个。
2.推进智慧校园建设,建设数字资源平台。
"""


def hostile_study(folder: Path) -> Study:
    """Two plans, one of which holds what a page must not take for markup."""
    return study_of(folder, 甲县_2024=HOSTILE, 乙县_2024=PLAIN)


def large_study(folder: Path, n_plans: int) -> Study:
    """Plans as long as real ones, of random words with words of the themes among them."""
    rng = np.random.default_rng(20240301)
    words = ["".join(chr(0x4E00 + int(c)) for c in rng.integers(0, 3000, 2)) for _ in range(3000)]
    own = ["党建", "双减", "课后服务", "校园安全", "智慧校园", "数字资源", "新增学位300个", "党的领导"]
    plans = {}
    for n in range(n_plans):
        lines = [f"---\nplace: 县{n:03d}\nyear: {2015 + n % 10}\nlevel: 区县\nkind: 工作要点\n---"]
        for item in range(1, 31):
            for sentence in range(4):
                parts = [words[i] for i in rng.integers(0, len(words), 16)]
                if rng.random() < .3:
                    parts[int(rng.integers(16))] = own[int(rng.integers(len(own)))]
                lines.append(f"{item}." * (sentence == 0) + "".join(parts) + "。")
        plans[f"县{n:03d}_{2015 + n % 10}"] = "\n".join(lines) + "\n"
    return study_of(folder, **plans)


def read(page: bytes) -> dict[str, Any]:
    """The page's data, as a browser finds it."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page.decode("utf-8"), re.S)[1])


def clauses(plan: dict[str, Any]) -> dict[int, tuple[str, int, int]]:
    """{clause_no: (text, start, end)} of a plan of the data, put together as page.js does it."""
    found, start = {}, 0
    for n, (span, lead, size) in enumerate(zip(plan["spans"], plan["leads"], plan["sizes"], strict=True)):
        text = plan["texts"].get(str(n + 1), plan["text"][start + lead:start + lead + size])
        found[n + 1] = text, start, start + span
        start += span
    return found
