"""Documents written for the tests, each with what must be read from it: labels, and the clauses that count.

Places are invented, except where the table of divisions is what is tested.  A label that is not named in a document's
``labels`` must stay unknown, and nothing of its head and foot may count.
"""

# ruff: noqa: E501 (words of made documents stand whole)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OPENING = "2024年是教育提质之年。全部工作以学生为中心，办好家门口的学校。"
BODY = f"""{OPENING}
一、加强党的建设
1.深化理论学习。组织党员教师读书班四期，轮训党员300人次。
2.压实安全责任。每月排查校园安全隐患，整改率达到100%。
二、提升教育质量
3.减轻学业负担。严控书面作业总量，课后服务覆盖率达到95%。
4.建设智慧校园。新建云课堂20间，培训教师200人次。"""
CLAUSES = ["2024年是教育提质之年。", "全部工作以学生为中心，办好家门口的学校。", "一、加强党的建设", "1.深化理论学习。",
           "组织党员教师读书班四期，轮训党员300人次。", "2.压实安全责任。", "每月排查校园安全隐患，整改率达到100%。", "二、提升教育质量",
           "3.减轻学业负担。", "严控书面作业总量，课后服务覆盖率达到95%。", "4.建设智慧校园。", "新建云课堂20间，培训教师200人次。"]


@dataclass(frozen=True)
class Document:
    """Head and foot around a body, a file name, and the labels to be read; ``doubts`` are labels read with a doubt."""

    name: str
    head: str
    labels: dict[str, Any]
    foot: str = ""
    body: str = BODY
    file: str = ""
    clauses: list[str] = field(default_factory=lambda: CLAUSES)
    doubts: tuple[str, ...] = ()
    warns: str = ""

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.head, self.body, self.foot) if part)


def plan(place: str | None, level: str | None, title: str, **more: Any) -> dict[str, Any]:
    made = {"place": place, "level": level, "year": 2024, "kind": "工作要点", "title": title, **more}
    return {key: value for key, value in made.items() if value is not None}


COUNTY = plan("青溪县", "区县", "青溪县2024年教育工作要点")
COUNTY_OFFICE = plan("青溪县", "区县", "青溪县教育局2024年工作要点", issuer="青溪县教育局")

