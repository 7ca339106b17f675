"""Which quantities of a clause are commitments, and why the others are not.

A plan is full of numbers that promise nothing: names, slogans, existing stock, past achievements,
counts of its own headings.  ``reasons`` names for each quantity why it is no commitment; an empty
reason is a commitment.  The rules look at the words around the number only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from compare.patterns import any_of
from compare.quantities import Quantity
from compare.tense import past_stretches

STOCK = "存量"
PHRASE_END = re.compile(r"[,，;；。！？!?:：\n]")

# what a plan does when it makes something: 新建三所小学 is a commitment, 三所小学 alone is not
_MAKES = any_of("""
    新建 改建 扩建 改扩建 迁建 续建 建成 建设 创建 创成 打造 培育 培养 新增 增加 增设 竣工 投用 招聘 招录 招收 招引
    引进 引育 成立 组建 遴选 评选 认定 选树 选派 选聘 配备 配齐 补充 争创 改造 推出 开办 开设 开工 完成 举办 召开 组织
    开展 布设 布局 安装 采购 购置 评定 命名 开发 录制 实施 设立 建立 建""")
_MAKING = re.compile(_MAKES)
_MAKES_BEFORE = re.compile(rf"{_MAKES}[^,，;；。]{{0,10}}$")
_BUILDS_BEFORE = re.compile(any_of("新建 改建 扩建 迁建 建成 开工建设 开办 新增 增设 建设") + "$")
_CARRIES_OUT = re.compile(any_of("""
    实施 推进 完成 办好 抓好 办理 落地 开工 启动 谋划 争取 储备 申报 立项 建设 新增 达到 至少 超过 不少于 不低于 力争
    突破""")
    + "(?:了|好)?[约近超]?$")
_PROMISES = re.compile(any_of("力争 确保 达到 争取 每 至少 实现 保证 为全.$"))

# names and ordinals: 第…, 每(百名), 近(三年); before Chinese numerals also 上半年, 新一轮, 统一
_NAMED = re.compile(any_of("""
    第 (?<![底月日年末之学课餐产以天])前 [每近这那某哪] 附件 专栏 编号 电话 国道 省道 倒数 星期 未来 今后 过去 当前""") + "$")
_NAMED_CHINESE = re.compile(r"(?:[上下新半多数几整唯逐统同任头首初高之另]|每一)$")
_QUOTED = re.compile(
    r"“[^”\n]{1,24}”|‘[^’\n]{1,24}’|\"[^\"\n]{1,24}\"|《[^》\n]{1,80}》|「[^」\n]{1,24}」|〔[^〕\n]{1,12}〕")

# slogans.  A watchword after a small count: 三个高地, 4个到位; the second list yields to a verb of making before an Arabic figure
_KIND = r"(?:的|重大|重要|主要|基本|具体|更高|\s)*[“\"‘]?"
_PLEDGE = re.compile(_KIND + any_of(r"""
    确立 维护 意识 自信 毫不 全覆盖 结合 课堂 一律 坚持 高地 到位 放松 优先 大局 务必 零(?![工售部配件]) 严禁 严防
    率先 不(?!少|低|超|同|动) 更(?!新|换) 再(?!生|就业) 百分百 方面 阶段 环节 层面 维度 层次 方向 角度 转变 转型 抓手
    原则 并重 并举 聚力 字(?!号) [\d一二三四五六七八九十]+[%％] 关口 理念 革命 轮子"""))
_WATCHWORD = re.compile(_KIND + any_of(r"""
    覆盖 现代化 战略 规范 振兴 先行 巩固 关键 体系 文明 机制 模式 面向 注重 突出 聚焦 强化 严格 必须 融合 带头 定位
    专题 主题 新高 统一 突破 提升 提高 加强 加快 加大 支撑 统筹 同步 领域 要素 层级 渠道 途径 短板 难题 问题 难点 文章
    优势 特征 服务 到底 开放 闭环 循环 目标 全面 持续 深化 着力 坚定 始终 倾斜 倍增 年(?![级度内])"""))

# the plan's own headings and the policies it carries out: 四大举措, 三项制度, 20条措施
_RANK = r"(?:的|重大|重要|主要|基本|具体|重点|专项|核心|关键|改革|惠民|惠企|硬核|创新|务实|\s)*"
_POLICY_NOUN = re.compile(_RANK + any_of("""
    措施 举措 制度 机制 规定 原则 要求 内容 方面 政策 意见 禁令 承诺 纪律 准则 底线 红线 主线 行动计划"""))
_HEADING_NOUN = re.compile(
    _RANK + any_of("行动 计划 工程 任务 工作 指标 职能 管理 能力 标准 清单 战线 路径 工作法")
    + "(?!" + any_of("专班 室 站 者 组 人员 队 点 坊 中心 机构 委 员 区 校 平台 学校") + ")")
_LIST_FOLLOWS = re.compile(r"^[^,，;；。、]{0,12}[:：]")

# what stands there already, or is only used: 辖区2所, 现有公办园10所, 依托3个工作室
_USED = re.compile(any_of("""
    发挥 依托 (?<!保护)利用 借助 用好 用足 管好 围绕 聚焦 针对 按照 根据 依据 对照 遵循 立足 基于 贯彻 弘扬 对标 瞄准
    巩固 作为 包括 涵盖 涉及 分为 分成 遵守 紧扣 紧盯 牢记 践行 坚守""") + r"(?:好|了|实|落实)?[^,，;；。、\d]{0,6}$")
_STOCK = re.compile(any_of("""
    辖区 现有 原有 已有 既有 共有 拥有 现 共计? 合计 总计 全[区县市省乡镇校国系州旗盟](?:域内?|现?有|共有|共|的)?
    我[区县市省校](?:现?有|共有|共|的)? 区域内 区域现有 区内 县内 市内 域内 境内 所辖 下辖 下设 在建 存量 设有 已建成?
    建有 保有 总人口 尚有 还有 仅有 只有 其余 其他 其它 [^没具所只]有""") + "(?:的|约|近|超过?|达|近?期)?$")
_HAS = re.compile(any_of("现有 共有 拥有 已有 原有 现共有") + "[^,，;；。]*$")

# time: 三年行动 and 24小时值班 are names, 5年内 is a deadline; 培训不少于5天 is a commitment
_DURATION = frozenset(("年", "个月", "天", "周", "个工作日", "工作日", "个学期", "学期", "个学年", "学年"))
_HOURS = frozenset(("小时", "个小时", "分钟"))
_NO_DURATION = re.compile(r"\s*(?:左右|以上|以内)?" + any_of(r"""
    周年 行动 攻坚 计划 规划 工程 方案 目标 纲要 任务 改革 [^,，;；。、\d]{0,5}圈 便民 值守 值班 在线 不间断 服务 监控
    自助 热线 全天候 制 来 前 后 内 之 以?外 的?时间 不打烊 无理由 政务 营业 响应 直达 可达 通达"""))
_MEASURED = re.compile(any_of(r"""
    达到? 不[得应]?少于 不[得应]?低于 不[得应]?超过 至少 压缩 压减 压降 缩短 缩减 减少 延长 增加 控制 提高 提升 到 至
    为 在 足 保证 保障 满 人均 年均 培训 学习 活动 锻炼 实践 劳动 运动 跟岗 研修 [^,，;；。]天数 每[年月周天日人学]""")
    + "(?:到|至|了|约|近|时间|不少于|在|[各约])?$")

# sizes that only say which thing is meant: 投资10亿元以上项目20个, 年产5万吨的基地
_SIZED = any_of("""
    项目 企业 龙头 产业 集群 主体 品牌 园区 平台 村 镇 强县 学校 幼儿园 小区 社区 单位 单体 作物 基地 大户 机构 合作社
    家庭农场""")
_THRESHOLD = re.compile(r"(?:以上|级|以下|规模)的?[^,，。；;、]{0,10}?" + _SIZED)
_SIZE = re.compile(r"(?:以上|级|以下)?的?[^,，。；;、]{0,6}?" + _SIZED)
_THRESHOLD_UNITS = frozenset(("元", "美元", "人", "平方米", "亩", "户", "张", "吨", "千瓦", "名"))
_RATED = re.compile(r"[^,，;；。、\d]{0,24}?" + any_of("""
    项目 基地 产业园 电站 生产线 光伏 风电 储能 机组 航道 码头 泊位 工厂 材料 装置 仓储 工程"""))
_RATED_UNITS = frozenset(("吨", "千瓦", "千瓦时", "兆瓦", "兆瓦时", "标箱", "吨/年", "吨/日", "米", "兆", "只", "GB"))
_BIG = re.compile(any_of("突破 超过? 达到? 过 跨越 冲刺 迈上 站上 上 近 破") + "$")

# Chinese numerals with these can be commitments
_EACH = re.compile(r"每[^,，;；。]{0,14}$|[各均](?:不少于|不低于|至少)?$")
_CONCRETE = re.compile(r"[^,，;；。、]{0,14}?" + any_of("""
    学校 幼儿园 园 校 学位 基地 工作室 班 项目 社区 村 站 点 馆 室 联盟 共同体 集团 团队 队 社团 床位 车位 课程 案例
    课题 中心"""))
_COUNTABLE = frozenset((*"所名家座处间栋幢辆台套门场次人节", "小时", "个小时", "课时", "节课", "人次", "场次", "分钟", "学时"))
_SIGNED = _COUNTABLE | frozenset(("个", "项", "类", "篇", "天", "年", "件", "支", "周", "学期", "元"))
_ONCE = frozenset(("次", "场", "节", "小时", "个小时", "课时", "门", "名", "所", "台", "节课", "场次"))
_CLASSIFIERS = frozenset("个所名人位项条家套门座处间类种支件张本台辆期批块组片")
_SHARE_BEFORE = re.compile(any_of("""
    翻 增长 增加 提高 提升 下降 降低 减少 超过? 达到? 至少 不少于 不低于 近 约 占 至 到 原来的""") + "[了近约]?$")


@dataclass(frozen=True)
class Context:
    """What the rules know of a clause: its words, the plan's year, whether its section looks back."""

    text: str
    year: int | None = None
    looks_back: bool = False
    quoted: list[tuple[int, int]] = field(init=False)
    past: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quoted", [m.span() for m in _QUOTED.finditer(self.text)])
        object.__setattr__(self, "past", [] if self.looks_back else past_stretches(self.text, self.year))


