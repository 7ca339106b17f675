"""Labels and clauses read from documents written for the purpose."""

import pytest

from compare.corpus import Plan
from compare.outline import outline_rows
from compare.reading.inference import LABELS, infer
from compare.reading.places import in_words
from documents import DOCUMENTS, Document


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_labels(document: Document) -> None:
    found = infer(document.text, document.file)
    assert {k: r.value for k, r in found.read.items()} == document.labels
    assert tuple(k for k in LABELS if k in found.doubtful) == document.doubts
    assert document.warns in " ".join(found.warnings) and bool(document.warns) == bool(found.warnings)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_clauses(document: Document) -> None:
    clauses, _ = outline_rows(Plan("p", document.text, {"title": document.labels.get("title")}))
    assert [row[7] for row in clauses if row[9]] == document.clauses


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_clauses_do_not_hang_on_the_title_on_record(document: Document) -> None:
    clauses, _ = outline_rows(Plan("p", document.text, {"title": None}))
    assert [row[7] for row in clauses if row[9]] == document.clauses


def test_every_label_says_where_it_was_read() -> None:
    for document in DOCUMENTS:
        for name, reading in infer(document.text, document.file).read.items():
            assert reading.where, (document.name, name)
            if name == "title" and reading.start >= 0 and " " not in document.head:
                assert str(reading.value)[:4] in document.text[reading.start : reading.end + 12] or "２" in document.text, (
                    document.name
                )


@pytest.mark.parametrize(("words", "name", "province"), [
    ("丰县教育局2024年工作要点", "丰县", "江苏省"),
    ("安丰县教育局2024年工作要点", "安丰县", None),             # no table lists it: the end of its name is another county's
    ("新丰县教育局2024年工作要点", "新丰县", "广东省"),
    ("江苏丰县2024年教育工作要点", "丰县", "江苏省"),
    ("中共高台县委教育工作领导小组2024年工作要点", "高台县", "甘肃省"),
    ("2024年度高台县教育工作要点", "高台县", "甘肃省"),
])
def test_a_name_is_read_whole(words: str, name: str, province: str | None) -> None:
    place = in_words(words, year=2024)
    assert place is not None and (place.name, place.province) == (name, province)


@pytest.mark.parametrize("speaker, place, level", [("市", "吉林市", "市"), ("省", "吉林省", "省"), ("我", None, None)])
def test_a_name_of_a_province_and_of_its_city_is_the_one_that_speaks(speaker: str, place: str | None, level: str | None) -> None:
    words = f"各位代表：\n现在，我代表{speaker}人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n"
    found = infer(words + "吉林大地生机勃勃。吉林制造走出国门。让吉林更加美好。\n二、2024年工作安排\n推进教育发展。\n", "吉林.txt")
    assert (found.value("place"), found.value("level")) == (place, level) or place is None and found.value("level") is None
