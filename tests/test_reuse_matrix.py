import pytest

from compare.measures.reuse import SLOGAN, reuse
from compare.measures.reuse_matrix import reuse_matrix
from compare.outline import NOT_HAN
from planted import plan, planted, study

POLICY = "每学期组织两次视力监测并把结果告知家长,对视力不良率连续上升的班级由校医和班主任共同制定干预方案。"


def test_shares_are_of_each_side_s_own_characters():
    made = study([plan("甲县-2023", "甲县要点\n1." + POLICY), plan("乙县-2024", "乙县要点\n1." + POLICY + "乙县另有打算。" * 20),
                  plan("丙县-2024", "丙县要点\n1.丙县自成一格。")],
                 (plan("某省-2022", "要点\n1." + POLICY + "全省统一行动。" * 20),))
    table = reuse_matrix(made).set_index(["plan_id", "other_id"])
    n = len(NOT_HAN.sub("", POLICY))
    assert table.loc[("甲县-2023", "乙县-2024"), ["n_han", "share"]].tolist() == [n, pytest.approx(1)]
    assert table.loc[("乙县-2024", "甲县-2023"), "share"] == pytest.approx(n / (n + 120))
    assert table.loc[("丙县-2024", "甲县-2023"), ["n_passages", "share", "share_slogans"]].tolist() == [0, 0, 0]
    assert len(table) == 3 * 2 + 3 and table["is_reference"].sum() == 3 and not table["mirror"].any()


def test_shares_agree_with_a_count_by_hand():
    plans, _ = planted(2)
    made = study(plans)
    found = reuse(made)
    texts = {p.plan_id: p.text for p in plans}
    for r in reuse_matrix(made, found).itertuples():
        places = {kind: set() for kind in (True, False)}
        for p in found.itertuples():
            for side in ((p.plan_id, p.start, p.end, p.other_id), (p.other_id, p.other_start, p.other_end, p.plan_id)):
                if (side[0], side[3]) == (r.plan_id, r.other_id):
                    places[p.kind == SLOGAN] |= {i for i in range(side[1], side[2]) if not NOT_HAN.match(texts[r.plan_id][i])}
        assert r.n_han == len(places[False])
        total = made.plans.set_index("plan_id").loc[r.plan_id, "n_han"]
        assert r.share_slogans == pytest.approx(len(places[True] - places[False]) / total)


def test_one_plan_has_nobody_beside_it():
    assert reuse_matrix(study([plan("甲县-2023", "1." + POLICY)])).empty
