"""Chinese meanings: texts as they were read, themes coded in them, and the sentences behind a number."""

from __future__ import annotations

MEANINGS = {
    "one plan": "一份文件",
    "place the plan is for; empty where it is masked or unknown": "文件所属的地区；地名被隐去或不明的，留空",
    "国家, 省, 市 or 区县": "国家、省、市或区县",
    "province, autonomous region or municipality": "省、自治区或直辖市",
    "year the plan is for": "文件所计划的年份",
    "document kind: 工作要点, 务虚会议材料, …": "文件类型：工作要点、务虚会议材料等",
    "title of the document": "文件标题",
    "issuing office": "发布机构",
    "文号": "文号",
    "date of issue, ISO 8601": "发文日期（ISO 8601，即 年-月-日）",
    "address the text was taken from": "原文来源的网址",
    "date it was taken, ISO 8601": "获取原文的日期（ISO 8601，即 年-月-日）",
    "SHA-256 of the verbatim text, UTF-8, line ends as LF": "原文的 SHA-256 校验和（UTF-8，换行统一为 LF）",
    "characters of the verbatim text": "原文的字符数",
    "verbatim text under the front matter, line ends as LF": "标注（front matter）以下的原文，一字不改（换行统一为 LF）",
    "name on charts: place and year, a masked place in its own words": "图上用的名称：地区加年份；地名被隐去的，照原文的写法",
    "Han characters in the clauses that measures count": "计入的句子的汉字数",
    "one stretch of text that was set aside": "一处不计入的文字",
    "the characters set aside, verbatim": "这一处文字，一字不改",
    "why: furniture, page mark, line wrap, correction, …":
        "理由：furniture 页面文字、page mark 页码标记、line wrap 断行、correction 订正等",
    "characters read in their place, by a correction for instance; empty where they are only left out":
        "分析时代替它的文字（如订正后的字）；只略去而不替换的，留空",
    "one clause: a sentence or a heading; clauses tile the text": "一句（句子或标题）；各句首尾相接，合起来就是全文",
    "title, preamble, section, item, point, body, responsibility or furniture":
        "类型：title 标题、preamble 引言、section 部分、item 条目、point 要点、body 正文、responsibility 责任行、furniture 页面文字",
    "number of the section it stands in, from 1": "所在部分的序号，从 1 数起",
    "number printed before its item": "所在条目在原文中的编号",
    "the span without the removals inside it": "这一句的文字，已去掉其中不计入的字",
    "resampling unit inside the plan: item, else section, else paragraph":
        "重抽样单位，在一份文件之内：条目；没有条目用部分，再没有用段落",
    "whether measures count it: neither title, furniture nor responsibility": "是否计入各项统计；标题、页面文字和责任行不计",
    "Han characters in text": "text 中的汉字数",
    "verbatim offset of the first character of text": "text 的第一个字在原文中的位置，从 0 数起",
    "one word of a counted clause": "计入的句子中的一个词",
    "number of the token in its clause, from 1": "词在该句中的序号，从 1 数起",
    "the word": "词",
    "one theme coded in one clause": "一个句子编入的一个主题",
    "id of the rule that coded it": "编码所依据的规则的编号",
    "the words at start–end": "起点到终点之间的文字，即证据",
    "clause whose words carry the theme: another one where a scope rule lends it":
        "主题出自哪一句：通常是本句，由范围规则从别句承接来的是那一句",
    "evidence spans of the theme in this clause; 0 where it is lent": "本句中该主题的证据处数；承接而来的为 0",
    "one stretch of evidence for a theme": "一个主题的一处证据",
    "id of the rule": "规则的编号",
    "one clause behind one theme's number, with its headings": "一个主题的占比背后的一句，连同它的标题",
    "the words that carry the theme, in order, separated by ｜": "体现该主题的词语，按原文次序，以“｜”隔开",
    "clause that lends the theme; its own number where the words are its own":
        "主题从哪一句承接而来；词语就在本句的，即本句的序号",
    "one occurrence of a term, or of a theme's evidence, in its context": "一个词语（或一个主题的一处证据）在上下文中的一次出现",
    "theme whose evidence it is; empty where a term was asked for": "它是哪个主题的证据；查的是词语时留空",
    "text before it in its clause": "同一句中它前面的文字",
    "the words": "查到的词语，或体现主题的词语",
    "text after it in its clause": "同一句中它后面的文字",
    "one clause that two themes or more claim": "同时编入两个或更多主题的一句",
    "themes coded in the clause, joined by ；": "编入该句的各主题，以“；”连接",
    "how many": "编入的主题数",
    "words that are evidence for two of them, separated by ｜; empty where each has its own":
        "同时充当两个主题证据的词语，以“｜”隔开；各有各的证据时留空",
    "theme: words; for each theme": "各主题及其证据（“主题：词语”）",
    "one word that no word list of a plan shows": "一份文件中不列入词表的一个词",
    "停用词, 数字、序数, 行政区名, 本文件的地名或发文机关, 责任行中的人名, 责任行中的科室, …":
        "不列入的理由：停用词，数字、序数，行政区名，本文件的地名或发文机关，责任行中的人名、科室等",
    "occurrences in the plan's counted clauses": "在该文件计入的句子中出现的次数",
    "one check of one plan": "一份文件的一项检查",
    "提纲, 编号, 搁置, 损坏, 标签, 主题 or 重复": "检查的项目：提纲、编号、搁置、损坏、标签、主题或重复",
    "正常; 留意: limits what may be concluded; 存疑: the file needs a look": "正常、留意（结论因此受限）或存疑（文件需要人看）",
    "what was found, in words": "查到了什么",
    "how much: breaks, share of the text, places, labels, themes or twins":
        "数目：提纲为计入的句数，编号为断号处数，搁置为不计入文字的占比，损坏为处数，标签为缺项数，主题为早于政策的主题数，重复为相同或近同的文件数",
    "verbatim offset of the first place found, where there is one": "查到的第一处在原文中的位置；没有具体位置的，留空",
    "one kind of damage in one plan": "一份文件中的一种残损",
    "年份被隐去, 数字被隐去, “党”字被改写, 识别错字, 结尾中断, 与他文相同或近同, …":
        "残损的种类：年份被隐去，数字被隐去，“党”字被改写，识别错字，结尾中断，与他文相同或近同等",
    "places where it was found; for copies the number of other plans": "发现的处数；与他文相同或近同的，为那些文件的份数",
    "share of the plan's counted clauses that it touches": "受影响的句子占该文件计入的句子的比例",
    "verbatim offset of the first place": "第一处在原文中的位置，从 0 数起",
    "words around the first place; for copies the other plans and the share in common":
        "第一处前后的文字；与他文相同或近同的，为那些文件及相同的比例",
}
