"""Labels and clauses read from documents written for the purpose."""

import pytest

from compare.corpus import Plan
from compare.outline import outline_rows
from compare.reading.inference import LABELS, infer
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