DOCUMENTS = [
    # places and levels
    Document("a county", "青溪县2024年教育工作要点", COUNTY),
    Document("a county's office", "青溪县教育局2024年工作要点", COUNTY_OFFICE),
    Document("year first", "2024年青溪县教育工作要点", plan("青溪县", "区县", "2024年青溪县教育工作要点")),
    Document("an invented city", "云州市教育局2024年工作要点", plan("云州市", "市", "云州市教育局2024年工作要点", issuer="云州市教育局")),
    Document("an invented province", "江东省教育厅2024年工作要点",
             plan("江东省", "省", "江东省教育厅2024年工作要点", province="江东省", issuer="江东省教育厅")),
    Document("an invented district of an invented city", "2024年云州市东湖岸区教育工作要点",
             plan("东湖岸区", "区县", "2024年云州市东湖岸区教育工作要点")),
    Document("the ministry", "教育部2024年工作要点", plan("全国", "国家", "教育部2024年工作要点", issuer="教育部")),
    Document("a district that is one of its name", "湖里区教育局2024年工作要点",
             plan("湖里区", "区县", "湖里区教育局2024年工作要点", province="福建省", issuer="湖里区教育局")),
    Document("a district that shares its name", "鼓楼区教育局2024年工作要点",
             plan("鼓楼区", "区县", "鼓楼区教育局2024年工作要点", issuer="鼓楼区教育局"), warns="鼓楼区有几个"),
    Document("a shared name with its city", "南京市鼓楼区教育局2024年工作要点",
             plan("鼓楼区", "区县", "南京市鼓楼区教育局2024年工作要点", province="江苏省", issuer="南京市鼓楼区教育局")),
    Document("a shared name with its city at the foot", "鼓楼区2024年教育工作要点",
             plan("鼓楼区", "区县", "鼓楼区2024年教育工作要点", province="江苏省", issuer="徐州市鼓楼区教育局", issued_on="2024-03-01"),
             foot="徐州市鼓楼区教育局\n2024年3月1日"),
    Document("a county-level city", "义乌市教育局2024年工作要点",
             plan("义乌市", "区县", "义乌市教育局2024年工作要点", province="浙江省", issuer="义乌市教育局")),
    Document("a municipality", "北京市教育委员会2024年工作要点",
             plan("北京市", "省", "北京市教育委员会2024年工作要点", province="北京市", issuer="北京市教育委员会")),
    Document("a district of a municipality", "上海市浦东新区2024年教育工作要点",
             plan("浦东新区", "区县", "上海市浦东新区2024年教育工作要点", province="上海市")),
    Document("a banner", "鄂伦春自治旗教育局2024年工作要点",
             plan("鄂伦春自治旗", "区县", "鄂伦春自治旗教育局2024年工作要点", province="内蒙古自治区", issuer="鄂伦春自治旗教育局")),
    Document("an autonomous prefecture by its short name", "凉山州教育和体育局2024年工作要点",
             plan("凉山彝族自治州", "市", "凉山州教育和体育局2024年工作要点", province="四川省", issuer="凉山州教育和体育局")),
    Document("a district that was merged since", "江干区教育局2020年工作要点",
             plan("江干区", "区县", "江干区教育局2020年工作要点", province="浙江省", issuer="江干区教育局", year=2020),
             body=BODY.replace("2024年是", "今年是"), clauses=["今年是教育提质之年。", *CLAUSES[1:]]),
    Document("a new area that no table lists", "河滨新区2024年教育工作要点", plan("河滨新区", None, "河滨新区2024年教育工作要点")),
    Document("place masked by 某", "某县教育局2024年工作要点", plan(None, "区县", "某县教育局2024年工作要点", issuer="某县教育局"), warns="隐去"),
    Document("place masked by X", "XX区教育局2024年工作要点", plan(None, "区县", "XX区教育局2024年工作要点"), warns="隐去"),
    Document("place masked by stars", "**市教育局2024年工作要点", plan(None, "市", "**市教育局2024年工作要点"), warns="隐去"),
    Document("no place at all", "2024年教育工作要点", plan(None, None, "2024年教育工作要点")),
    Document("a school's plan is no place's", "青溪县第一中学2024年工作计划",
             {"year": 2024, "kind": "工作计划", "title": "青溪县第一中学2024年工作计划"}, warns="学校"),
    Document("a document number proves no place", "2024年教育工作要点\n宁政办发〔2024〕3号",
             plan(None, None, "2024年教育工作要点", doc_number="宁政办发〔2024〕3号")),
    Document("file name that the text does not bear out", "2024年教育工作要点", plan("湖里区", "区县", "2024年教育工作要点", province="福建省"),
             file="湖里区-2024.txt", doubts=("place", "level", "province"), warns="只有文件名"),
    Document("file name against title", "青溪县2024年教育工作要点", COUNTY, file="湖里区-2023.txt", warns="文件名写"),
    # years
    Document("Chinese year", "青溪县二〇二四年教育工作要点", plan("青溪县", "区县", "青溪县二〇二四年教育工作要点")),
    Document("Chinese year with circles", "青溪县二○二四年教育工作要点", plan("青溪县", "区县", "青溪县二○二四年教育工作要点")),
    Document("Chinese year with 零", "二零二四年青溪县教育工作要点", plan("青溪县", "区县", "二零二四年青溪县教育工作要点")),
    Document("full-width year", "青溪县２０２４年教育工作要点", COUNTY),
    Document("year before 度", "2024年度青溪县教育工作要点", plan("青溪县", "区县", "2024年度青溪县教育工作要点")),
    Document("year in the text alone", "青溪县教育工作要点", plan("青溪县", "区县", "青溪县教育工作要点")),
    Document("review and plan", "青溪县教育局2023年工作总结和2024年工作计划",
             plan("青溪县", "区县", "青溪县教育局2023年工作总结和2024年工作计划", kind="总结+计划", issuer="青溪县教育局")),
    Document("a review is for the year reviewed", "青溪县教育局2023年工作总结",
             plan("青溪县", "区县", "青溪县教育局2023年工作总结", kind="工作总结", year=2023, issuer="青溪县教育局"),
             body=BODY.replace("2024年是", "2023年是"), clauses=["2023年是教育提质之年。", *CLAUSES[1:]]),
    Document("a span of years is no year", "青溪县教育发展行动计划（2023—2025年）",
             plan("青溪县", "区县", "青溪县教育发展行动计划（2023—2025年）", kind="行动计划", year=None), warns="一段年份"),
    Document("second term of a school year", "青溪县教育局2023—2024学年第二学期工作计划",
             plan("青溪县", "区县", "青溪县教育局2023—2024学年第二学期工作计划", kind="工作计划", issuer="青溪县教育局")),
    Document("title and text of two years", "青溪县2023年教育工作要点", plan("青溪县", "区县", "青溪县2023年教育工作要点", year=2023),
             doubts=("year",), warns="标题写 2023 年"),
    Document("published the year before", "青溪县2024年教育工作要点\n发布时间：2023-12-28 来源：县教育局", {**COUNTY, "issued_on": "2023-12-28"}),
    # kinds
    Document("opinions", "青溪县2024年教育高质量发展实施意见", plan("青溪县", "区县", "青溪县2024年教育高质量发展实施意见", kind="实施意见")),
    Document("arrangements", "青溪县教育局2024年工作安排", plan("青溪县", "区县", "青溪县教育局2024年工作安排", kind="工作安排", issuer="青溪县教育局")),
    Document("a strategy meeting's paper", "市教育局2024年务虚会发言材料",
             plan(None, None, "市教育局2024年务虚会发言材料", kind="务虚会发言材料", issuer="市教育局")),
    Document("a government's report", "政府工作报告\n——2024年1月16日在云州市第五届人民代表大会第三次会议上\n云州市市长 张三",
             plan("云州市", "市", "政府工作报告", kind="政府工作报告")),
    # heads and feet
    Document("a notice with its letter head", "青溪县教育局文件\n青教发〔2024〕12号\n青溪县教育局\n关于印发2024年工作要点的通知\n各乡镇中心校，县直各学校：\n"
             "青溪县教育局\n2024年3月5日\n青溪县教育局2024年工作要点",
             {**COUNTY_OFFICE, "doc_number": "青教发〔2024〕12号", "issued_on": "2024-03-05"}),
    Document("index block on single lines", "索引号：QX001/2024-00012\n文号：青教发〔2024〕12号\n发布机构：青溪县教育局\n成文日期：2024年3月5日\n"
             "公开方式：主动公开\n青溪县2024年教育工作要点",
             {**COUNTY, "doc_number": "青教发〔2024〕12号", "issuer": "青溪县教育局", "issued_on": "2024-03-05"}),
    Document("index block with values below", "索 引 号\nQX001/2024-00012\n文　　号\n青教发〔2024〕12号\n发布机构\n青溪县教育局\n生成日期\n2024-03-05 15:00:00\n"
             "是否有效\n是\n青溪县2024年教育工作要点",
             {**COUNTY, "doc_number": "青教发〔2024〕12号", "issuer": "青溪县教育局", "issued_on": "2024-03-05"}),
    Document("other brackets in the number", "青教发[2024]012号\n青溪县2024年教育工作要点", {**COUNTY, "doc_number": "青教发〔2024〕12号"}),
    Document("signed with a Chinese date", "青溪县2024年教育工作要点", {**COUNTY, "issuer": "青溪县教育局", "issued_on": "2024-03-05"},
             foot="青溪县教育局\n二〇二四年三月五日"),
    Document("signed with a spaced date", "青溪县2024年教育工作要点", {**COUNTY, "issuer": "青溪县教育局", "issued_on": "2024-03-05"},
             foot="青溪县教育局\n2 0 2 4 年 3 月 5 日"),
    Document("no such day", "青溪县2024年教育工作要点", {**COUNTY, "issuer": "青溪县教育局"}, foot="青溪县教育局\n2024年2月30日"),
    Document("numbers that the text refers to", "青溪县2024年教育工作要点", COUNTY,
             body=BODY + "\n5.做好督导。落实《督导条例》（国发〔2012〕3号）要求。", clauses=[*CLAUSES, "5.做好督导。", "落实《督导条例》（国发〔2012〕3号）要求。"]),
    Document("title on two lines", "青溪县教育局\n2024年工作要点", COUNTY_OFFICE),
    Document("title quoted in the notice alone", "关于印发《青溪县2024年教育工作要点》的通知", COUNTY),
    Document("address of the source", "青溪县2024年教育工作要点", {**COUNTY, "source_url": "https://www.example.cn/art/2024/1.html"},
             foot="原文链接：https://www.example.cn/art/2024/1.html"),
    # furniture
    Document("breadcrumbs and buttons", "您的位置：首页 > 政务公开 > 教育\n字体：【大 中 小】 打印 关闭\n青溪县2024年教育工作要点\n浏览次数：132", COUNTY,
             foot="【打印本页】 【关闭窗口】\n上一篇：防汛通知\n下一篇：没有了\n扫一扫在手机打开当前页\n版权所有：青溪县人民政府\n浙ICP备05000000号"),
    Document("breadcrumbs without a name", "首页>>政府信息公开>>部门文件\n青溪县2024年教育工作要点", COUNTY),
    Document("related links", "青溪县2024年教育工作要点", COUNTY, foot="相关链接\n青溪县召开教育工作会\n青溪县招生公告\n分享到：微信 微博"),
    Document("a sharing site's frame", "《青溪县2024年教育工作要点.docx》由会员分享，可在线阅读，更多相关《青溪县2024年教育工作要点.docx（3页珍藏版）》"
             "请在某某文库上搜索。\n青溪县2024年教育工作要点", COUNTY, foot="下载文档到电脑，查找使用更方便\n本文档由某某文库提供"),
    Document("spam on the title", "【最新】青溪县2024年教育工作要点（精选3篇）", COUNTY),
    Document("file ending on the title", "青溪县2024年教育工作要点.docx", COUNTY),
    Document("contents list", "青溪县2024年教育工作要点\n目 录\n一、加强党的建设………………1\n二、提升教育质量………………3", COUNTY),
    Document("attachments", "青溪县2024年教育工作要点", COUNTY, foot="附件：1.任务分解表\n2.联系人名单\n（此件公开发布）"),
    Document("title twice", "青溪县2024年教育工作要点\n来源：县教育局 发布时间：2024-03-05\n青溪县2024年教育工作要点", {**COUNTY, "issued_on": "2024-03-05"}),
    Document("text twice", "青溪县2024年教育工作要点", COUNTY, body=BODY + "\n青溪县2024年教育工作要点\n" + BODY),
    Document("responsibilities in brackets", "青溪县2024年教育工作要点", COUNTY,
             body=BODY.replace("轮训党员300人次。", "轮训党员300人次。（责任单位：组织人事股）").replace("达到100%。", "达到100%（牵头单位：安全股；配合单位：各校）。"),
             clauses=[c.replace("达到100%。", "达到100%") for c in CLAUSES]),
    Document("responsibilities on lines", "青溪县2024年教育工作要点", COUNTY,
             body=BODY.replace("300人次。", "300人次。\n责任领导：张三 李四\n责任单位：组织人事股 各学校")),
    Document("odd characters", "青溪县2024年教育工作要点", COUNTY, body=BODY.replace("党员教师", "党\u200b员教\ufeff师").replace("校园", "校\u00a0园")),
    Document("entities", "青溪县2024年教育工作要点", COUNTY, body="&nbsp;&nbsp;" + BODY.replace("，", "&#65292;")),
    Document("title glued to the text", "青溪县2024年教育工作要点" + OPENING, COUNTY, body=BODY.split("\n", 1)[1]),
    Document("everything on one line", "", COUNTY, body=" ".join(("青溪县2024年教育工作要点 " + BODY).split("\n"))),
]
