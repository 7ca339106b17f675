"""Numbers with their units in Chinese administrative prose: what is written, not yet what it means.

``quantities("力争新增学位2520个")`` finds ``2520个``: value, unit, comparator and place.  Arabic
figures (full-width, with separators, 万/亿), Chinese numerals, percentages, fractions, ranges,
placeholders (``X个``) and damaged figures are read; whether a quantity is a commitment is the
business of ``commitments``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import nan

from compare.patterns import any_of

# one character for one character, so that positions stay: full-width figures and signs
_PLAIN = str.maketrans("０１２３４５６７８９％．－～＋／＜＞〜–﹣−＊", "0123456789%.-~+/<>~---*")
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_MULT = r"(?:万亿|[千百十]?亿|[千百十]?万|千(?![米瓦克伏卡])|百(?!分))"
_ARABIC = rf"(?:[1-9]\d{{0,2}}(?:[,，]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?{_MULT}?"
_HAN = r"[零〇一二三四五六七八九十百千万亿两]+(?:点[零〇一二三四五六七八九]+)?"
_HOLE = rf"(?:[XxＸｘ×✕╳]{{1,4}}|\*{{1,4}}|_{{2,}}|\?{{2,}}|？{{2,}}|…{{1,2}}){_MULT}?"
_TORN = rf"(?:\d*[□■▯�][\d□■▯�.]*|\d+[?？]\d+(?:\.\d+)?|\d+[OoIl][\dOoIl]*|\d+(?:\.\d+){{2,}}|\d+\.(?=[%万亿])){_MULT}?"
_NUMBER = rf"(?:{_TORN}|{_ARABIC}|{_HAN}|{_HOLE}|半)"

# units; after a look-ahead, words that only begin like the unit
_UNITS = any_of("""
    个百分点 百分点 个基点 % ‰
    元人民币 美元 欧元 港元 元(?![素旦化宇首件月代])
    平方公里 平方千米 平方米 立方米 平米 公里 千米 厘米 毫米 米(?![业粉面]) 公顷 亩次 亩
    吨标准煤 公斤 千克 斤 吨 千瓦时 兆瓦时 千瓦 兆瓦 度电 千卡 微克 毫克 标箱 兆 GB TB PB Mbps
    个?工作日 个?小时 分钟 个?学时 个?课时 学分 节课 课次 个?学期 个?学年 个月 周(?![年边期岁转末知密])
    年(?![级度轻龄段代人画会报检关初底末均审产味夜]) 天(?![然津使文下府赋])
    万?人次 户次 家次 车次 场次 班次 人份 剂次 批次 学位 床位 停车位 车位 泊位 教学班 工位
    个 所(?![有属在谓需]) 名 人(?![民才员文大口力均工物类选社事格生身心机行居群本体防脸气像]) 位(?!一体|[置于居列移]) 项(?!目)
    条(?![件例款理]) 家(?![庭访]) 套(?![路餐取]) 门(?![户诊类店口槛前票禁球]) 节(?![日能点约水假气]) 场(?![所地馆景域面])
    次(?![序生日数要]) 辆 台(?![阶账湾州风]) 座(?![谈右位席]) 处(?![理置室于级分长罚方]) 间(?![隔接断谍]) 张(?![家贴掖])
    份(?!额) 篇 本(?![科级土区市县校领]) 册 部(?![门分署队委级长]) 件 种(?![植业子质养粮]) 类(?![别型]) 批(?![次准评量])
    期(?![间限末中待刊]) 支(?![部持撑付柱]) 只(?![增减有要跑能需是为]) 户(?![外籍口均]) 班(?![级主子车]) 轮(?![岗训候值换胎流])
    对(?![口接标外策一]) 组(?![织建长合团成]) 片(?!区) 幢 栋 枚 块(?!链) 例(?![会行如外]) 起(?![来步点到草用底降飞]) 盏
    根(?![本据基]) 株 棵 头(?![部雁脑]) 宗 笔 艘 架(?!构) 艇 轨(?![道迹]) 床(?!位) 单(?![位元一]) 列(?![入为车])
    方(?![面案针向法式略位])
    倍(?!增) 成(?![立功效果为都长员熟品人就本型]) 番 分(?=以上|以内|以下|左右|[，。；、,;)）]|$)""")
_PER = any_of("平方米 立方米 学期 学年 小时 生 人 年 月 周 天 日 次 班 校 亩 户 米 节")
_UNIT = rf"{_UNITS}(?:/{_PER}(?:[·・./]?[年月人天])?)?"
_QUANTITY = re.compile(
    rf"(?<![\dA-Za-z.+/_-])(?:"
    rf"(?P<of>百分之|千分之)(?P<hundredth>{_HAN}|\d+(?:\.\d+)?)(?:[-~—至到](?:百分之)?(?P<hundredth2>{_HAN}|\d+(?:\.\d+)?))?"
    rf"|(?P<down>{_HAN})分之(?P<up>{_HAN})"
    rf"|(?P<ratio1>\d+(?:\.\d+)?)[:：∶](?P<ratio2>\d+(?:\.\d+)?)(?![\d:：])"
    rf"|(?P<low>{_NUMBER})(?:(?P<unit1>{_UNIT})?(?:-|~|—|——|至|"
    rf"到)(?P<high>{_NUMBER}))?(?P<more>[余多来几])?\s?(?P<mult>{_MULT})?(?P<more2>[余多])?(?P<half>个半)?\s?(?P<unit>{_UNIT})(?P<cycle>(?<=[年期月周])一[轮次评])?"
    r")")
_AFTER = re.compile(r"\s*(?:[(（]?含[)）]?|及|或)?(?P<word>以上|以下|以内|之内|左右|上下|之间|起步)")
_GAP = (r"(?:开展|组织|举办|召开|进行|安排|开设|建成|创建|培育|打造|新建|配备|参加|建设|完成|落地|实施|接受|提供|有)?"
        r"(?:每[人生校班周天日月年园个]|人均|生均|平均|各|为|在|到|至|于|达到?|的)?$")
_NOT = r"(?<![不得应能])"
_BEFORE = tuple((sign, re.compile(rf"(?:{words}){_GAP}")) for sign, words in (
    (">=",
        rf"不[得应能]?(?:少|低|小|短|亚)于|不下|至少|最少|最低|起码|保底|{_NOT}(?:[高多大]于|超过|超出|突破|超)|逾|>=?|"
        rf"≥|冲刺"),
    ("<=",
        rf"不[得应能]?(?:超|高|多|大|长|晚)[过于出]|不[得能]?(?:突破|超)|{_NOT}[低少小]于|至多|最多|最高|控制在|"
        rf"压[降减]在|<=?|≤|封顶"),
    ("~", r"约|大约|大概|接近|将近|近|大致"),
))
_SIGN_AFTER = {"以上": ">=", "起步": ">=", "以下": "<=", "以内": "<=", "之内": "<=", "左右": "~", "上下": "~", "之间": "="}


@dataclass(frozen=True)
class Quantity:
    """``text[start:end]`` is the number with its unit; ``right`` is behind a following 以上/左右."""

    start: int
    end: int
    right: int
    value: float
    value_max: float
    unit: str
    comparator: str
    chinese: bool
    missing: str
    bare: bool  # a multiplier alone, 百名 or 亿元
    cycle: bool  # 三年一轮

    @property
    def percent(self) -> bool:
        return self.unit in ("%", "‰", "个百分点", "百分点")


def plain(text: str) -> str:
    """``text`` with full-width figures and signs made plain; as long as before."""
    return text.translate(_PLAIN)


def number(text: str) -> float | None:
    """The value of a numeral: ``1,200`` ``1.6亿`` ``二十五`` ``三点五`` ``两千万`` ``一百零八`` ``半``; None where it is none.

    Digits in a row without 十/百/千 (``二〇二五``) are read place by place.
    """
    text = plain(text).replace(",", "").replace("，", "")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万亿]*)", text)
    if found:
        value = float(found[1])
        for power in found[2]:
            value *= _POWER[power]
        return round(value, 6)
    if text == "半":
        return 0.5
    whole, point, decimals = text.partition("点")
    if not whole or not all(c in _DIGIT or c in _POWER for c in whole + decimals) or (point and not decimals):
        return None
    integer = _han_integer(whole)
    if integer is None or not decimals:
        return integer
    return float(f"{integer:.0f}." + "".join(str(_DIGIT[c]) for c in decimals)) if all(c in _DIGIT for c in decimals) else None


def _han_integer(text: str) -> float | None:
    if all(c in _DIGIT for c in text):
        return float("".join(str(_DIGIT[c]) for c in text))
    total = section = digit = 0
    seen = False
    for c in text:
        if c in _DIGIT:
            if seen and digit:
                return None  # 二三十: two digits in a row are no number
            digit, seen = _DIGIT[c], True
            continue
        power = _POWER[c]
        if power < 10**4:
            section += (digit if seen and digit else 1) * power
        else:
            section = section + digit
            if power == 10**8:
                total, section = (total + (section or (0 if total else 1))) * power, 0
            else:
                total, section = total + (section or 1) * power, 0
        digit, seen = 0, False
    return float(total + section + digit)


def quantities(text: str) -> list[Quantity]:
    """Every number with a unit in ``text``, in order of place."""
    text = plain(text)
    found = []
    at = 0
    while match := _QUANTITY.search(text, at):
        made = _read(text, match)
        # a code of digits goes whole (三八节); any other run that cannot be read may hide a number to its right
        at = match.end() if made or match[0][0] in _DIGIT else match.start() + 1
        if made:
            found.append(made)
    return found


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    group = match.groupdict()
    low: float | None
    high: float = nan
    missing = ""
    more = False
    if group["of"]:
        low, unit = number(group["hundredth"]), "%" if group["of"] == "百分之" else "‰"
        high = nan if group["hundredth2"] is None else number(group["hundredth2"]) or nan
        written = group["hundredth"]
    elif group["down"]:
        below, above = number(group["down"]), number(group["up"])
        low, unit, written = (round(above / below, 6) if below and above else None), "分之", group["down"]
    elif group["ratio1"]:
        if not float(group["ratio2"]):
            return None
        low, unit, written = round(float(group["ratio1"]) / float(group["ratio2"]), 6), ":", group["ratio1"]
    else:
        unit, written = group["unit"], group["low"]
        more = bool(group["more"] or group["more2"])
        if group["unit1"] and group["unit1"] != unit:
            return None
        low, high, missing = _figures(group)
    if low is None or (low == 0 and written[0] in _DIGIT):
        return None  # no number, or 零部件
    if high == high and high <= low:
        return None
    after = _AFTER.match(text, match.end())
    chinese = written[0] in _DIGIT or written[0] in _POWER or written[0] == "半"
    before = text[max(0, match.start() - 12):match.start()].rstrip()
    return Quantity(match.start(), match.end(), after.end() if after else match.end(), low, high, unit,
                    _comparator(before, high == high, more, after["word"] if after else ""),
                    chinese, missing, all(c in _POWER for c in written) and not written.startswith("十"), bool(group["cycle"]))


def _figures(group: dict[str, str | None]) -> tuple[float | None, float, str]:
    low, high, factor = group["low"] or "", group["high"], 1.0
    for power in group["mult"] or "":
        factor *= _POWER[power]
    if re.match(r"[\d□■▯�]", low):
        if not re.fullmatch(_ARABIC, low):
            return nan, nan, "数字残缺"
    elif not all(c in _DIGIT or c in _POWER or c in "点半" for c in low):
        return nan, nan, "占位"
    if high is None and len(low) == 2 and all(c in _DIGIT for c in low):
        less, more = _DIGIT[low[0]], _DIGIT[low[1]]
        if 0 < less < more <= less + 2:
            return less * factor, more * factor, ""  # 两三所
    if high is None:
        first = number(low)
        if len(low) > 1 and all(c in _DIGIT for c in low):
            return None, nan, ""  # 一三四: a code, not a number
        if first is not None and group["half"]:
            first += 0.5
        return None if first is None else round(first * factor, 6), nan, ""
    # 3-5万: what stands behind the second figure holds for the first too
    tail = re.search(r"[万亿]+$", high)
    first, second = number(low if not tail or re.search(r"[万亿]", low) else low + tail[0]), number(high)
    if first is None or second is None:
        return None, nan, ""
    return first * factor, second * factor, ""


def _comparator(before: str, is_range: bool, more: bool, after: str) -> str:
    if is_range:
        return "range"
    if more:
        return ">="
    signs = [sign for sign, words in _BEFORE if words.search(before)]
    if after and _SIGN_AFTER[after] != "=":
        return _SIGN_AFTER[after]
    return signs[0] if signs else "="