def reasons(found: list[Quantity], context: Context) -> list[str]:
    """Why each quantity of a clause is no commitment, in Chinese; empty where it is one."""
    made: list[str] = []
    for number, q in enumerate(found):
        before = context.text[max(0, q.start - 40):q.start].rstrip()
        after = context.text[q.end:q.end + 40].lstrip()
        reason = next((name for name, rule in _RULES if rule(q, context, before, after)), "")
        if not reason and number and made[-1] == STOCK:  # 现有2个…,3个…: the second stands under the same word
            between = context.text[found[number - 1].end:q.start]
            if re.fullmatch(r"[^,，、;；。]{0,20}[,，、和及]", between) and not _MAKING.search(between):
                reason = STOCK
        made.append(reason)
    return made


def _phrase(before: str) -> str:
    return PHRASE_END.split(before)[-1]


def _inside(q: Quantity, spans: list[tuple[int, int]]) -> bool:
    return any(start <= q.start and q.end <= end for start, end in spans)


def _is_named(q: Quantity, context: Context, before: str, after: str) -> bool:
    if q.chinese and _NAMED_CHINESE.search(before):
        return True
    return bool(_NAMED.search(before)) and not (q.comparator == "~" and before.endswith("近") and q.unit not in _DURATION) \
        and not (q.cycle and before.endswith("每"))


