"""Chinese meanings that tables of several groups share."""

from __future__ import annotations

MEANINGS = {
    "plan file's stem, e.g. 湖里区-2020": "文件名（去掉扩展名），如“湖里区-2020”",
    "first character, counted in the plan's verbatim text from 0": "起点：第一个字在原文中的位置，从 0 数起",
    "character after the last, same count": "终点：最后一个字之后的位置，数法同起点",
    "number of the clause in its plan, from 1": "句子在该文件中的序号，从 1 数起",
    "theme: stem of its file in corpus/themes": "主题：corpus/themes 中主题文件的文件名（去掉扩展名）",
    "heading of its section": "该句所在部分的标题",
    "heading of its item": "该句所在条目的标题",
    "the clause": "句子",
    "95% interval, upper end": "95% 置信区间的上限",
    "place": "地区",
    "clauses counted": "计入的句数",
    "upper end of the same": "该区间的上限",
}
