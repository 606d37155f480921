"""Files become the catalogue: new, changed, renamed, gone, and everything that is wrong with a file."""

import os
from pathlib import Path

import pytest
from flask import Flask, current_app

from portal.articles import queries
from portal.articles.models import Alias, Article, FileProblem
from portal.articles.tree import FolderUnreadable
from portal.core.database import db
from tests.support.factories import article_at, sync, write

ALL = ("public", "internal")


def problems() -> set[tuple[str, str]]:
    return {(one.path, one.code) for one in db.session.query(FileProblem)}


def test_new_file_is_published(app: Flask) -> None:
    write("es/red/vpn.md", "---\ntitle: Conectar la VPN\ntags: [vpn, casa]\n---\nAbre el programa.\n")
    assert sync().new == 1
    article = article_at("es/red/vpn.md")
    assert (article.lang, article.slug, article.title) == ("es", "red/vpn", "Conectar la VPN")
    assert (article.status, article.audience, article.kind) == ("published", "public", "article")


def test_second_run_changes_nothing(app: Flask) -> None:
    write("en/a.md", "# A\n\ntext")
    sync()
    version = queries.catalogue_version()
    report = sync()
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert queries.catalogue_version() == version


def test_changed_file_gets_a_new_edition_and_keeps_its_identity(app: Flask) -> None:
    write("en/a.md", "# A\n\nold")
    sync()
    before = article_at("en/a.md")
    first = before.edition_id
    write("en/a.md", "# A\n\nnew")
    assert sync().changed == 1
    assert article_at("en/a.md").id == before.id
    assert article_at("en/a.md").edition_id != first


def test_text_that_comes_back_finds_its_old_edition(app: Flask) -> None:
    write("en/a.md", "# A\n\nold")
    sync()
    first = article_at("en/a.md").edition_id
    write("en/a.md", "# A\n\nnew")
    sync()
    write("en/a.md", "# A\n\nold")
    sync()
    assert article_at("en/a.md").edition_id == first


def test_renamed_file_keeps_its_identity_and_the_old_address_leads_there(app: Flask) -> None:
    file = write("en/old/name.md", "# A\n\ntext")
    sync()
    id_ = article_at("en/old/name.md").id
    file.parent.joinpath("name.md").rename(write("en/new/other.md"))
    report = sync()
    assert (report.renamed, report.gone, report.new) == (1, 0, 0)
    assert article_at("en/new/other.md").id == id_
    found = queries.find_by_alias("en", "old/name", ALL)
    assert found is not None
    assert found.id == id_


def test_rename_seen_in_two_steps_is_still_a_rename(app: Flask) -> None:
    file = write("en/a.md", "# A\n\ntext")
    sync()
    id_ = article_at("en/a.md").id
    data = file.read_bytes()
    file.unlink()
    assert sync().gone == 1
    write("en/b.md", data)
    assert sync().renamed == 1
    assert article_at("en/b.md").id == id_
    assert article_at("en/b.md").status == "published"


def test_file_that_takes_the_old_name_of_a_renamed_one_gets_its_own_address(app: Flask) -> None:
    write("en/a.md", "# First\n\ntext")
    sync()
    (current_app.config["ARTICLES"] / "en/a.md").rename(current_app.config["ARTICLES"] / "en/b.md")
    sync()
    write("en/a.md", "# Second\n\nanother text")
    sync()
    found = queries.find_article("en", "a", ALL)
    assert found is not None
    assert found.title == "Second"


def test_deleted_file_is_gone_and_comes_back(app: Flask) -> None:
    file = write("en/a.md", "# A\n\ntext")
    sync()
    file.unlink()
    assert sync().gone == 1
    assert article_at("en/a.md").status == "gone"
    write("en/a.md", "# A\n\ntext")
    sync()
    assert article_at("en/a.md").status == "published"
    assert db.session.query(Article).count() == 1


def test_aliases_of_the_front_matter_lead_here_and_go_with_it(app: Flask) -> None:
    write("es/red/vpn.md", "---\naliases: [red/vpn-antigua.md, /articles/es/ayuda/vpn]\n---\ntexto")
    sync()
    assert queries.find_by_alias("es", "red/vpn-antigua", ALL) is not None
    assert queries.find_by_alias("es", "ayuda/vpn", ALL) is not None
    write("es/red/vpn.md", "texto")
    sync()
    assert db.session.query(Alias).count() == 0


def test_language_is_folder_then_front_matter_then_default(app: Flask) -> None:
    write("es/a.md", "---\nlang: en\n---\ntexto")
    write("red/b.md", "---\nlang: es\n---\ntexto")
    write("red/c.md", "text")
    sync()
    assert [article_at(path).lang for path in ("es/a.md", "red/b.md", "red/c.md")] == ["es", "es", "en"]
    assert [article_at(path).slug for path in ("es/a.md", "red/b.md")] == ["a", "red/b"]


def test_categories_of_translations_share_one_key(app: Flask) -> None:
    write("en/net/vpn.md", "---\ncategory: Network and VPN\n---\ntext")
    write("es/net/vpn.md", "---\ncategory: Red y VPN\n---\ntexto")
    write("es/net/wifi.md", "---\ncategory: Red y VPN\n---\ntexto")
    sync()
    assert article_at("es/net/wifi.md").category == article_at("en/net/vpn.md").category == "network-and-vpn"
    assert queries.category_names("es")["network-and-vpn"] == "Red y VPN"
    assert [(topic.name, topic.articles) for topic in queries.topics("es", ALL)] == [("Red y VPN", 2)]


