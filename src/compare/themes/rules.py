"""Theme files -> themes.  Every mistake in a file is one line: file, key, what was read, what would do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from compare.corpus import MAX_BYTES, file_text
from compare.errors import StudyError
from compare.paths import stem
from compare.safe_yaml import load_yaml
from compare.themes.folding import folded
from compare.themes.regex import too_slow
from compare.themes.theme import Example, Rule, Scope, Theme, Words

KEYS = ("label", "label_en", "definition", "valid_from", "lists", "any", "rules", "exclude", "scope", "yes", "no")
RULE_KEYS = ("any", "all", "near", "within", "sequence", "gap", "regex", "not")
SCOPE_KEYS = ("from", "heading", "unless", "needs", "not")
EXAMPLE_KEYS = ("section", "item", "point", "before", "text")
SOURCES = ("section", "item", "point", "paragraph", "sentence")
LONGEST_WORD = 40


def read_themes(folder: Path) -> tuple[Theme, ...]:
    """The themes of a folder, in order of their names.  Raises StudyError for a mistake in a file."""
    found: dict[str, Path] = {}
    for path in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
        if path.name.lower().endswith((".yml.txt", ".yaml.txt")):    # by Notepad, where Windows hides the endings of names
            raise StudyError(path, "is a theme whose name ends in .txt", f"rename it to {path.stem}")
        if path.suffix.lower() not in (".yml", ".yaml"):
            continue
        twin = found.setdefault(stem(path).casefold(), path)
        if twin is not path:
            raise StudyError(path, f"has the same name as {twin.name}", "rename one of the two files")
    if not found:
        raise StudyError(folder, "no theme (*.yml) in it", "copy one of the project's corpus/themes there")
    return tuple(read_theme(found[name]) for name in sorted(found))


def read_theme(path: Path) -> Theme:
    """Read and check one theme file."""
    return parse_theme(file_text(path, MAX_BYTES), path)


def parse_theme(text: str, path: Path) -> Theme:
    """A theme from the text of its file."""
    data = load_yaml(text.replace("\r\n", "\n"), path)
    reader = _Reader(path, data)
    return reader.theme(stem(path))


class _Reader:
    """Checks one file; remembers its word lists and which of them were used."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        # to YAML the keys yes: and no: are true and false
        self.path, self.data = path, {{True: "yes", False: "no"}.get(key, key) if isinstance(key, bool) else key: value
                                      for key, value in data.items()}
        self.lists: dict[str, Any] = {}
        self.used: set[str] = set()
        self.resolved: dict[str, Words] = {}

    def fail(self, key: str, what: str, cure: str) -> StudyError:
        return StudyError(f"{self.path}, {key}", what, cure)

    def theme(self, name: str) -> Theme:
        self.known("", self.data, KEYS)
        self.lists = self.mapping("lists", self.data.get("lists"))
        for listed in self.lists:
            self.words(f"lists.{listed}", self.lists[listed])
        self.used.clear()
        self.resolved.clear()
        label, label_en, definition = (self.text(key) for key in ("label", "label_en", "definition"))
        rules = [self.rule("any", {"any": self.data["any"]})] if "any" in self.data else []
        rules += [self.rule(f"rules.{r}", body, str(r)) for r, body in self.mapping("rules", self.data.get("rules")).items()]
        if not rules:
            raise self.fail("rules", "the theme has no rule", "write at least one, e.g. any: [课后服务, 校外培训]")
        exclude = self.words("exclude", self.data["exclude"]) if "exclude" in self.data else ()
        for rule in rules:
            self.apart(f"rules.{rule.name}", rule.any, "exclude", exclude)
        scopes = [self.scope(f"scope.{s}", body, str(s)) for s, body in self.mapping("scope", self.data.get("scope")).items()]
        for listed in self.lists:
            if listed not in self.used:
                raise self.fail(f"lists.{listed}", "no rule uses this list", f"write @{listed} in a rule, or delete the list")
        return Theme(name, label, label_en, definition, self.date(), tuple(rules), exclude, tuple(scopes),
                     self.examples("yes"), self.examples("no"))

    def known(self, key: str, body: dict[str, Any], keys: Iterable[str]) -> None:
        for given in body:
            if given not in keys:
                raise self.fail(f"{key}.{given}".lstrip("."), "unknown key", "use one of " + ", ".join(keys))

    def mapping(self, key: str, body: Any) -> dict[str, Any]:
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise self.fail(key, f"read {_shown(body)}, not names and values", "write a name, a colon and its content under it")
        return body

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            read = "is missing" if value is None else f"read {_shown(value)}, not a text"
            raise self.fail(key, read, f"write a line {key}: …")
        return value.strip()

    def date(self) -> str | None:
        value = self.data.get("valid_from")
        if value is None:
            return None
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise ValueError
            return datetime.date.fromisoformat(value).isoformat()
        except ValueError:
            raise self.fail("valid_from", f"{_shown(value)} is no date", "write it as 2021-07-24, or leave it out") from None

    def words(self, key: str, value: Any, above: Words = ()) -> Words:
        """A word, a list of words, or @lists of the file, as folded words."""
        entries = value if isinstance(value, list) else [value]
        if value is None or not entries:
            raise self.fail(key, "holds no word", "write at least one word, or delete the key")
        made: list[str] = []
        written: set[str] = set()
        for entry in entries:
            if not isinstance(entry, str):
                raise self.fail(key, f"read {_shown(entry)}, not a word", "write words, numbers among them in quotes")
            if entry.startswith("@"):
                name = entry[1:]
                if name not in self.lists:
                    raise self.fail(key, f"no list {name!r} in this file", f"use one of {list(self.lists)}")
                if name in above:
                    raise self.fail(key, f"list {name!r} calls itself", "take @" + name + " out of it")
                self.used.add(name)
                if name not in self.resolved:   # once: lists that each name the next one twice would double without end
                    self.resolved[name] = self.words(f"lists.{name}", self.lists[name], (*above, name))
                made += self.resolved[name]
                continue
            word = folded(entry)[0]
            if not word or len(word) > LONGEST_WORD:
                raise self.fail(key, f"{_shown(entry)} has not 1 to {LONGEST_WORD} characters", "shorten it, or use sequence")
            if word in written:
                raise self.fail(key, f"{word!r} stands there twice", "delete one of the two")
            written.add(word)
            made.append(word)
        return tuple(dict.fromkeys(made))  # two lists may share a word

    def groups(self, key: str, value: Any) -> tuple[Words, ...]:
        if not isinstance(value, list) or len(value) < 2:
            raise self.fail(key, f"read {_shown(value)}, not groups of words", "write it as [[作业, 考试], [减量, 负担]]")
        return tuple(self.words(key, group) for group in value)

    def number(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
            raise self.fail(key, f"{_shown(value)} is no number of characters", "write a whole number from 0 to 1000")
        return value

    def apart(self, key: str, words: Words, other: str, others: Words) -> None:
        for word in words:
            if word in others:
                raise self.fail(key, f"{word!r} stands in {other} too", "a word is evidence or none: delete it in one place")

    def rule(self, key: str, body: Any, name: str = "any") -> Rule:
        body = self.mapping(key, body)
        prefix = "" if key == "any" else f"{key}."
        self.known(key, body, RULE_KEYS)
        if not {"any", "all", "near", "sequence", "regex"} & set(body):
            raise self.fail(key, "states nothing to find", "give it any, all, near, sequence or regex")
        for one, other, example in (("near", "within", "within: 10, or within: clause"), ("sequence", "gap", "gap: 6")):
            if one in body and other not in body:
                raise self.fail(key, f"{one} without {other}", f"write {example}")
            if other in body and one not in body:
                raise self.fail(key, f"{other} without {one}", f"write {one}: too, or delete {other}")
        words = {k: self.words(prefix + k, body[k]) for k in ("any", "all", "not") if k in body}
        groups = {k: self.groups(prefix + k, body[k]) for k in ("near", "sequence") if k in body}
        within = body.get("within")
        if within != "clause" and within is not None:
            within = self.number(f"{prefix}within", within)
        without = words.get("not", ())
        for k in ("any", "all"):
            self.apart(prefix + k, words.get(k, ()), "not", without)
        for k, given in groups.items():
            for group in given:
                self.apart(prefix + k, group, "not", without)
        regex = self.pattern(f"{prefix}regex", body["regex"]) if "regex" in body else ""
        return Rule(name, words.get("any", ()), words.get("all", ()), groups.get("near", ()),
                    None if within == "clause" else within, groups.get("sequence", ()),
                    self.number(f"{prefix}gap", body.get("gap", 0)), regex, without)

    def pattern(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise self.fail(key, f"read {_shown(value)}, not a pattern", "write it in quotes, e.g. '[四五]防'")
        try:
            matches_nothing = re.compile(value).fullmatch("")
        except re.error as error:
            raise self.fail(key, f"{value!r} is no pattern ({error.msg})", "mend it, or use any, near or sequence") from None
        except (RecursionError, OverflowError):
            raise self.fail(key, f"{_shown(value)} is beyond all measure", "use any, near or sequence") from None
        if matches_nothing:
            raise self.fail(key, f"{value!r} matches the empty text", "make at least one character of it obligatory")
        if fault := too_slow(value):
            raise self.fail(key, f"{value!r} {fault}", "bound it, as .{0,8}, quantify no group; or use sequence")
        return value

    def scope(self, key: str, body: Any, name: str) -> Scope:
        body = self.mapping(key, body)
        self.known(key, body, SCOPE_KEYS)
        sources = body["from"] if isinstance(body.get("from"), list) else [body.get("from")]
        if not sources or not all(source in SOURCES for source in sources):
            raise self.fail(f"{key}.from", f"read {_shown(body.get('from'))}", "write one or more of " + ", ".join(SOURCES))
        given = {k: self.words(f"{key}.{k}", body[k]) for k in ("heading", "unless", "needs", "not") if k in body}
        self.apart(f"{key}.needs", given.get("needs", ()), "not", given.get("not", ()))
        self.apart(f"{key}.heading", given.get("heading", ()), "unless", given.get("unless", ()))
        return Scope(name, tuple(sources), given.get("heading", ()), given.get("unless", ()), given.get("needs", ()),
                     given.get("not", ()))

    def examples(self, key: str) -> tuple[Example, ...]:
        value = self.data.get(key) or []
        if not isinstance(value, list):
            raise self.fail(key, f"read {_shown(value)}, not a list of sentences", "write '- ' before each sentence")
        made = []
        for number, entry in enumerate(value, 1):
            parts = {"text": entry} if isinstance(entry, str) else entry
            if not isinstance(parts, dict) or not parts.get("text") or not all(isinstance(p, str) for p in parts.values()):
                raise self.fail(f"{key} {number}", f"read {_shown(entry)}, not a sentence",
                                "write a sentence, or {item: heading, text: sentence}")
            self.known(f"{key} {number}", parts, EXAMPLE_KEYS)
            made.append(Example(**parts))
        return tuple(made)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
