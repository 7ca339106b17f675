from compare.measures.design import design
from simulate import corpus, plan, theme


def test_every_place_stands_in_every_year():
    made = corpus([plan("甲-2024", [3] * 8, {}),
                  plan("甲-2025", [3] * 8, {}, year=2025),
                  plan("乙-2023", [3] * 8, {}, place="乙区", year=2023),
                  plan("丙", [3] * 8, {}, place=None, year=None)], [theme("安全")])
    table = design(made)
    assert len(table) == 3 * 4
    filled = table[table["n_plans"] > 0].set_index("plan_ids")
    assert filled["component"].nunique() == 3
    assert filled.loc["甲-2024", "component"] == filled.loc["甲-2025", "component"]
    assert filled.loc["甲-2024", "note"] == ""
    assert filled.loc["乙-2023", "note"] == "此地只有一年，不能谈趋势"
    assert filled.loc["丙", "place"] == "（地名被隐去）丙"
    assert filled["n_plans"].sum() == 4
