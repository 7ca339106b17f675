"""Chinese meanings: coding by hand, and the rules beside it."""

from __future__ import annotations

MEANINGS = {
    "one theme coded by hand in one clause by one coder": "一名编码者在一句上对一个主题的人工编码",
    "file in corpus/coding, without its ending": "corpus/coding 中的文件名（去掉扩展名）",
    "who coded; the file's name where it does not say": "编码者；没有写明的，为文件名",
    "1 the theme holds, 0 it does not": "1 为属于该主题，0 为不属于",
    "random sample that the clause was drawn in; empty where it was not drawn": "该句所在的随机样本；不是抽样抽到的，留空",
    "stratum of the sample": "样本的层",
    "clauses in the stratum": "该层的句数",
    "chance of the clause to be drawn; empty where it was not drawn": "该句被抽中的概率；不是抽样抽到的，留空",
    "one clause drawn to be coded by hand": "抽出来供人工编码的一句",
    "the clause before it in the plan": "文件中的上一句",
    "the clause after it": "文件中的下一句",
    "命中：主题, 近似 or 其余": "所在的层：“命中：主题名”“近似”或“其余”",
    "clauses drawn from the stratum / clauses in it": "抽取概率：该层抽出的句数 ÷ 该层的句数",
    "name of the sample: hash of texts, rules, size and seed": "样本的名称：由原文、规则、样本量和随机种子算出的散列",
    "one theme: rules against hand coding": "一个主题：规则与人工编码对照",
    "clauses with a hand code that coders do not disagree on": "有人工编码且编码者没有分歧（或已裁定）的句数",
    "of these, coded with the theme by hand": "其中人工编入该主题的句数",
    "of these, coded with the theme by the rules": "其中规则编入该主题的句数",
    "Krippendorff's α between coders, clauses of equal weight; empty with one coder":
        "编码者之间的信度：Krippendorff α，各句等权；只有一名编码者的，留空",
    "clauses with codes of two coders or more": "有两名或更多编码者编码的句数",
    "Krippendorff's α of the rules against the hand coding, weighted by design":
        "规则与人工编码的 Krippendorff α，按抽样设计加权",
    "95% interval, whole items resampled": "95% 置信区间的下限，整条重抽样",
    "of the clauses that the rules code, the share that people code; weighted":
        "查准率：规则编入的句子中，人工也编入的比例；加权",
    "95% interval": "95% 置信区间的下限",
    "upper end": "区间的上限",
    "of the clauses that people code, the share that the rules code; weighted":
        "查全率：人工编入的句子中，规则也编入的比例；加权",
    "harmonic mean of the two; weighted": "F1：查准率与查全率的调和平均；加权",
    "α, each clause of the sample counted once": "α，样本中每句只算一次（不加权）",
    "precision, each clause counted once": "查准率，每句只算一次（不加权）",
    "recall, each clause counted once: too high where hits were drawn more often":
        "查全率，每句只算一次（不加权）：命中的句子抽得较多时偏高",
    "F1, each clause counted once": "F1，每句只算一次（不加权）",
    "clauses left out: coders disagree and nobody settled it": "略去的句数：编码者有分歧，又没有裁定",
    "可靠 (α of .80 and more), 暂可用 (.667 and more) or 不可靠, by the lower of the two α; else empty":
        "按两个 α 中较低的：可靠（.80 以上）、暂可用（.667 以上）或不可靠；没有 α 的，留空",
    "what limits the figures": "各值受什么限制",
    "one theme in one plan, or in all plans coded by hand": "一份文件中的一个主题，或全部有人工编码的文件合计",
    "plan file's stem; （合计） for the plans with hand codes together":
        "文件名（去掉扩展名）；有人工编码的各份文件合计写“（合计）”",
    "of these, coded by hand": "其中有人工编码的句数",
    "share of clauses that the rules code": "规则编入的句子的占比",
    "95% interval of the same, which knows nothing of the rules' errors": "该占比的 95% 置信区间的下限，不计规则的误差",
    "share corrected by the hand codes; empty where they do not allow it": "用人工编码校正后的占比；人工编码不足以校正的，留空",
    "95% interval: errors of the rules, and the text as one draw of its items":
        "95% 置信区间的下限：计入规则的误差，并把文本看作其条目的一次抽取",
    "95% interval of the share a person would find in this very text":
        "若由人逐句编码就会得到的占比（就这份文本而言），95% 置信区间的下限",
    "λ of PPI++: 1 the rules' codes count in full, 0 the hand codes stand alone":
        "PPI++ 的 λ：1 为充分利用规则的编码，0 为只凭人工编码",
    "design of the hand coding, and what limits the figures": "人工编码的设计，以及各值受什么限制",
    "one clause and theme on which rules or coders differ": "规则与人工、或编码者之间不一致的一句与一个主题",
    "规则多编, 规则漏编 or 编码者不一": "规则多编、规则漏编或编码者不一",
    "who said what: 张三 1；李四 0": "各编码者的编码，如“张三 1；李四 0”",
    "1 where the rules code the theme": "规则编入该主题的为 1，否则为 0",
    "id of the rule that coded it; else empty": "编码所依据的规则的编号；规则没有编入的，留空",
    "the words that carry the theme, separated by ｜": "体现该主题的词语，以“｜”隔开",
}
