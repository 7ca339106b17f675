"""Chinese headings of the tables' columns, for people; programs use the names in tables.py."""

from __future__ import annotations

HEADINGS = {
    "plan_id": "文件", "place": "地区", "level": "层级", "province": "省份", "year": "年份", "kind": "类型",
    "title": "标题", "issuer": "发布机构", "doc_number": "文号", "issued_on": "发文日期", "source_url": "来源网址",
    "retrieved_on": "获取日期", "sha256": "校验和", "n_chars": "字符数", "text": "原文", "label": "名称", "n_han": "汉字数",
    "start": "起点", "end": "终点", "reason": "理由", "replacement": "改为", "clause_no": "句号", "section": "部分",
    "item_no": "条目", "block": "重抽样单位", "counted": "计数",
    "text_start": "正文起点", "token_no": "词序", "token": "词",
    "theme": "主题", "rule": "规则", "evidence": "证据", "from_clause": "主题出自", "n_hits": "证据数",
    "section_heading": "部分标题", "item_heading": "条目标题", "term": "词语", "n": "次数", "n_clauses": "句数",
    "df": "含该词句数", "idf": "逆文档频率", "weight": "权重", "n_coded": "编码句数",
    "share": "占比", "share_low": "下限", "share_high": "上限",
    "share_chars": "字数占比", "per_1000_chars": "每千字证据", "note": "说明", "n_blocks": "单位数",
    "quote": "原文", "indicator": "指标", "value_max": "上限值", "unit": "单位", "comparator": "比较", "direction": "方向",
    "deadline": "期限", "responsible": "责任单位", "missing": "缺失", "group": "指标组", "why_not": "不计的理由",
    "check": "检查", "state": "状态", "message": "说明", "value": "数值",
    "other_id": "对方文件", "other_start": "对方起点", "other_end": "对方终点", "other_clause_no": "对方句号",
    "other_quote": "对方原文",
    "n_own": "套话外字数", "similarity": "相似度", "direction": "方向", "direction_basis": "方向依据", "is_reference": "参考文件",
    "n_passages": "相同段落数", "share_slogans": "套话占比", "mirror": "同一文本", "quote": "原文",
}


def heading(column: str) -> str:
    """Heading of a column: Chinese where there is one, else the column's own name."""
    return HEADINGS.get(column, column)
