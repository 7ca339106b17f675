"""The project's tables: columns, types, keys and what each column means.

Every step is a plain function from tidy tables to a tidy table; this page is their
contract.  Columns may be added, never renamed: other programs read the exports.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key columns, and ``{column: (dtype, meaning)}``."""

    row: str
    key: tuple[str, ...]
    columns: dict[str, tuple[str, str]]

    def __post_init__(self) -> None:
        missing = [name for name in self.key if name not in self.columns]
        assert not missing, f"key columns {missing} are not among the table's columns"


TABLES: dict[str, Table] = {}


def define(name: str, row: str, key: str, **columns: tuple[str, str]) -> None:
    TABLES[name] = Table(row, tuple(key.split()), columns)


_PLAN = ("str", "plan file's stem, e.g. 湖里区-2020")
_CLAUSE = ("int64", "number of the clause in its plan, from 1")
_START = ("int64", "first character, counted in the plan's verbatim text from 0")
_END = ("int64", "character after the last, same count")
_THEME = ("str", "theme: stem of its file in corpus/themes")

define(
    "plans", "one plan", "plan_id",
    plan_id=_PLAN,
    place=("str", "place the plan is for; empty where it is masked or unknown"),
    level=("str", "国家, 省, 市 or 区县"),
    province=("str", "province, autonomous region or municipality"),
    year=("Int64", "year the plan is for"),
    kind=("str", "document kind: 工作要点, 务虚会议材料, …"),
    title=("str", "title of the document"),
    issuer=("str", "issuing office"),
    doc_number=("str", "文号"),
    issued_on=("str", "date of issue, ISO 8601"),
    source_url=("str", "address the text was taken from"),
    retrieved_on=("str", "date it was taken, ISO 8601"),
    sha256=("str", "SHA-256 of the verbatim text, UTF-8, line ends as LF"),
    n_chars=("int64", "characters of the verbatim text"),
    text=("str", "verbatim text under the front matter, line ends as LF"),
    label=("str", "name on charts: place and year, a masked place in its own words"),
    n_han=("int64", "Han characters in the clauses that measures count"),
)
define(
    "removals", "one stretch of text that was set aside", "plan_id start",
    plan_id=_PLAN, start=_START, end=_END,
    text=("str", "the characters set aside, verbatim"),
    reason=("str", "why: furniture, page mark, line end, correction, …"),
    replacement=("str", "characters that a correction puts in their place; otherwise empty"),
)
define(
    "clauses", "one clause: a sentence or a heading; clauses tile the text", "plan_id clause_no",
    plan_id=_PLAN, clause_no=_CLAUSE,
    kind=("str", "title, preamble, section, item, point, body, responsibility or furniture"),
    section=("Int64", "number of the section it stands in, from 1"),
    item_no=("Int64", "number printed before its item"),
    start=_START, end=_END,
    text=("str", "the span without the removals inside it"),
    block=("int64", "resampling unit inside the plan: item, else section, else paragraph"),
    counted=("bool", "whether measures count it: neither title, furniture nor responsibility"),
    n_han=("int64", "Han characters in text"),
    text_start=("int64", "verbatim offset of the first character of text"),
)
define(
    "tokens", "one word of a counted clause", "plan_id clause_no token_no",
    plan_id=_PLAN, clause_no=_CLAUSE,
    token_no=("int64", "number of the token in its clause, from 1"),
    start=_START, end=_END,
    token=("str", "the word"),
)
define(
    "codings", "one theme coded in one clause", "plan_id clause_no theme",
    plan_id=_PLAN, clause_no=_CLAUSE, theme=_THEME, start=_START, end=_END,
    rule=("str", "id of the rule that coded it"),
    evidence=("str", "the words at start–end"),
    from_clause=("int64", "clause whose words carry the theme: another one where a scope rule lends it"),
    n_hits=("int64", "evidence spans of the theme in this clause; 0 where it is lent"),
)
define(
    "hits", "one stretch of evidence for a theme", "plan_id theme start end",
    plan_id=_PLAN, clause_no=_CLAUSE, theme=_THEME, start=_START, end=_END,
    rule=("str", "id of the rule"),
    evidence=("str", "the words at start–end"),
)
define(
    "weights", "one term's TF-IDF weight in one plan", "plan_id term",
    plan_id=_PLAN,
    term=("str", "word, or policy term of the lexicon"),
    n=("int64", "occurrences in the plan"),
    n_clauses=("int64", "clauses of the plan that hold it"),
    df=("int64", "clauses of the corpus that hold it"),
    idf=("float64", "ln((1+N)/(1+df))+1 over the N clauses of the corpus (scikit-learn, smooth_idf)"),
    weight=("float64", "mean over the plan's clauses of their l2-normed tf-idf"),
)
define(
    "excluded", "one word that no word list of a plan shows", "plan_id term reason",
    plan_id=_PLAN,
    term=("str", "the word"),
    reason=("str", "停用词, 数字、序数, 行政区名, 本文件的地名或发文机关, 责任行中的人名, 责任行中的科室, …"),
    n=("int64", "occurrences in the plan's counted clauses"),
)
define(
    "keyness", "one term of a plan (or group) against the others", "plan_id reference unit term",
    plan_id=("str", "plan; or the place or year, where groups of plans are compared"),
    term=("str", "word, policy term or bigram"),
    unit=("str", "token, bigram or phrase"),
    n=("int64", "occurrences in the plan"),
    n_total=("int64", "running words of the plan"),
    n_rest=("int64", "occurrences in the reference"),
    n_rest_total=("int64", "running words of the reference"),
    n_clauses=("int64", "clauses of the plan that hold the term"),
    dp_norm=("float64", "Gries's DP over the plan's clauses, normalised: 0 even, 1 in one place"),
    g2=("float64", "log-likelihood G², four cells"),
    p=("float64", "permutation of items between plan and reference, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the family in note"),
    log_ratio=("float64", "log2 of the ratio of rates, half an occurrence added to each count"),
    lrc=("float64", "conservative bound of the log ratio; 0 where its interval holds 0"),
    pct_diff=("float64", "difference of rates in % of the reference's rate; empty where that is 0"),
    log_odds=("float64", "weighted log-odds with an informative Dirichlet prior"),
    z=("float64", "log_odds over its standard deviation"),
    note=("str", "family of the test; 仅见于一个句子, 描述性, …"),
    reference=("str", "what it is compared with: 其余文件, or another plan or group"),
    log_ratio_low=("float64", "95% interval of log_ratio by the variation between items; empty where n or n_rest is under 5"),
    log_ratio_high=("float64", "upper end of the same"),
    p_g2=("float64", "p of G² as if all words were independent: too small, for comparison only"),
    rank=("Int64", "place in the plan's list of distinctive terms; empty where a term cannot be one"),
)
define(
    "changes", "one term between two years of one place", "place unit term year_from year_to",
    place=("str", "place"),
    term=("str", "word, policy term or bigram"),
    unit=("str", "token, bigram or phrase"),
    year_from=("Int64", "earlier year"),
    year_to=("Int64", "next year that the place has"),
    n_from=("int64", "occurrences in the earlier year"),
    n_to=("int64", "occurrences in the later year"),
    rate_from=("float64", "per 1,000 running words, earlier year"),
    rate_to=("float64", "per 1,000 running words, later year"),
    log_ratio=("float64", "log2 of later over earlier rate, half an occurrence added to each count"),
    p=("float64", "permutation of items between the two years, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the pair of years"),
    change=("str", "新增, 消失, 上升, 下降 (q below the level), or 未见显著变化"),
    pattern=("str", "over all years of the place, four or more: 成长, 衰退, 持续, 间断; else empty"),
    note=("str", "family of the test; 仅见于一个句子"),
)
define(
    "similarity", "one pair of plans", "plan_a plan_b",
    plan_a=_PLAN, plan_b=_PLAN,
    cosine=("float64", "cosine of the plans' TF-IDF weights"),
    cosine_low=("float64", "95% interval over resampled items, lower end"),
    cosine_high=("float64", "95% interval, upper end"),
    jsd=("float64", "Jensen–Shannon divergence of the plans' terms, bits: 0 same, 1 nothing shared"),
    jsd_null=("float64", "mean divergence when the items are dealt to the two plans at random"),
    p=("float64", "share of random deals with a divergence as large"),
    q=("float64", "p after Benjamini-Hochberg over the pairs"),
    note=("str", "what limits the comparison"),
)
define(
    "tree", "one joint of the tree of plans", "node",
    node=("int64", "number of the joint, in order of height"),
    left=("int64", "joint or leaf below: leaves are numbered from 0, joint i has the number leaves + i"),
    right=("int64", "the other one"),
    height=("float64", "1 − cosine at which the two join (average linkage)"),
    size=("int64", "plans below the joint"),
    support=("float64", "share of resampled corpora whose tree holds the same group of plans"),
    members=("str", "plans below the joint, joined by |"),
    cophenetic=("float64", "cophenetic correlation of the whole tree"),
    note=("str", "how to read the joint"),
)
define(
    "correspondence", "one point of a correspondence analysis", "analysis side point",
    analysis=("str", "theme (plan × theme) or term (plan × term)"),
    side=("str", "plan or column"),
    point=("str", "plan, theme or term"),
    mass=("float64", "share of the table's total"),
    dim1=("float64", "principal coordinate, first dimension"),
    dim2=("float64", "principal coordinate, second dimension"),
    contribution1=("float64", "share of the first dimension's inertia"),
    contribution2=("float64", "share of the second dimension's inertia"),
    cos2=("float64", "share of the point's distance that the two dimensions show"),
    inertia1=("float64", "share of the total inertia in the first dimension"),
    inertia2=("float64", "share in the second"),
    inertia=("float64", "total inertia of the analysis"),
    note=("str", "what limits the analysis"),
)
define(
    "clusters", "one unit (item or clause) and its cluster", "plan_id block clause_no",
    plan_id=_PLAN,
    block=("int64", "item, else section, else paragraph, as in clauses"),
    clause_no=_CLAUSE,
    start=_START,
    cluster=("Int64", "number of the cluster, from 1, largest first; empty where the unit is too short"),
    distance=("float64", "distance to the cluster's centre in the LSA space"),
    silhouette=("float64", "silhouette of the unit"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类: holds for the whole table"),
)
define(
    "cluster_choice", "one number of clusters that was tried", "method k",
    method=("str", "LSA + k-means"),
    k=("int64", "number of clusters"),
    ari=("float64", "mean adjusted Rand index of two halves of the corpus, the whole pipeline fitted on each"),
    ari_low=("float64", "10% quantile of the same over the splits"),
    ari_null=("float64", "the same on a null corpus, whose terms were moved at random between units of like length"),
    excess=("float64", "(ari − ari_null) / (1 − ari_null): what is judged"),
    silhouette=("float64", "mean silhouette of the units"),
    jaccard=("float64", "smallest mean Jaccard of a cluster under resampling"),
    chosen=("bool", "the number that the other tables use"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
    note=("str", "threshold and resampling"),
)
define(
    "cluster_terms", "one cluster", "cluster",
    cluster=("int64", "number of the cluster"),
    size=("int64", "units in it"),
    terms=("str", "terms that are heavier in it than elsewhere"),
    nearest=("str", "plan#clause of the units nearest to the centre, joined by |"),
    jaccard=("float64", "cluster-wise Jaccard under resampling: .75 and more stable, under .6 dissolved"),
    silhouette=("float64", "mean silhouette"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
)
define(
    "cluster_plans", "one cluster in one plan", "cluster plan_id",
    cluster=("int64", "number of the cluster"),
    plan_id=_PLAN,
    n=("int64", "units of the plan in the cluster"),
    expected=("float64", "units if plan and cluster had nothing to do with each other"),
    residual=("float64", "adjusted standardised residual"),
    verdict=("str", "发现稳定聚类 or 未发现稳定聚类"),
)
define(
    "topics", "one term of one NMF topic", "topic rank",
    topic=("int64", "number of the topic, from 1"),
    rank=("int64", "place of the term in the topic, from 1"),
    term=("str", "the term"),
    weight=("float64", "weight of the term in the topic, topics summing to 1"),
    size=("int64", "units whose heaviest topic it is"),
    ari=("float64", "mean adjusted Rand index of two halves, as for clusters"),
    verdict=("str", "发现稳定主题 or 未发现稳定主题"),
)
define(
    "cooccurrence", "one pair of themes, or of terms, inside items", "kind a b",
    kind=("str", "theme or term"),
    a=("str", "theme or term"),
    b=("str", "theme or term"),
    n_a=("int64", "items with a"),
    n_b=("int64", "items with b"),
    n=("int64", "items with both"),
    n_items=("int64", "items counted"),
    expected=("float64", "items with both if a and b were independent inside each plan"),
    log_odds_ratio=("float64", "ln of the Mantel-Haenszel odds ratio over plans, half an item added to each cell"),
    jaccard=("float64", "n over items with a or b"),
    p=("float64", "independence inside plans, two-sided"),
    q=("float64", "p after Benjamini-Hochberg over the pairs of the kind"),
    note=("str", "family of the test"),
)
define(
    "coverage", "one theme in one plan", "plan_id theme",
    plan_id=_PLAN, theme=_THEME,
    n_clauses=("int64", "units counted in the plan (clauses, or items)"),
    n_coded=("int64", "units coded with the theme"),
    share=("float64", "n_coded / n_clauses; empty where the plan is older than the theme and nothing was coded"),
    share_low=("float64", "95% interval, lower end"),
    share_high=("float64", "95% interval, upper end"),
    share_chars=("float64", "share of Han characters that stand in coded clauses"),
    per_1000_chars=("float64", "evidence spans per 1,000 Han characters"),
    note=("str", "早于政策, zero count, few blocks, …"),
    n_blocks=("int64", "resampling units behind the interval"),
    unit=("str", "what is counted: 句 (clause) or 条 (item)"),
)
define(
    "contrasts", "one theme in one pair of plans", "plan_a plan_b theme",
    plan_a=("str", "first plan (甲)"), plan_b=("str", "second plan (乙)"), theme=_THEME,
    share_a=("float64", "the theme's share in plan_a"), share_b=("float64", "the theme's share in plan_b"),
    difference=("float64", "share_a - share_b"),
    difference_low=("float64", "95% interval, lower end"), difference_high=("float64", "95% interval, upper end"),
    log_ratio=("float64", "log2 of the ratio of the rates, half a unit added to each"),
    above=("float64", "share of bootstrap samples in which plan_a is above plan_b"),
    p=("float64", "permutation of whole blocks, two-sided"),
    p_holm=("float64", "p by Holm over the themes of this pair"),
    p_holm_all=("float64", "p by Holm over all rows of the table"),
    family=("str", "what the two adjustments count"),
    n_blocks_a=("int64", "blocks of plan_a"), n_blocks_b=("int64", "blocks of plan_b"),
    verdict=("str", "可比, 慎比 or 不可比, for this theme"),
    reasons=("str", "why it is not 可比"),
    descriptive=("bool", "no difference may be called an effect of place or year"),
    note=("str", "notes of the two shares, few blocks"),
    reading=("str", "what the row says, in a sentence"),
)
define(
    "ranks", "one plan's place in one theme", "theme plan_id",
    theme=_THEME, plan_id=_PLAN,
    share=("float64", "the theme's share"),
    rank=("float64", "1 for the largest share; ties share the mean of their places"),
    rank_low=("float64", "95% interval of the rank, best"), rank_high=("float64", "95% interval of the rank, worst"),
    first=("float64", "share of bootstrap samples in which no plan is above it"),
    above_next=("float64", "share of bootstrap samples in which it is above the plan on the next row; empty for the last"),
    n_plans=("int64", "plans that are ranked"),
    verdict=("str", "可比, 慎比 or 不可比, of the plans ranked"),
    reasons=("str", "why they are not 可比"),
    note=("str", "名次不定 where the interval spans more than half of the places"),
)
define(
    "attention", "place and depth of one theme in one plan", "plan_id theme",
    plan_id=_PLAN, theme=_THEME,
    n_coded=("int64", "clauses coded"),
    first=("float64", "where the theme first comes: 0 is the plan's first character, 1 its last"),
    position_q25=("float64", "first quartile of the positions of its characters"),
    position=("float64", "median of the positions of its characters"),
    position_q75=("float64", "third quartile"),
    n_items=("int64", "items of the plan (where it has none, its sections or paragraphs)"),
    n_items_touched=("int64", "items with at least one clause coded"),
    n_items_devoted=("int64", "of these, items at least half of whose characters are coded: the theme is their subject"),
    n_items_passing=("int64", "of these, the other ones: the theme is mentioned in passing"),
    n_headings=("int64", "headings of sections and items coded"),
    share_devoted=("float64", "share of the coded clauses that stand in devoted items"),
    note=("str", "why a cell is empty"),
)
define(
    "trends", "one theme in one year of a place that has two years or more", "place kind theme year",
    place=("str", "place"), kind=("str", "document kind"), theme=_THEME,
    year=("int64", "year"),
    plan_ids=("str", "plans of that place, kind and year, joined by ；"),
    n_clauses=("int64", "clauses counted"), n_coded=("int64", "clauses coded"),
    share=("float64", "n_coded / n_clauses; empty as in coverage"),
    share_low=("float64", "95% interval, lower end"), share_high=("float64", "95% interval, upper end"),
    previous=("Int64", "the year before it in the panel"),
    change=("float64", "share - share of the previous year"),
    change_low=("float64", "95% interval, lower end"), change_high=("float64", "95% interval, upper end"),
    change_p=("float64", "permutation of whole blocks between the two years"),
    change_p_holm=("float64", "change_p by Holm over all changes of the panel, all themes"),
    n_years=("int64", "years of the panel with a share"),
    per_year=("float64", "change of the share per year (Theil-Sen), all years; from three years on"),
    per_year_low=("float64", "95% interval, lower end; from eight years on"),
    per_year_high=("float64", "95% interval, upper end; from eight years on"),
    trend_p=("float64", "Mann-Kendall, two-sided, by Holm over themes; from eight years on"),
    trend=("str", "描述性 (too few years), 上升, 下降 or 未见趋势"),
    change_point=("Int64", "last year before the level changes (Pettitt), where its p is at most .05"),
    change_point_p=("float64", "Pettitt's test by permutation of years, by Holm over themes; from eight years on"),
    family=("str", "what the adjustments count"),
    verdict=("str", "可比, 慎比 or 不可比, of the panel's plans for this theme"),
    reasons=("str", "why they are not 可比"),
    note=("str", "早于政策, few years, …"),
)
define(
    "responsibility", "one theme and one responsible unit in one plan", "plan_id theme unit",
    plan_id=_PLAN, theme=_THEME,
    unit=("str", "office, under its canonical name"),
    n_items=("int64", "items of the theme that name it"),
    n_lead=("int64", "of these, items that name it first or as 牵头单位"),
    share=("float64", "n_items / items of the theme that name any unit"),
    n_items_theme=("int64", "items of the theme that name any unit"),
    n_items_unit=("int64", "items of the plan that name the unit, whatever their theme"),
    names=("str", "the names as written, joined by ；"),
    clause_nos=("str", "clauses that name it, joined by blanks"),
)
define(
    "comparability", "one pair of plans, or the whole corpus", "plan_a plan_b",
    plan_a=("str", "plan file's stem; （全部） in the row of the whole corpus"),
    plan_b=("str", "plan file's stem; empty in the row of the whole corpus"),
    verdict=("str", "可比, 慎比 or 不可比"),
    reasons=("str", "why it is not 可比, in words, joined by ；"),
    descriptive=("bool", "place and year cannot be told apart: no difference may be called an effect of either"),
    same_place=("bool", "the plans are for one named place"),
    same_kind=("bool", "the plans are one kind of document"),
    same_level=("bool", "the plans are of one administrative level"),
    year_gap=("Int64", "years between the earliest and the latest; empty where a year is unknown"),
    length_ratio=("float64", "longest / shortest, in Han characters of counted clauses"),
    damaged=("float64", "largest share of counted clauses that lost characters"),
    caption=("str", "the verdict as a sentence for a chart"),
)
define(
    "design", "one place in one year, with or without a plan", "place year",
    place=("str", "place; a masked place by its plan"),
    year=("Int64", "year; empty for the plans without one"),
    n_plans=("int64", "plans of that place and year"),
    plan_ids=("str", "their ids, joined by ；"),
    kind=("str", "their document kinds"),
    level=("str", "their administrative levels"),
    component=("Int64", "part of the design inside which place and year can be told apart, from 1"),
    n_years_of_place=("int64", "years that the place has plans for"),
    n_places_of_year=("int64", "places that have plans for the year"),
    note=("str", "此地只有一年，不能谈趋势, or empty"),
)
define(
    "evidence", "one clause behind one theme's number, with its headings", "plan_id theme clause_no",
    plan_id=_PLAN, theme=_THEME, clause_no=_CLAUSE,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    evidence=("str", "the words that carry the theme, in order, separated by ｜"),
    rule=("str", "id of the rule that coded it"),
    from_clause=("int64", "clause that lends the theme; its own number where the words are its own"),
    start=_START, end=_END,
)
define(
    "checks", "one check of one plan", "plan_id check",
    plan_id=_PLAN,
    check=("str", "提纲, 编号, 搁置, 损坏, 标签, 主题 or 重复"),
    state=("str", "正常; 留意: limits what may be concluded; 存疑: the file needs a look"),
    message=("str", "what was found, in words"),
    value=("float64", "how much: breaks, share of the text, places, labels, themes or twins"),
    start=("Int64", "verbatim offset of the first place found, where there is one"),
)
define(
    "reuse", "one passage that a plan shares with another plan or a reference document", "plan_id start other_id other_start",
    plan_id=("str", "plan: of the two documents the one of lower level or later date"), start=_START, end=_END,
    clause_no=("int64", "clause in which the passage begins"),
    quote=("str", "the passage, verbatim"),
    other_id=("str", "the other plan, or reference document"),
    other_start=("int64", "first character in the other's verbatim text"),
    other_end=("int64", "character after the last, same count"),
    other_clause_no=("int64", "clause of the other in which the passage begins"),
    other_quote=("str", "the passage there, verbatim"),
    n_chars=("int64", "letters and digits that are equal on both sides"),
    n_own=("int64", "of these, characters that stand outside set phrases"),
    similarity=("float64", "2 × n_chars / letters and digits of both sides, 0–1"),
    kind=("str", "同一文本 (mirrors of one text), 实质借用 or 套话"),
    direction=("str", "a guess: 对方→本文件, 本文件→对方 or 不能判断"),
    direction_basis=("str", "what the guess rests on, in words"),
    is_reference=("bool", "whether the other stands in the reference folder"),
)
define(
    "reuse_matrix", "one plan and one other document", "plan_id other_id",
    plan_id=_PLAN,
    other_id=("str", "another plan, or reference document"),
    n_passages=("int64", "passages shared with it, set phrases apart"),
    n_han=("int64", "Han characters of the plan that stand in these passages"),
    share=("float64", "n_han / Han characters that measures count"),
    share_slogans=("float64", "share of the plan's Han characters in shared set phrases that stand in no such passage"),
    mirror=("bool", "whether the two are one text"),
    is_reference=("bool", "whether the other stands in the reference folder"),
)
define(
    "hand_codes", "one theme coded by hand in one clause by one coder", "plan_id clause_no theme source coder",
    plan_id=_PLAN, clause_no=_CLAUSE, theme=_THEME,
    source=("str", "file in corpus/coding, without its ending"),
    coder=("str", "who coded; the file's name where it does not say"),
    code=("int64", "1 the theme holds, 0 it does not"),
    sample=("str", "random sample that the clause was drawn in; empty where it was not drawn"),
    stratum=("str", "stratum of the sample"),
    n_stratum=("Int64", "clauses in the stratum"),
    probability=("float64", "chance of the clause to be drawn; empty where it was not drawn"),
)
define(
    "sample", "one clause drawn to be coded by hand", "plan_id clause_no",
    plan_id=_PLAN, clause_no=_CLAUSE, start=_START, end=_END,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    before=("str", "the clause before it in the plan"),
    text=("str", "the clause"),
    after=("str", "the clause after it"),
    stratum=("str", "命中：主题, 近似 or 其余"),
    n_stratum=("int64", "clauses in the stratum"),
    probability=("float64", "clauses drawn from the stratum / clauses in it"),
    sample=("str", "name of the sample: hash of texts, rules, size and seed"),
)
define(
    "reliability", "one theme: rules against hand coding", "theme",
    theme=_THEME,
    n=("int64", "clauses with a hand code that coders do not disagree on"),
    n_coded=("int64", "of these, coded with the theme by hand"),
    n_found=("int64", "of these, coded with the theme by the rules"),
    alpha_coders=("float64", "Krippendorff's α between coders, clauses of equal weight; empty with one coder"),
    n_both=("int64", "clauses with codes of two coders or more"),
    alpha=("float64", "Krippendorff's α of the rules against the hand coding, weighted by design"),
    alpha_low=("float64", "95% interval, whole items resampled"),
    alpha_high=("float64", "upper end of the same"),
    precision=("float64", "of the clauses that the rules code, the share that people code; weighted"),
    precision_low=("float64", "95% interval"),
    precision_high=("float64", "upper end"),
    recall=("float64", "of the clauses that people code, the share that the rules code; weighted"),
    recall_low=("float64", "95% interval"),
    recall_high=("float64", "upper end"),
    f1=("float64", "harmonic mean of the two; weighted"),
    f1_low=("float64", "95% interval"),
    f1_high=("float64", "upper end"),
    alpha_sample=("float64", "α, each clause of the sample counted once"),
    precision_sample=("float64", "precision, each clause counted once"),
    recall_sample=("float64", "recall, each clause counted once: too high where hits were drawn more often"),
    f1_sample=("float64", "F1, each clause counted once"),
    n_disputed=("int64", "clauses left out: coders disagree and nobody settled it"),
    verdict=("str", "可靠 (α of .80 and more), 暂可用 (.667 and more) or 不可靠, by the lower of the two α; else empty"),
    note=("str", "what limits the figures"),
)
define(
    "disagreements", "one clause and theme on which rules or coders differ", "plan_id clause_no theme",
    plan_id=_PLAN, clause_no=_CLAUSE, theme=_THEME,
    kind=("str", "规则多编, 规则漏编 or 编码者不一"),
    coders=("str", "who said what: 张三 1；李四 0"),
    rules=("int64", "1 where the rules code the theme"),
    rule=("str", "id of the rule that coded it; else empty"),
    evidence=("str", "the words that carry the theme, separated by ｜"),
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    start=_START, end=_END,
)
define(
    "corrected", "one theme in one plan, or in all plans coded by hand", "plan_id theme",
    plan_id=("str", "plan file's stem; （合计） for the plans with hand codes together"),
    theme=_THEME,
    n_clauses=("int64", "clauses counted"),
    n_hand=("int64", "of these, coded by hand"),
    share_rules=("float64", "share of clauses that the rules code"),
    rules_low=("float64", "95% interval of the same, which knows nothing of the rules' errors"),
    rules_high=("float64", "upper end"),
    share_corrected=("float64", "share corrected by the hand codes; empty where they do not allow it"),
    low=("float64", "95% interval: errors of the rules, and the text as one draw of its items"),
    high=("float64", "upper end"),
    low_coding=("float64", "95% interval of the share a person would find in this very text"),
    high_coding=("float64", "upper end"),
    tuning=("float64", "λ of PPI++: 1 the rules' codes count in full, 0 the hand codes stand alone"),
    note=("str", "design of the hand coding, and what limits the figures"),
)
define(
    "concordance", "one occurrence of a term, or of a theme's evidence, in its context", "plan_id start end theme",
    plan_id=_PLAN, clause_no=_CLAUSE,
    theme=("str", "theme whose evidence it is; empty where a term was asked for"),
    left=("str", "text before it in its clause"),
    keyword=("str", "the words"),
    right=("str", "text after it in its clause"),
    start=_START, end=_END,
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
)
define(
    "candidates", "one term that goes with a theme's words, or with seed words", "seeds term",
    seeds=("str", "theme, or the seed words joined by 、"),
    term=("str", "word or policy term"),
    n_seed=("int64", "clauses with a seed that hold the term"),
    n_other=("int64", "other clauses that hold it: what it would add"),
    n_seed_total=("int64", "clauses with a seed"),
    n_other_total=("int64", "other clauses"),
    n_plans=("int64", "plans that hold the term"),
    log_ratio=("float64", "log2 of the ratio of the two shares, half a clause added to each count"),
    g2=("float64", "log-likelihood G², four cells, clauses as the unit"),
    inside=("str", "seed word that stands in the term; else empty"),
    example=("str", "first clause without a seed that the term would add"),
)
define(
    "term_effects", "one word of a theme's rules", "theme term",
    theme=_THEME,
    term=("str", "word of a rule, as the rules match it"),
    n_clauses=("int64", "counted clauses that hold it"),
    n_plans=("int64", "plans that hold it"),
    n_lost=("int64", "clauses no longer coded when this word is dropped"),
    n_gained=("int64", "clauses coded when it is dropped: it overlaid another word, or barred a rule"),
    share=("float64", "share of clauses coded, all plans together"),
    share_without=("float64", "the same without the word"),
    largest=("str", "plan whose share changes most, with the change in percentage points"),
    note=("str", "语料中未见; 去掉后结果不变; …"),
)
define(
    "collisions", "one clause that two themes or more claim", "plan_id clause_no",
    plan_id=_PLAN, clause_no=_CLAUSE,
    themes=("str", "themes coded in the clause, joined by ；"),
    n_themes=("int64", "how many"),
    shared=("str", "words that are evidence for two of them, separated by ｜; empty where each has its own"),
    evidence=("str", "theme: words; for each theme"),
    section_heading=("str", "heading of its section"),
    item_heading=("str", "heading of its item"),
    text=("str", "the clause"),
    start=_START, end=_END,
)


def empty(name: str) -> pd.DataFrame:
    """The table ``name`` without rows."""
    columns = TABLES[name].columns
    return pd.DataFrame({c: pd.Series(dtype=dtype) for c, (dtype, _) in columns.items()})


def check(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return ``frame`` with the columns of table ``name`` first and their types set.

    Raises AssertionError where a column is missing or the key is not unique: that is
    a fault of the program, never of the user's files.
    """
    spec = TABLES[name]
    missing = [c for c in spec.columns if c not in frame.columns]
    assert not missing, f"table {name} lacks columns {missing}"
    extra = [c for c in frame.columns if c not in spec.columns]
    frame = frame[[*spec.columns, *extra]].astype({c: t for c, (t, _) in spec.columns.items()})
    if frame.duplicated(list(spec.key)).any():
        twice = frame[frame.duplicated(list(spec.key), keep=False)].head(4)
        raise AssertionError(f"table {name} repeats a key:\n{twice[list(spec.key)]}")
    return frame.reset_index(drop=True)
