"""Names as a plan's own labels and lines give them, and names of places."""

from compare.names import OFFICE, OWN, PERSON, counted_clauses, inner_places, own_names, places
from studies import study_of
from test_wordlist import PLAN


def test_names_come_from_the_plans_own_labels_and_lines(tmp_path):
    study = study_of(tmp_path, 青山县_2024=PLAN)
    names = own_names(study, counted_clauses(study))["青山县-2024"]
    assert names == {"青山县": OWN, "青山": OWN, "湖南省": OWN, "湖南": OWN,
                     "青山县教育局": OWN, "教育局": OWN,
                     "王小明": PERSON, "李红": PERSON, "基教室": OFFICE, "人事室": OFFICE, "体卫科": OFFICE}


def test_places_are_places():
    assert {"株洲", "张掖", "湖南", "金凤区"} <= places()
    assert not {"社区", "校区", "学区", "园区", "新建", "惠民", "城市", "全省", "教育", "示范区"} & places()


def test_what_lies_inside_a_place_is_known_with_and_without_its_kind(tmp_path):
    inner = inner_places(study_of(tmp_path, 深圳_2024="1.兴办学校。\n", 青山县_2024=PLAN))
    assert set(inner) == {"深圳-2024"} and {"光明区", "光明", "龙华"} <= inner["深圳-2024"]


def test_a_remark_is_read_with_its_bracket_and_the_space_before_it(tmp_path):
    counted = counted_clauses(study_of(tmp_path, 甲县_2024="1.办好食堂( 责任单位:体卫科)。\n2.责任重大。\n"))
    assert [counted.one.text[start:end] for start, end in counted.remarks] == ["( 责任单位:体卫科)"]
