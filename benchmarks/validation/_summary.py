"""The bars, and what the tables of the page say of them: read from the page, so that no figure stands in two places by hand."""

from __future__ import annotations

import re

INTERVAL, TEST, FOUND = (0.93, 0.97), (0.0, 0.06), (0.8, 1.0)
# (what, part, heading within the part, columns by a pattern of their heads, rows by a pattern of their first cell, bar)
BARS = (
    ("interval of a share", "coverage", "As shipped", r"^share [\d.]+$", "", INTERVAL),
    ("interval of a difference of shares", "contrasts", "95% interval of the difference", "^ρ", "", INTERVAL),
    ("intervals of a corrected share, of the source and of the text", "reliability", "Corrected shares", "^(share|coding)$", "", INTERVAL),
    ("intervals of α, precision, recall, F1", "reliability", "α, precision", "^(α|precision|recall|F1)$", "", INTERVAL),
    ("interval of a term's log ratio", "terms", "Interval of the log ratio", "^coverage$", "", INTERVAL),
    ("interval of the cosine of two plans", "terms", "Cosine and divergence", "^coverage$", "", INTERVAL),
    ("difference of shares, family-wise error (Holm)", "contrasts", "Permutation test", "^error", "", TEST),
    ("order of two plans, called sure where there is none", "contrasts", "`above`", "^ρ", "", TEST),
    ("keyness, any term where none differs (BH)", "terms", "Keyness: no term", "^any q", "", TEST),
    ("keyness, share of false finds (BH)", "terms", "Keyness: ten", "^FDR$", "", TEST),
    ("changes of terms, share of false finds (BH)", "terms", "Changes between", "^FDR$", "", TEST),
    ("divergence of two plans of one source", "terms", "Cosine and divergence", "^one source", "", TEST),
    ("co-occurrence without association", "terms", "Co-occurrence", "^p <", "^1$", TEST),
    ("trend, family-wise error (Holm)", "trends", "", "^trend, error$", "", TEST),
    ("change point, family-wise error (Holm)", "trends", "", "^change, error$", "", TEST),
    ("clusters in structureless corpora", "clusters", "Structureless", "^found$", "", (0.0, 0.05)),
    ("planted clusters, adjusted Rand index", "clusters", "Planted", "^ARI$", "", FOUND),
)


def summary(sections: dict[str, str]) -> str:
    """One row a bar: settings, how many of them keep it, the lowest and highest figure; parts that are not there are left out."""
    rows = ["| what | bar | settings | within | below | above | lowest | highest |", "| --- " * 8 + "|"]
    for what, part, heading, column, row, (low, high) in BARS:
        found = figures(sections.get(part, ""), heading, column, row)
        if found:
            under, over = sum(v < low for v in found), sum(v > high for v in found)
            bar = f"at most {high:.0%}" if low == 0 else f"at least {low:g}" if high == 1 else f"{low:.0%}–{high:.0%}"
            rows.append(f"| {what} | {bar} | {len(found)} | {1 - (under + over) / len(found):.0%} | {under} | {over} | "
                        f"{min(found):.3f} | {max(found):.3f} |")
    return "\n".join(rows)


def figures(section: str, heading: str, column: str, row: str) -> list[float]:
    """The figures of the tables under one heading of a section, without those in brackets."""
    found = []
    for text in re.split(r"^###? ", section, flags=re.M):
        heads: list[str] = []
        for line in text.splitlines() if text.startswith(heading) else ():
            if not line.startswith("|"):
                heads = []
                continue
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not heads:
                heads = cells
            elif not cells[0].startswith("---") and re.search(row, cells[0]):
                named = dict(zip(heads, cells, strict=True))  # of two columns of one head the later: the earlier is the setting
                found += [float(figure) for head, cell in named.items() if re.search(column, head)
                          for figure in cell.split() if re.fullmatch(r"[\d.]+", figure)]
    return found
