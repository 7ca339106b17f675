"""Make the charts' two fonts: subsets of Noto Sans SC, weights 400 and 700, as small as they go.

    npm pack @expo-google-fonts/noto-sans-sc && tar xzf expo-google-fonts-noto-sans-sc-*.tgz
    python benchmarks/fonts.py package

Version 0.4.3 of that package holds Noto Sans SC 2.004 as TrueType, one file a weight.  The subsets hold GB 2312, the
8,105 characters of 通用规范汉字表 and the signs below; without hints, vertical metrics or layout other than kerning.
The characters beyond GB 2312 stand in ``src/compare/fonts/charset.txt``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "src" / "compare" / "fonts"
SIGNS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CA),      # ASCII, Latin-1 and Extended-A, Greek
    *range(0x2010, 0x2027), *range(0x2030, 0x203F), *range(0x2160, 0x217A), *range(0x2190, 0x219A),
    *range(0x2200, 0x22A6), *range(0x2460, 0x24EA), *range(0x2500, 0x2610), *range(0x3000, 0x3018),
    *range(0x3220, 0x322A), *range(0x3380, 0x33E0), *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE6),
    *map(ord, "€℃℉№℡™⅓⅔⅛✓♀♂⊕⊙⌒⬤²³¹⁴ⁿ₂"),
)


def gb2312() -> set[str]:
    """Every character of GB 2312, from Python's codec."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return set("".join(pair.decode("gb2312", "ignore") for pair in pairs))


def main(package: Path) -> None:
    wanted = set(map(ord, gb2312())) | set(SIGNS)
    wanted |= set(map(ord, (FONTS / "charset.txt").read_text("utf-8").replace("\n", "")))
    for weight in ("400Regular", "700Bold"):
        font = TTFont(package / weight / f"NotoSansSC_{weight}.ttf", recalcTimestamp=False)
        options = Options(hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True,
                          glyph_names=False, drop_tables=["vhea", "vmtx", "BASE", "STAT", "GSUB", "gasp", "DSIG", "GlyphOrder"])
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        out = FONTS / f"NotoSansSC-{weight[3:]}.ttf"
        font.save(out)
        print(f"{out.name}: {len(font.getBestCmap())} characters, {out.stat().st_size / 1e6:.2f} MB")
    shutil.copyfile(package / "LICENSE_FONT", FONTS / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
