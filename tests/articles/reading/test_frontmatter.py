"""Front matter: values are checked, mistakes are told with their line, and as much as possible is rescued."""

import time
from datetime import date

import pytest

from portal.articles.reading.frontmatter import FrontMatter, parse
from portal.core.problems import Problem

FULL = """---
title: Set up the VPN
summary: Reach the office from home.
tags: [vpn, network]
category: Network
audience: internal
status: draft
owner: luis@example.org
review_on: 2026-11-24
aliases:
  - red/old-vpn.md
related: [red/wifi.md]
order: 3
lang: es
kind: course
also: [remote access]
level: beginner
duration_minutes: 45
ms.topic: article
layout: post
---
# Body
"""


def matter_of(*lines: str) -> tuple[FrontMatter, list[Problem]]:
    matter, _body, _line, problems = parse("\n".join(["---", *lines, "---", "body"]))
    return matter, problems


def codes(problems: list[Problem]) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems]


def test_every_value_is_read() -> None:
    matter, body, line, problems = parse(FULL)
    assert matter == FrontMatter(
        title="Set up the VPN", summary="Reach the office from home.", tags=("vpn", "network"), category="Network",
        audience="internal", status="draft", owner="luis@example.org", review_on=date(2026, 11, 24),
        aliases=("red/old-vpn.md",), related=("red/wifi.md",), order=3, lang="es", kind="course",
        also=("remote access",), level="beginner", duration_minutes=45,
    )  # fmt: skip
    assert (body, line, problems) == ("# Body\n", 22, [])


def test_text_without_front_matter_is_all_body() -> None:
    assert parse("# Title\n\ntext") == (FrontMatter(), "# Title\n\ntext", 1, [])


def test_rule_at_the_top_is_no_front_matter() -> None:
    text = "---\n\nA text between rules.\n\n---\nmore"
    assert parse(text) == (FrontMatter(), text, 1, [])


def test_front_matter_may_be_empty() -> None:
    assert parse("---\n---\nbody") == (FrontMatter(), "body", 3, [])


def test_three_dots_close_it_too() -> None:
    matter, body, line, problems = parse("---\ntitle: A\n...\nbody")
    assert (matter.title, body, line, problems) == ("A", "body", 4, [])


def test_missing_end_is_told_and_the_body_is_published() -> None:
    matter, body, line, problems = parse("---\ntitle: Printer\ntags: [a]\n\n# Printer\n\nText: with colon\n")
    assert (matter.title, matter.tags, matter.audience) == ("Printer", ("a",), "public")
    assert body == "\n# Printer\n\nText: with colon\n"
    assert (line, codes(problems)) == (4, [("frontmatter_unclosed", 1)])


def test_rule_in_the_text_does_not_close_a_front_matter_without_end() -> None:
    matter, body, _line, problems = parse(
        "---\ntitle: Printer\n\n# Printer\n\nProse here.\n\n---\n\nThe rest.\n"
    )
    assert matter.title == "Printer"
    assert "Prose here." in body
    assert "The rest." in body
    assert codes(problems) == [("frontmatter_unclosed", 1)]


def test_unquoted_colon_in_a_title_is_told_and_the_title_is_kept() -> None:
    matter, problems = matter_of("title: Error 809: no answer", "tags: [vpn]", "status: published")
    assert (matter.title, matter.tags, matter.status) == ("Error 809: no answer", ("vpn",), "published")
    assert codes(problems) == [("frontmatter_broken", 2)]


def test_tabs_are_told_and_the_list_is_kept() -> None:
    matter, problems = matter_of("title: A", "tags:", "\t- vpn", "\t- red")
    assert (matter.title, matter.tags) == ("A", ("vpn", "red"))
    assert codes(problems) == [("frontmatter_broken", 4)]


def test_brackets_around_a_part_of_the_title_are_kept() -> None:
    matter, problems = matter_of("title: [Draft] VPN")
    assert matter.title == "[Draft] VPN"
    assert [problem.code for problem in problems] == ["frontmatter_broken"]


def test_key_written_twice_is_told_and_the_last_counts() -> None:
    matter, problems = matter_of("title: A", "title: B")
    assert matter.title == "B"
    assert codes(problems) == [("frontmatter_duplicate", 3)]


@pytest.mark.parametrize(
    "tagged",
    [
        '!!python/object/apply:os.system ["touch /tmp/x"]',
        "!!python/name:os.system",
        "!<tag:yaml.org,2002:python/none> x",
    ],
)
def test_python_tags_are_refused_and_never_run(tagged: str) -> None:
    matter, problems = matter_of(f"title: {tagged}", "category: Network")
    assert matter.title == ""
    assert matter.category == "Network"
    assert codes(problems)[0][0] in {"frontmatter_unsafe", "frontmatter_broken"}


def test_anchors_are_refused_and_the_title_is_rescued() -> None:
    matter, problems = matter_of("base: &a [x]", "tags: *a", "title: VPN")
    assert matter.title == "VPN"
    assert codes(problems) == [("frontmatter_unsafe", 2)]


def test_bomb_of_aliases_is_refused_fast() -> None:
    bomb = ["a: &a [lol, lol, lol]"]
    bomb += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    start = time.monotonic()
    matter, problems = matter_of(*bomb, "title: Still here")
    assert time.monotonic() - start < 1
    assert matter.title == "Still here"
    assert codes(problems) == [("frontmatter_unsafe", 2)]