def _is_slogan(q: Quantity, context: Context, before: str, after: str) -> bool:
    if q.percent and re.search(r"[\d一二两三四五六七八九十]个$", before):
        return True  # 4个100%
    if before.endswith(("+", "“", "‘", "\"")) or after.startswith("+"):
        return True
    counts = q.unit in ("个", "项", "大", "条", "位", "只", "种", "类", "件", "张", "本", "场", "门", "支", "套", "对", "次")
    if not counts or not (q.value <= 12 or q.chinese) or q.comparator != "=":
        return False
    yields = not q.chinese and _MAKES_BEFORE.search(_phrase(before))
    return bool(_PLEDGE.match(after)) or (bool(_WATCHWORD.match(after)) and not yields)


def _is_heading_count(q: Quantity, context: Context, before: str, after: str) -> bool:
    if q.unit not in ("个", "项", "条", "类", "件", "种") or q.missing:
        return False
    if _LIST_FOLLOWS.match(after) and q.value <= 20 and not re.search(r"个|所|名|家|[%％]", after[:12]):
        return True
    done = not q.chinese and _CARRIES_OUT.search(before)
    return bool(_POLICY_NOUN.match(after)) or (bool(_HEADING_NOUN.match(after)) and not done)


def _is_duration(q: Quantity, context: Context, before: str, after: str) -> bool:
    if q.unit in _HOURS:
        round_clock = q.value == 24 and q.unit != "分钟" and q.comparator == "="
        return round_clock or bool(_NO_DURATION.match(after))
    if q.unit not in _DURATION or q.cycle:
        return False
    if (q.unit == "年" and 1900 <= q.value <= 2100) or _NO_DURATION.match(after):
        return True
    return (q.chinese and q.comparator == "=") or not (_MEASURED.search(before) or q.comparator in (">=", "<=", "range"))