def test_category_defaults_to_the_folder(app: Flask) -> None:
    write("en/shared_drives/how-to/a.md", "text")
    sync()
    assert queries.topics("en", ALL)[0].name == "How to"


def test_lessons_of_a_course_follow_it(app: Flask) -> None:
    write("en/courses/safe/index.md", "---\nkind: course\ntitle: Safe\naudience: internal\n---\n")
    write("en/courses/safe/01-first.md", "# First\n\ntext")
    sync()
    lesson = article_at("en/courses/safe/01-first.md")
    assert (lesson.kind, lesson.course, lesson.audience) == ("lesson", "courses/safe", "internal")
    write("en/courses/safe/index.md", "---\nkind: course\ntitle: Safe\n---\n")
    sync()
    assert article_at("en/courses/safe/01-first.md").audience == "public"


def test_draft_is_not_visible(app: Flask) -> None:
    write("en/a.md", "---\nstatus: draft\n---\ntext")
    sync()
    assert queries.find_article("en", "a", ALL) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"---\ntitle: A\n\nno end", "frontmatter_unclosed"),
        (b"\xff\xfe" + "# Título\n".encode("utf-16-le"), "encoding"),
        ("# Contrase\u00f1a\n".encode("latin-1"), "encoding"),
        (b"# A\x00B\n", "control_characters"),
    ],
)
def test_file_with_a_problem_is_published_and_named(app: Flask, data: bytes, code: str) -> None:
    write("en/bad.md", data)
    write("en/good.md", "# Good\n\ntext")
    sync()
    assert ("en/bad.md", code) in problems()
    assert article_at("en/good.md").status == "published"
    assert article_at("en/bad.md").title


def test_problem_goes_when_the_file_is_mended(app: Flask) -> None:
    write("en/a.md", b"# A\x00\n")
    sync()
    assert problems()
    write("en/a.md", "# A\n\ntext")
    sync()
    assert problems() == set()


def test_links_out_of_the_folder_are_refused(app: Flask, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.md").write_text("# Outside")
    write("en/inside.md", "# Inside\n\ntext")
    folder = current_app.config["ARTICLES"] / "en"
    (folder / "out.md").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    (folder / "same.md").symlink_to(folder / "inside.md")
    sync()
    paths = {article.path for article in db.session.query(Article)}
    assert paths == {"en/inside.md", "en/same.md"}
    assert {path for path, code in problems() if code == "link_out"} == {"en/out.md", "en/folder", "en/loop"}


def test_pipe_is_a_problem_and_blocks_nobody(app: Flask) -> None:
    write("en/good.md", "# Good\n\ntext")
    os.mkfifo(current_app.config["ARTICLES"] / "en" / "pipe.md")
    sync()
    assert ("en/pipe.md", "unreadable") in problems()
    assert article_at("en/good.md").status == "published"


def test_file_name_that_is_no_text_is_a_problem(app: Flask) -> None:
    folder = os.fsencode(current_app.config["ARTICLES"])
    os.makedirs(folder + b"/en", exist_ok=True)
    with open(folder + b"/en/a\xff.md", "wb") as file:
        file.write(b"text")
    sync()
    assert {code for _path, code in problems()} == {"name_unreadable"}


def test_missing_folder_is_said_and_nothing_is_lost(app: Flask) -> None:
    file = write("en/a.md", "text")
    sync()
    folder = current_app.config["ARTICLES"]
    folder.rename(folder.with_name("moved"))
    with pytest.raises(FolderUnreadable):
        sync()
    assert article_at("en/a.md").status == "published"
    folder.with_name("moved").rename(folder)
    assert file.exists()


def test_two_files_with_one_address_are_told_apart(app: Flask) -> None:
    write("en/red/vpn.md", "# First\n\ntext")
    write("red/vpn.md", "---\nlang: en\n---\n# Second\n\ntext")
    sync()
    assert ("red/vpn.md", "duplicate_address") in problems()
    found = queries.find_article("en", "red/vpn", ALL)
    assert found is not None
    assert found.title == "First"


def test_dead_links_are_listed_and_living_ones_are_not(app: Flask) -> None:
    write("en/a.md", "[b](b.md) and [c](sub/c.md) and ![picture](img/p.png)")
    write("en/b.md", "text")
    sync()
    assert {(link.target, article.path) for link, article in queries.dead_links()} == {
        ("en/sub/c.md", "en/a.md"),
        ("en/img/p.png", "en/a.md"),
    }
    write("en/sub/c.md", "text")
    write("en/img/p.png", b"\x89PNG")
    sync()
    assert queries.dead_links() == []


def test_hidden_files_are_not_content(app: Flask) -> None:
    write("en/.git/a.md", "text")
    write("en/.draft.md", "text")
    sync()
    assert db.session.query(Article).count() == 0


def test_file_that_is_too_large_stays_out_and_is_named(app: Flask) -> None:
    write("en/huge.md", "# Huge\n\n" + "word " * 250_000)
    write("en/large.md", "# Large\n\n" + "word " * 50_000)
    sync()
    assert ("en/huge.md", "too_large") in problems()
    assert {article.path for article in db.session.query(Article)} == {"en/large.md"}


def test_file_that_grew_too_large_keeps_what_was_published(app: Flask) -> None:
    write("en/a.md", "# A\n\ntext")
    sync()
    write("en/a.md", "# A\n\n" + "word " * 250_000)
    sync()
    assert ("en/a.md", "too_large") in problems()
    assert article_at("en/a.md").status == "published"