@pytest.mark.parametrize("sign", ["[", "{", "[a, ", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_fast(sign: str) -> None:
    start = time.monotonic()
    parse(f"---\ntitle: A\nx: {sign * 20_000}\n---\nbody")
    assert time.monotonic() - start < 1


def test_huge_front_matter_is_told_and_its_title_is_kept() -> None:
    matter, problems = matter_of("title: A", f"x: {'a' * 70_000}")
    assert matter.title == "A"
    assert codes(problems) == [("frontmatter_too_large", 2)]


@pytest.mark.parametrize("written", ["2024-01-01", "007", "1.50", "true", "No", "null", "0x1F", "12:30"])
def test_title_that_yaml_takes_for_something_else_stays_as_written(written: str) -> None:
    matter, problems = matter_of(f"title: {written}")
    assert matter.title == written
    assert problems == [Problem("value_type", 2, f"title: {written}")]


def test_quoted_date_is_a_title_without_problem() -> None:
    matter, problems = matter_of('title: "2024-01-01"')
    assert (matter.title, problems) == ("2024-01-01", [])


def test_list_written_with_commas_is_split_and_told() -> None:
    matter, problems = matter_of("tags: vpn, red , vpn")
    assert matter.tags == ("vpn", "red")
    assert problems == [Problem("value_type", 2, "tags: vpn, red , vpn")]


def test_mapping_as_title_is_told() -> None:
    matter, problems = matter_of("title: {a: b}")
    assert (matter.title, codes(problems)) == ("", [("value_type", 2)])


@pytest.mark.parametrize("written", ["next spring", "2026-13-01", "[2026-01-01]"])
def test_date_that_is_none_is_told(written: str) -> None:
    matter, problems = matter_of(f"review_on: {written}")
    assert (matter.review_on, codes(problems)) == (None, [("value_type", 2)])


def test_order_that_is_no_number_is_told() -> None:
    matter, problems = matter_of("order: first", "duration_minutes: 99999999999999999999")
    assert (matter.order, matter.duration_minutes) == (None, None)
    assert codes(problems) == [("value_type", 2), ("value_type", 3)]


@pytest.mark.parametrize("written", ["everybody", "", "[public]", "Public!", "publico"])
def test_audience_that_cannot_be_read_means_internal(written: str) -> None:
    matter, problems = matter_of(f"audience: {written}")
    assert matter.audience == "internal"
    assert codes(problems) == [("value_unknown", 2)]


def test_audience_is_read_in_capitals_too() -> None:
    assert matter_of("audience: Internal")[0].audience == "internal"


def test_status_that_cannot_be_read_means_draft() -> None:
    matter, problems = matter_of("status: almost")
    assert (matter.status, codes(problems)) == ("draft", [("value_unknown", 2)])


def test_two_audiences_that_differ_mean_internal() -> None:
    assert matter_of("audience: internal", "audience: public")[0].audience == "internal"


def test_audience_in_a_broken_front_matter_is_still_kept() -> None:
    assert matter_of("title: A: b", "audience: internal")[0].audience == "internal"


def test_audience_that_is_hidden_in_a_broken_front_matter_means_internal() -> None:
    matter, problems = matter_of("title: A: b", "more:", "  audience: internal")
    assert matter.audience == "internal"
    assert codes(problems) == [("frontmatter_broken", 2), ("value_unknown", 4)]


def test_status_behind_a_gap_of_an_unclosed_front_matter_means_draft() -> None:
    matter, body, _line, problems = parse("---\ntitle: A\n\nstatus: draft\n\nText.\n")
    assert (matter.status, matter.audience) == ("draft", "public")
    assert "Text." in body
    assert codes(problems) == [("frontmatter_unclosed", 1), ("value_unknown", 4)]


def test_audience_of_microsoft_metadata_says_nothing_about_readers() -> None:
    matter, problems = matter_of("title: A", "ms.topic: article", "audience: Admin")
    assert (matter.audience, problems) == ("public", [])


def test_description_stands_in_for_a_summary() -> None:
    assert matter_of("description: Short.")[0].summary == "Short."
    assert matter_of("description: Short.", "summary: Mine.")[0].summary == "Mine."


def test_labels_of_product_names_are_taken_off() -> None:
    assert matter_of("title: Back to [!DNL Elasticsearch7] again")[0].title == "Back to Elasticsearch7 again"


def test_escapes_bring_no_controls_back() -> None:
    matter, _problems = matter_of('title: "a\\0b\\x1bc"')
    assert matter.title == "abc"


def test_long_title_is_cut_and_told() -> None:
    matter, problems = matter_of(f"title: {'x' * 400}")
    assert matter.title == "x" * 300
    assert codes(problems) == [("value_too_long", 2)]


def test_folded_text_is_one_line() -> None:
    assert matter_of("summary: >", "  Two", "  lines.")[0].summary == "Two lines."


def test_lines_of_problems_count_from_the_top_of_the_file() -> None:
    _matter, _body, line, problems = parse("\n\n---\ntitle: A\norder: x\n---\nbody")
    assert (line, codes(problems)) == (7, [("value_type", 5)])