def _is_weak_numeral(q: Quantity, context: Context, before: str, after: str) -> bool:
    """Chinese numerals count as commitments only where the words around them say so: most of them are style."""
    if not q.chinese or q.missing or q.cycle or q.percent or q.bare:
        return False
    phrase = _phrase(before)
    if q.unit in ("倍", "成", "番", "分之"):
        return q.comparator == "=" and not _SHARE_BEFORE.search(before)
    if q.comparator != "=" and not before.endswith("近"):
        return q.unit not in _SIGNED
    if "元" in q.unit or q.unit in ("亩", "公里", "平方米", "吨"):
        return False
    if q.value == 1:
        repeated = re.search(r"一.{1,3}$", before[-4:]) or re.match(r".{0,3}一[^,，]{1,3}[,，、。;；”]", after)
        built = q.unit in ("所", "座") and _BUILDS_BEFORE.search(before)
        return bool(repeated) or q.unit not in _ONCE or not (_EACH.search(phrase) or built)
    if q.unit not in _COUNTABLE and not (q.unit == "个" and _CONCRETE.match(after)):
        return True
    return not (_MAKES_BEFORE.search(phrase) or _EACH.search(phrase))


def _is_stock(q: Quantity, context: Context, before: str, after: str) -> bool:
    if q.percent or q.missing:
        return False
    phrase = _phrase(before)
    stock = _STOCK.search(before) or _HAS.search(phrase)
    if stock:  # a promise over the stock is still a promise: 力争全区有10所; 新建中小学共25所; 为全市5万名妇女
        return not (_PROMISES.search(phrase) or (stock[0][0] in "共合总" and _MAKING.search(phrase)))
    if before.endswith("以") and "为" in after[:20]:
        return True
    counted = q.unit in _CLASSIFIERS and re.match(r"[\u4e00-\u9fff“]", context.text[q.right:].lstrip())
    used = _USED.search(before) if counted else None
    return bool(used) and not _MAKING.search(used[0] if used else "")


def _is_bare(q: Quantity, context: Context, before: str, after: str) -> bool:
    """百名, 亿元: a power of ten alone names a size, unless it is crossed (突破亿元) or closes its phrase (万人以上)."""
    crossed = _BIG.search(before) and not _SIZE.match(after)
    closes = q.right > q.end and re.match(r"[,，;；。、]|$", context.text[q.right:])
    return q.bare and not (crossed or closes)


def _is_rated(q: Quantity, context: Context, before: str, after: str) -> bool:
    return q.unit in _RATED_UNITS and bool(_RATED.match(after)) and not before.endswith(("新增", "建成", "完成", "投产"))


def _is_no_ratio(q: Quantity, context: Context, before: str, after: str) -> bool:
    return q.unit == ":" and not re.search(r"比(?:例|值)?[^,，;；。]{0,8}$|按$", before)


def _is_law(q: Quantity, context: Context, before: str, after: str) -> bool:
    return q.value == 4 and q.unit == "%" and bool(re.search("财政性教育|教育经费|教育投入|国内生产总值", context.text))


_RULES: tuple[tuple[str, Callable[[Quantity, Context, str, str], bool]], ...] = (
    ("回顾", lambda q, context, before, after: context.looks_back or _inside(q, context.past)),
    ("引号或书名号内", lambda q, context, before, after: _inside(q, context.quoted)),
    ("序数或名称", _is_named),
    ("口号", _is_slogan),
    ("裸数词", _is_bare),
    ("门槛", lambda q, context, before, after: q.unit in _THRESHOLD_UNITS and bool(_THRESHOLD.match(after))),
    ("规模", _is_rated),
    ("时长或名称", _is_duration),
    ("标题计数", _is_heading_count),
    (STOCK, _is_stock),
    ("数词成语", _is_weak_numeral),
    ("比例无关", _is_no_ratio),
    ("法定比例", _is_law),
)
