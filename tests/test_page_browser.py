"""The evidence page in a real Chromium, opened from a file as a reader does it.

Skipped, with the reason, where there is no Chromium with its chromedriver.
"""

import re
import time

import pytest

from browser import address, console, requests, window
from compare.measures.evidence import evidence
from compare.report.page import page
from pages import clauses, hostile_study, large_study, read
from studies import study_of

READ = """return [...document.querySelectorAll(arguments[0])].map((node) => ({
  plan: node.dataset.plan, clause: Number(node.dataset.clause), text: (node.querySelector(".words") || node).textContent,
  words: [...node.querySelectorAll(".words:last-of-type mark, div > .words mark")].map((mark) => mark.textContent),
  all: node.textContent}))"""
CELL = 'document.querySelector(`[data-cell="${arguments[0]}-${arguments[1]}"]`)'


class Reader:
    """A person at the page."""

    def __init__(self, driver, path, data):
        self.driver, self.path, self.data = driver, path, data

    def open(self, fragment=""):
        self.driver.get("data:text/html,")
        self.driver.get(address(self.path, fragment))

    def js(self, script, *given):
        return self.driver.execute_script(script, *given)

    def click(self, plan, theme):
        self.js(CELL + ".click()", plan, theme)

    def entries(self, where="#detail article"):
        while self.js(f"const more = document.querySelector('{where.split()[0]} > button:not(.close):not([hidden])');"
                      "if (more) more.click(); return Boolean(more)"):
            pass
        return self.js(READ, where)

    def press(self, *keys):
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys
        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(getattr(Keys, key, key))
        chain.perform()

    def focused(self):
        return self.js("return document.activeElement.dataset.cell || document.activeElement.id")

    def choose(self, name, value):
        self.js("const field = document.querySelector(`[name=${arguments[0]}]`); field.value = arguments[1];"
                "field.dispatchEvent(new Event('input', {bubbles: true}))", name, value)
        self.wait(lambda: name + "=" in self.js("return location.hash") or not value)

    def wait(self, until, seconds=5):
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "nothing came of it"
            time.sleep(.02)

    def cells(self):
        return self.js("return [...document.querySelectorAll('[data-cell]')].map((cell) => cell.dataset.cell)")

    def quiet(self):
        assert console(self.driver) == []
        asked = {url for url in requests(self.driver) if not url.startswith(("data:", "chrome:"))}
        assert all(url.startswith("file:") and url.partition("#")[0].endswith("page.html") for url in asked), asked


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with window(tmp_path_factory.mktemp("profile")) as made:
        yield made


def reader(driver, study, folder):
    content = page(study)
    path = folder / "证据 page.html"
    path.write_bytes(content)
    made = Reader(driver, path, read(content))
    made.study = study
    driver.get("data:text/html,")
    console(driver), requests(driver)
    return made


