"""Chinese headings of the tables' columns, for people; programs use the names in tables.py."""

from __future__ import annotations

HEADINGS = {
    # plans, removals, clauses, tokens, codings
    "plan_id": "文件", "place": "地区", "level": "层级", "province": "省份", "year": "年份", "kind": "类型", "title": "标题",
    "issuer": "发布机构", "doc_number": "文号", "issued_on": "发文日期", "source_url": "来源网址", "retrieved_on": "获取日期",
    "sha256": "校验和", "n_chars": "字符数", "text": "原文", "label": "名称", "n_han": "汉字数", "start": "起点", "end": "终点",
    "reason": "理由", "replacement": "改为", "clause_no": "句序号", "section": "部分", "item_no": "条目", "block": "重抽样单位",
    "counted": "计入", "text_start": "正文起点", "token_no": "词序号", "token": "词", "theme": "主题", "rule": "规则",
    "evidence": "证据", "from_clause": "主题出自", "n_hits": "证据数", "section_heading": "部分标题",
    "item_heading": "条目标题",
    # coverage, contrasts, ranks, attention, trends
    "n_clauses": "句数", "n_coded": "编码句数", "share": "占比", "share_low": "占比下限", "share_high": "占比上限",
    "share_chars": "字数占比", "per_1000_chars": "每千字证据", "note": "说明", "n_blocks": "单位数", "unit": "单位",
    "plan_a": "甲", "plan_b": "乙", "share_a": "甲占比", "share_b": "乙占比", "difference": "差", "difference_low": "差下限",
    "difference_high": "差上限", "above": "甲高于乙的比例", "p": "p", "p_holm": "p（Holm）", "p_holm_all": "p（全表Holm）",
    "family": "校正范围", "n_blocks_a": "甲单位数", "n_blocks_b": "乙单位数", "verdict": "结论", "reasons": "理由",
    "descriptive": "只作描述", "reading": "读法", "rank": "名次", "rank_low": "最好名次", "rank_high": "最差名次",
    "first": "首位", "above_next": "高于下一名的比例", "n_plans": "文件数", "position_q25": "位置下四分位",
    "position": "位置中位", "position_q75": "位置上四分位", "n_items": "条目数", "n_items_touched": "涉及条目",
    "n_items_devoted": "专门条目", "n_items_passing": "顺带条目", "n_headings": "标题数", "share_devoted": "专门占比",
    "plan_ids": "文件", "previous": "上一年", "change": "变化", "change_low": "变化下限", "change_high": "变化上限",
    "change_p": "变化p", "change_p_holm": "变化p（Holm）", "n_years": "年数", "per_year": "每年变化",
    "per_year_low": "每年变化下限", "per_year_high": "每年变化上限", "trend_p": "趋势p", "trend": "趋势",
    "change_point": "转折年", "change_point_p": "转折p",
    # comparability, design, responsibility
    "same_place": "同地", "same_kind": "同类", "same_level": "同级", "year_gap": "相隔年数", "length_ratio": "篇幅比",
    "damaged": "残损占比", "caption": "图注", "component": "连片", "n_years_of_place": "该地年数",
    "n_places_of_year": "该年地数", "n_lead": "牵头数", "n_items_theme": "主题条目", "n_items_unit": "单位条目",
    "names": "原名", "clause_nos": "句序号",
    # terms, likeness, clusters
    "term": "词语", "n": "次数", "df": "含该词句数", "idf": "逆文档频率", "weight": "权重", "n_total": "总词数",
    "n_rest": "其余次数", "n_rest_total": "其余总词数", "dp_norm": "离散度", "g2": "G²", "q": "q（BH）", "log_ratio": "对数比",
    "log_ratio_low": "对数比下限", "log_ratio_high": "对数比上限", "lrc": "保守对数比", "pct_diff": "百分差",
    "log_odds": "加权对数优势比", "z": "z", "reference": "参照", "p_g2": "p（G²）", "year_from": "起年", "year_to": "止年",
    "n_from": "起年次数", "n_to": "止年次数", "rate_from": "起年每千词", "rate_to": "止年每千词", "pattern": "变化类型",
    "cosine": "余弦相似度", "cosine_low": "余弦下限", "cosine_high": "余弦上限", "jsd": "JS散度", "jsd_null": "打乱后JS散度",
    "node": "节点", "left": "左", "right": "右", "height": "高度", "size": "大小", "support": "支持率", "members": "成员",
    "cophenetic": "同表型相关", "analysis": "分析", "side": "行列", "point": "点", "mass": "质量", "dim1": "第一维",
    "dim2": "第二维", "contribution1": "第一维贡献", "contribution2": "第二维贡献", "cos2": "表示质量",
    "inertia1": "第一维惯量", "inertia2": "第二维惯量", "inertia": "惯量", "cluster": "类", "distance": "距离",
    "silhouette": "轮廓系数", "method": "方法", "k": "类数", "ari": "ARI", "ari_low": "ARI下限", "ari_null": "打乱后ARI",
    "excess": "超出", "jaccard": "Jaccard", "chosen": "选定", "terms": "词语", "nearest": "最近的句子", "expected": "期望",
    "residual": "残差", "topic": "话题", "a": "甲项", "b": "乙项", "n_a": "甲项数", "n_b": "乙项数",
    "log_odds_ratio": "对数优势比",
    # coding by hand, building a theme
    "source": "来源", "coder": "编码者", "code": "编码", "sample": "样本", "stratum": "层", "n_stratum": "层内句数",
    "probability": "抽取概率", "before": "上一句", "after": "下一句", "n_found": "规则编码句数", "alpha_coders": "编码者间α",
    "n_both": "共同编码", "alpha": "α", "alpha_low": "α下限", "alpha_high": "α上限", "precision": "查准率",
    "precision_low": "查准率下限", "precision_high": "查准率上限", "recall": "查全率", "recall_low": "查全率下限",
    "recall_high": "查全率上限", "f1": "F1", "f1_low": "F1下限", "f1_high": "F1上限", "alpha_sample": "α（样本）",
    "precision_sample": "查准率（样本）", "recall_sample": "查全率（样本）", "f1_sample": "F1（样本）", "n_disputed": "分歧数",
    "coders": "编码者", "rules": "规则编码", "n_hand": "手工编码句数", "share_rules": "规则占比", "rules_low": "规则占比下限",
    "rules_high": "规则占比上限", "share_corrected": "校正占比", "low": "下限", "high": "上限",
    "low_coding": "下限（编码误差）", "high_coding": "上限（编码误差）", "tuning": "规则权重λ", "keyword": "关键词",
    "seeds": "种子词", "n_seed": "种子句中句数", "n_other": "会新增句数", "n_seed_total": "种子句总数", "n_other_total": "其余句总数",
    "inside": "词在其中", "example": "例句", "n_lost": "失去句数", "n_gained": "增加句数", "share_without": "去掉后占比",
    "largest": "影响最大", "themes": "主题", "n_themes": "主题数", "shared": "相同证据",
    # targets, reuse, checks
    "quote": "引文", "indicator": "指标", "value": "数值", "value_max": "上限值", "comparator": "比较", "direction": "方向",
    "deadline": "期限", "responsible": "责任单位", "missing": "缺失", "group": "指标组", "why_not": "不计的理由",
    "clause_start": "句起点", "clause_end": "句终点", "check": "检查", "damage": "残损种类", "state": "状态", "message": "发现",
    "other_id": "对方文件", "other_start": "对方起点", "other_end": "对方终点", "other_clause_no": "对方句序号",
    "other_quote": "对方引文", "n_own": "套话外字数", "similarity": "相似度", "direction_basis": "方向依据",
    "is_reference": "参考文件", "n_passages": "相同段落数", "share_slogans": "套话占比", "mirror": "同一文本", "op": "异同",
}


