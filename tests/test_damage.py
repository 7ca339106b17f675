"""Damage of the source texts is found, counted and shown; sound texts have none."""
# ruff: noqa: E501 (tables of sentences, a row of them on one line)

import pytest

from compare.measures.damage import COPIES, damage, damaged
from studies import study_of

SOUND = "一、办学。\n全县学校按照计划开学，按照计划放假，一所不少。\n二、招生。\n三、就业。\n"


@pytest.mark.parametrize(("sentence", "kind"), [
    ("全年新建学校X所。", "数字被隐去"), ("投入XX万元改造校舍。", "数字被隐去"), ("培训教师**人次。", "数字被隐去"), ("惠及学生×××名。", "数字被隐去"),
    ("20XX年全面启动。", "年份被隐去"), ("到202X年底完成。", "年份被隐去"), ("**年工作思路已定。", "年份被隐去"),
    ("在XX县召开会议。", "地名被隐去"), ("由某某同志负责。", "地名被隐去"), ("XX区各校参加。", "地名被隐去"),
    ("加强D建引领。", "“党”字被改写"), ("发挥D组织作用。", "“党”字被改写"), ("发展**员十名，健全***委会议。", "“党”字被改写"), ("贯彻D的二十大精神。", "“党”字被改写"),
    ("加强辅(fǔ)导。", "拼音夹注"), ("防止霸凌（líng）。", "拼音夹注"),
    ("坚持公平原贝L。", "识别错字"), ("推进教肓改革，改进工怍作风。", "识别错字"),
    ("普及率达到%以上。", "数字缺失"), ("优质校增加个百分点，占比提高%。", "数字缺失"),
    ("推进*****小学建设。", "字被遮盖"), ("新建\ufffd\ufffd项目。", "无法辨认的字符"),
])
def test_signs_of_damage(tmp_path, sentence, kind):
    study = study_of(tmp_path, 甲县_2024=SOUND + sentence + "\n")
    found = damage(study)
    assert kind in set(found["damage"]), found
    assert damaged(study)["甲县-2024"] > 0


@pytest.mark.parametrize("sentence", [
    "推进“1+X”证书试点。", "即“1+5+X模式”。", "组织X光检查。", "建成A级食堂，开设T台课程。", "落实“数据要素×”行动。", "建设2×400米跑道。", "实施“1+4-1”作业体系。",
    "评选四A级学校，办好D类课程。", "开展VR教学和STEM课程。", "覆盖率达到95%以上。", "新增学位2520个。", "某中学获奖。", "DNA检测入课堂。", "完成3D打印实验室。",
    "推广“5+2”课后服务。", "打造“Hi课堂”。", "做好（a）类器材配备。",
])
def test_what_is_no_damage(tmp_path, sentence):
    study = study_of(tmp_path, 甲县_2024=SOUND + sentence + "\n")
    assert damage(study).empty, damage(study)


def test_a_text_cut_off(tmp_path):
    study = study_of(tmp_path, 甲县_2024=SOUND + "组织全县学校参加各项活动，认真做好各项准备，并在年底以前把")
    [row] = damage(study).to_dict("records")
    assert (row["damage"], row["n"]) == ("结尾中断", 1) and row["example"].endswith("年底以前把")


def test_the_offset_is_that_of_the_first_place(tmp_path):
    study = study_of(tmp_path, 甲县_2024=SOUND + "新建学校X所。\n")
    assert damage(study)["start"].tolist() == [len(SOUND + "新建学校")]


def test_traditional_text_is_noted_and_harms_nothing(tmp_path):
    import opencc
    text = "一、辦學。\n" + opencc.OpenCC("s2t").convert("全县学校按照计划开学，认真组织教师学习，实现教育质量的进一步发展。\n" * 3)
    study = study_of(tmp_path, 甲县_2024=text)
    assert "繁体字" in set(damage(study)["damage"]) and damaged(study)["甲县-2024"] == 0
    assert "教育质量" in "".join(study.clauses["text"]) and "質量" in study.plans["text"][0]


PLAN = "一、坚持党建引领，把牢办学方向\n1.加强理论学习。组织全体党员干部深入学习各项会议精神，每月开展一次专题研讨。\n" \
       "2.建强基层组织。推进支部标准化建设，培育党建品牌五个。\n二、坚持质量为本，提升育人水平\n3.深化课堂改革。开展优质课评选，推广集体备课经验。\n" \
       "4.加强体育美育。办好学生运动会和艺术节，保证每天锻炼一小时。\n三、坚持安全为先，守牢校园底线\n5.排查风险隐患。每季度检查消防设施和食堂卫生。\n6.开展安全教育。组织应急演练和防溺水宣传。\n"


def test_copies_and_rewritten_copies(tmp_path):
    spun = PLAN
    for old, new in (("加强", "强化"), ("推进", "促进"), ("组织", "安排"), ("开展", "举行"), ("深化", "深入"), ("每月", "逐月"), ("经验", "做法"), ("检查", "查看")):
        spun = spun.replace(old, new)
    other = "".join(f"{n}、{w}工作\n1.{w}建设。围绕{w}制定方案，落实{w}责任。\n" for n, w in zip("一二三", ("招生", "资助", "后勤"), strict=True))
    study = study_of(tmp_path, 甲县_2024=PLAN, 乙县_2024=PLAN.replace("五个", "六个"), 丙县_2024=spun, 丁县_2024=other)
    found = damage(study)
    by_plan = {plan: dict(zip(g["damage"], g["example"], strict=True)) for plan, g in found.groupby("plan_id")}
    assert "乙县-2024" in by_plan["甲县-2024"][COPIES[0]]
    assert COPIES[1] in by_plan["丙县-2024"] or COPIES[0] in by_plan["丙县-2024"]
    assert "丁县-2024" not in by_plan
    assert (damaged(study) == 0).all()  # a copy's words are all there
