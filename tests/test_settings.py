"""The session's language: one setting for tables, charts and what a study tells of itself."""

import pytest

import compare
from compare.errors import StudyError
from compare.settings import VARIABLE, language, t


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")


def test_chinese_unless_it_is_set():
    assert language() == "zh" and t("是 | yes") == "是"
    assert language("en") == language() == "en" and t("是 | yes") == "yes" and t("p") == "p"
    assert language("zh") == language() == "zh"


def test_the_environment_sets_it_for_all_notebooks(monkeypatch):
    monkeypatch.setenv(VARIABLE, "en")
    assert compare.language() == "en"


def test_another_language_is_told(monkeypatch):
    with pytest.raises(StudyError, match="^language: no language 'fr' -> use zh or en$"):
        language("fr")
    assert language() == "zh", "nothing was set"
    monkeypatch.setenv(VARIABLE, "de")
    with pytest.raises(StudyError, match=f"^{VARIABLE}: no language 'de'"):
        language()


def test_charts_speak_it(study):
    title = lambda: compare.charts.design(study).texts[0].get_text()  # noqa: E731
    zh = title()
    language("en")
    assert title() != zh and any("a" <= letter <= "z" for letter in title())
    assert compare.charts.design(study, lang="zh").texts[0].get_text() == zh