# columns beside share… that hold shares, or differences of shares
SHARES = {"low", "high", "low_coding", "high_coding", "rules_low", "rules_high", "damaged", "difference", "difference_low",
          "difference_high", "change", "change_low", "change_high", "per_year", "per_year_low", "per_year_high"}
# what stands in cells as a program's word, for people; every other cell is shown as it is
VALUES = {
    "reason": {"furniture": "页面文字", "navigation": "网页导航", "page mark": "页码标记", "page number": "页码", "line wrap": "断行",
               "repeated text": "重复的文字", "contents list": "目录", "white space": "空白", "unreadable character": "无法辨认的字符",
               "control character": "控制字符", "traditional characters": "繁体字", "correction": "订正",
               "zero-width character": "零宽字符", "no-break space": "不间断空格", "full-width characters": "全角字符",
               "line separator": "行分隔符", "HTML entity": "HTML 实体"},
    "kind": {"title": "标题", "preamble": "引言", "section": "部分", "item": "条目", "point": "要点", "body": "正文",
             "responsibility": "责任行", "furniture": "页面文字", "theme": "主题", "term": "词语"},
    "analysis": {"theme": "文件 × 主题", "term": "文件 × 词语"},
    "side": {"plan": "文件", "column": "列"},
    "unit": {"token": "词", "bigram": "二词", "phrase": "政策用语", "clause": "句", "item": "条目"},
    "op": {"equal": "相同", "replace": "改写", "insert": "增加", "delete": "删去"},
    "direction": {"level": "达到", "increase": "增加", "decrease": "减少"},
    "comparator": {"=": "等于", ">=": "不少于", "<=": "不超过", "~": "约", "range": "区间"},
}


def heading(column: str, lang: str = "zh") -> str:
    """Heading of a column: Chinese where there is one, else the column's own name; in English that name in words."""
    return HEADINGS.get(column, column) if lang == "zh" else column.replace("_", " ")


def value(column: str, text: str, lang: str = "zh") -> str:
    """A cell's text: a program's word in Chinese (``correction: …`` too), everything else as it is."""
    first, colon, rest = text.partition(": ")
    return VALUES.get(column, {}).get(first, first) + colon + rest if lang == "zh" else text