@pytest.fixture(scope="module")
def shipped(driver, study, tmp_path_factory):
    return reader(driver, study, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def hostile(driver, tmp_path_factory):
    return reader(driver, hostile_study(tmp_path_factory.mktemp("corpus")), tmp_path_factory.mktemp("page"))


@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_a_cell_opens_exactly_its_rows_of_table_evidence(which, request):
    reader = request.getfixturevalue(which)
    reader.open()
    table = evidence(reader.study)
    opened = 0
    for p, plan in enumerate(reader.data["plans"]):
        for t, theme in enumerate(reader.data["themes"]):
            reader.click(p, t)
            rows = table[(table["plan_id"] == plan["id"]) & (table["theme"] == theme["name"])]
            found = reader.entries()
            bodies = [reader.js("return arguments[0].map((no) => document.querySelector(`#detail article[data-clause='${no}'] > div"
                                " .words`).textContent)", [entry["clause"] for entry in found])]
            assert [entry["clause"] for entry in found] == rows["clause_no"].tolist()
            assert bodies[0] == rows["text"].tolist()
            for entry, row in zip(found, rows.itertuples(), strict=True):
                assert entry["plan"] == row.plan_id and f"原文第 {row.start}–{row.end} 字" in entry["all"]
                assert row.rule in entry["all"] and row.section_heading in (entry["all"] + row.text)
                marked = "".join(entry["words"])
                assert all(word in row.text for word in entry["words"])
                assert not row.evidence or set("".join(row.evidence.split("｜"))) == set(marked)
            opened += len(found)
    assert opened == len(table)
    reader.quiet()


def test_markup_in_a_document_is_shown_as_text(hostile):
    hostile.open()
    title = hostile.js("return document.title")
    hostile.open("plan=甲县-2024")
    text = hostile.js("return document.querySelector('#detail .read').textContent")
    own = hostile.study.clauses
    assert text == "".join(own.loc[own["plan_id"] == "甲县-2024", "text"].str.strip())
    assert '</script><script>document.title="坏了"</script>' in text and "党建引领&" in text
    assert "<!--注释-->" in text and 'onerror="document.title=' in text
    assert hostile.js("return document.querySelectorAll('img, script').length") == 2
    assert hostile.js("return document.title") == title == "证据：每个数字的出处"
    assert "甲<b>县</b>" in hostile.js("return document.querySelector('[name=place]').textContent")
    assert hostile.js("return getComputedStyle(document.querySelector('.words')).unicodeBidi") == "isolate"
    hostile.quiet()


def test_characters_beyond_the_basic_plane_shift_nothing(hostile):
    hostile.open("tab=targets")
    rows = hostile.entries("#list tbody tr")
    assert ["2520个" in row["all"] for row in rows if row["plan"] == "甲县-2024"] == [True]
    marks = hostile.js("return [...document.querySelectorAll('#list mark')].map((mark) => mark.textContent)")
    assert marks == ["300个", "2520个"]
    hostile.open("q=𠮷学位")
    assert hostile.js("return document.querySelector('#list mark').textContent") == "𠮷学位"


def test_search_finds_every_clause_that_holds_the_words(shipped):
    for asked in ("双减 课后", "学校", "没有这个词的", "AI"):
        shipped.open()
        shipped.choose("q", asked)
        shipped.wait(lambda: shipped.js("return document.querySelector('nav [aria-current]').dataset.tab") == "search")
        want = [(plan["id"], no) for plan in shipped.data["plans"] for no, (text, _, _) in clauses(plan).items()
                if all(word in text.lower() for word in asked.lower().split())]
        assert [(entry["plan"], entry["clause"]) for entry in shipped.entries("#list article")] == want
    shipped.quiet()


def test_filters_leave_what_they_say(shipped):
    plans, themes = shipped.data["plans"], shipped.data["themes"]
    shipped.open()
    everything = [f"{p}-{t}" for p in range(len(plans)) for t in range(len(themes))]
    assert shipped.cells() == everything
    shipped.choose("place", plans[1]["place"])
    assert shipped.cells() == [c for c in everything if c.startswith("1-")]
    shipped.choose("place", "")
    shipped.choose("year", "2024")
    assert shipped.cells() == [c for c in everything if plans[int(c[0])]["year"] == 2024]
    shipped.choose("only", themes[1]["name"])
    assert shipped.cells() == [c for c in everything if plans[int(c[0])]["year"] == 2024 and c.endswith("-1")]
    shipped.js("document.querySelector('#filters').reset()")
    shipped.wait(lambda: shipped.cells() == everything)
    shipped.choose("verdict", "不可比")
    assert shipped.cells() == [c for c in everything if shipped.data["verdicts"][themes[int(c[2])]["verdict"]] == "不可比"]
    shipped.choose("with", plans[2]["id"])
    for verdict in shipped.data["verdicts"]:
        shipped.choose("verdict", verdict)
        want = []
        for p, t in ((int(c[0]), int(c[2])) for c in everything):
            i, j = sorted((p, 2))
            n = len(plans)
            digits = shipped.data["pairs"]["matrices"][shipped.data["pairs"]["of"][t]]
            if p == 2 or shipped.data["verdicts"][int(digits[i * n - i * (i + 1) // 2 + j - i - 1])] == verdict:
                want.append(f"{p}-{t}")
        assert shipped.cells() == want
    shipped.quiet()


def test_the_page_can_be_used_without_a_mouse(shipped):
    shipped.open()
    assert shipped.js("return document.querySelectorAll('.heat button[tabindex=\"0\"]').length") == 1
    shipped.js("document.querySelector('.heat button').focus()")
    shipped.press("ARROW_DOWN", "ARROW_RIGHT")
    assert shipped.focused() == "1-1"
    shipped.press("END")
    assert shipped.focused() == f"1-{len(shipped.data['themes']) - 1}"
    shipped.press("HOME", "ARROW_UP", "ARROW_UP", "ARROW_LEFT")
    assert shipped.focused() == "0-0"
    shipped.press("ENTER")
    assert shipped.focused() == "detail" and shipped.entries()
    shipped.press("ESCAPE")
    assert shipped.js("return document.querySelector('#detail').hidden") and shipped.focused() == "0-0"


def test_a_link_in_a_footnote_opens_its_cell(shipped):
    plan, theme = shipped.data["plans"][3]["id"], shipped.data["themes"][0]["name"]
    shipped.open(f"plan={plan}&theme={theme}")
    first = [entry["clause"] for entry in shipped.entries()]
    assert first == [row[0] for row in shipped.data["plans"][3]["cells"][0]["clauses"]]
    shipped.open(f"plan={plan}&clause=12")
    assert shipped.js("return document.querySelector('.read .here').textContent").strip() == \
        clauses(shipped.data["plans"][3])[12][0].strip()
    for lost in ("tab=nothing&plan=<b>&theme=1&clause=x&row=99&q=", f"plan={plan}&theme=改了名的主题"):
        shipped.open(lost)                                      # a footnote that leads nowhere says so, and to what it led
        assert len(shipped.cells()) > 1 and not shipped.entries()
        said = shipped.js("return document.querySelector('#detail').textContent")
        assert "不在本页" in said and ("<b>" in said or "改了名的主题" in said)
    shipped.open("tab=nothing&row=99")
    assert shipped.js("return document.querySelector('#detail').hidden")
    shipped.quiet()


def test_addresses_of_odd_names_lead_to_their_cells(driver, tmp_path):
    """Names of files that mean something in an address: by the page's own link, and as a person types them."""
    names = ["A+B 100%&c=d#e-2024", "甲县＆乙县-2024", "东山区+西海区-2023"]
    corpus = study_of(tmp_path / "corpus", **{name: f"---\nplace: {name}\nyear: 2024\n---\n一、校园安全{'。校园安全' * n}。\n"
                                              for n, name in enumerate(names)})
    odd = reader(driver, corpus, tmp_path)
    assert sorted(plan["id"] for plan in odd.data["plans"]) == sorted(names)
    theme = next(t for t, theme in enumerate(odd.data["themes"]) if theme["name"] == "安全")
    for p, plan in enumerate(odd.data["plans"]):
        odd.open()
        odd.click(p, theme)
        link = odd.js("const node = document.querySelector('#detail a[aria-label=此格的地址]'); return [node.getAttribute('href'), node.textContent]")
        for fragment in link:                                   # what is copied, and what is read
            driver.get("data:text/html,")
            driver.get(odd.path.as_uri() + fragment)
            assert plan["label"] in odd.js("return document.querySelector('#detail h2').textContent")
            assert [entry["plan"] for entry in odd.entries()] == [plan["id"]] * len(plan["cells"][theme]["clauses"])
    odd.quiet()


def test_every_tab_is_made_of_words(shipped):
    """Nothing of the program shows through, and a filter that does nothing on a tab is not on it."""
    for tab in ("themes", "search", "targets", "reuse", "about"):
        shipped.open(f"tab={tab}&q=安全")
        assert not re.search(r"object |undefined|NaN|null", shipped.js("return document.body.innerText")), tab
        assert shipped.js("return document.querySelector('select[name=with]').offsetParent !== null") == (tab == "themes")
    shipped.open("tab=about")
    assert all(theme["definition"] in shipped.js("return document.querySelector('dl').textContent") for theme in shipped.data["themes"])


def test_a_search_counts_by_plan(shipped):
    shipped.open("q=心理健康")
    rows = shipped.js("return [...document.querySelectorAll('#list details tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")
    own = shipped.study.clauses[shipped.study.clauses["text"].str.contains("心理健康")]
    assert len(rows) > 1
    for plan, label in zip(shipped.study.plans["plan_id"], shipped.study.plans["label"], strict=True):
        found, all_of = own[own["plan_id"] == plan], int((shipped.study.clauses["plan_id"].eq(plan) & shipped.study.clauses["counted"]).sum())
        row = [label, str(len(found)), f"{int(found['counted'].sum())} / {all_of}"]
        assert [own for own in rows if own[0] == label] == ([row] if len(found) else [])


def test_what_is_shown_stands_in_the_address_and_back_goes_back(shipped):
    shipped.open()
    shipped.click(1, 0)
    shipped.click(2, 0)
    here = shipped.js("return document.querySelector('#detail').textContent")
    url = shipped.driver.current_url
    shipped.driver.back()
    shipped.wait(lambda: shipped.data["plans"][1]["label"] in shipped.js("return document.querySelector('#detail h2').textContent"))
    shipped.driver.get("data:text/html,")
    shipped.driver.get(url)
    assert shipped.js("return document.querySelector('#detail').textContent") == here


def test_targets_and_reuse_open_their_source(shipped):
    shipped.open("tab=targets")
    rows = shipped.entries("#list tbody tr")
    assert [(row["plan"], row["clause"]) for row in rows] == \
        [(shipped.data["plans"][row[0]]["id"], row[1]) for row in shipped.data["targets"]]
    shipped.js("document.querySelector('#list tbody a').click()")
    assert shipped.js("return document.querySelector('.read .here').textContent").strip() == rows[0]["text"].strip()
    shipped.open("tab=reuse")
    assert len(shipped.entries("#list tbody tr")) == len(shipped.data["reuse"])
    for n, row in enumerate(shipped.data["reuse"][:10], 1):
        shipped.open(f"tab=reuse&row={n}")
        left, right = shipped.js("return [...document.querySelectorAll('.pair .words')].map((side) => side.textContent)")
        plans = shipped.data["plans"]
        assert right == plans[row[0]]["text"][row[2]:row[3]] and left == plans[row[4]]["text"][row[6]:row[7]]
    shipped.quiet()


def test_everything_has_a_name_and_fits_a_phone(shipped):
    shipped.open(f"plan={shipped.data['plans'][1]['id']}&theme={shipped.data['themes'][0]['name']}")
    unnamed = shipped.js("return [...document.querySelectorAll('button, a, input, select')].filter((node) => "
                         "!(node.getAttribute('aria-label') || node.textContent.trim() || (node.labels && node.labels.length)))"
                         ".map((node) => node.outerHTML)")
    assert unnamed == []
    try:
        shipped.driver.set_window_size(500, 800)
        for tab in ("themes", "search", "targets", "reuse", "about"):
            shipped.open(f"tab={tab}")
            assert shipped.js("return document.documentElement.scrollWidth <= innerWidth"), f"{tab} is wider than the screen"
    finally:
        shipped.driver.set_window_size(1300, 900)


def test_it_prints(shipped):
    shipped.open(f"plan={shipped.data['plans'][1]['id']}&theme={shipped.data['themes'][0]['name']}")
    shipped.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert shipped.js("return getComputedStyle(document.querySelector('#filters')).display") == "none"
        assert shipped.js("return getComputedStyle(document.querySelector('#detail')).overflow") == "visible"
    finally:
        shipped.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.slow
def test_three_hundred_plans(driver, tmp_path):
    big = reader(driver, large_study(tmp_path / "corpus", 300), tmp_path)
    text = int(big.study.plans["text"].str.encode("utf-8").str.len().sum())
    size = big.path.stat().st_size
    paints, clicks = [], []
    for _ in range(3):
        big.open()
        big.wait(lambda: big.js("return performance.getEntriesByType('paint').length") > 1, 20)
        paints.append(big.js("return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        assert len(big.cells()) == 300 * len(big.data["themes"])
        for p in (0, 150, 299):
            clicks.append(driver.execute_async_script(
                "const done = arguments[2], began = performance.now();" + CELL + ".click();"
                "requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))", p, 0))
    print(f"text {text:,} bytes, file {size:,} bytes ({size / text:.2f}), first paint {sorted(paints)[1]:.0f} ms, "
          f"click {sorted(clicks)[4]:.0f} ms (worst {max(clicks):.0f})")
    big.quiet()
    assert size < 3 * text
    assert sorted(paints)[1] < 1000 and sorted(clicks)[4] < 100
