"""The commands as people type them: what they print, what they leave, and what they say when something is wrong."""

import json

import pytest

from portal.running.demo import PEOPLE
from tests.running.disks import read_only
from tests.running.house import House


def test_sync_says_what_it_did_and_search_finds_it(house: House) -> None:
    house.write(
        "es/red/vpn.md",
        "---\ntitle: Conectar la VPN\ntags: [remoto]\n---\nPaso uno.\n\n## Error 809\n\nMira el router.",
    )
    house.write("en/red/vpn.md", "# Connect the VPN\n\nStep one.")
    house.write("en/broken.md", "---\ntitle: [a\n---\nStill here, zebra.")
    report = json.loads(house.done("sync", "--json"))
    assert {name: report[name] for name in ("new", "changed", "renamed", "gone", "unchanged", "pictures", "indexed")} == {
        "new": 3, "changed": 0, "renamed": 0, "gone": 0, "unchanged": 0, "pictures": 0, "indexed": 3,
    }  # fmt: skip
    assert [(one["path"], one["line"]) for one in report["problems"]] == [("en/broken.md", 3)]
    assert set(report["problems"][0]) == {"path", "line", "code", "detail", "is_fatal"}
    assert isinstance(report["seconds"], float)
    again = house.run("sync", "--quiet")
    assert again.stdout.startswith("0 new, 0 changed, 0 renamed, 0 gone, 3 unchanged, 0 indexed in ")
    answer = json.loads(house.done("search", "vpn", "error", "809", "--lang", "es", "--json"))
    assert set(answer) == {"query", "lang", "total", "suggestion", "hits"}
    assert (answer["query"], answer["lang"], answer["hits"][0]["path"]) == (
        "vpn error 809",
        "es",
        "es/red/vpn.md",
    )
    assert {"path", "title", "lang", "score"} <= set(answer["hits"][0])
    assert "es/red/vpn.md  Conectar la VPN" in house.done("search", "vpn", "--lang", "es")
    assert house.done("search", "nothinglikeit").startswith("0 found in ")
    assert house.done("search", "rebuild").startswith("3 documents indexed in ")


def test_sync_with_a_bar_and_renamed_and_deleted_files(house: House) -> None:
    file = house.write("en/a.md", "# A\n\nzebra")
    house.write("en/b.md", "# B\n\nquagga")
    assert "2 new" in house.run("sync").stdout
    file.rename(file.with_name("c.md"))
    (house.articles / "en" / "b.md").unlink()
    assert house.done("sync", "--quiet").startswith(
        "0 new, 0 changed, 1 renamed, 1 gone, 0 unchanged, 2 indexed"
    )


def test_user_add_prints_a_link_and_refuses_the_same_person_twice(house: House) -> None:
    said = house.done(
        "user", "add", "Ana@Example.org", "--role", "technician", "--tier", "2", "--name", "Ana"
    )
    assert said.splitlines()[0] == "Added ana@example.org (requester, technician)."
    assert "http://127.0.0.1:8000/account/link/" in said
    assert house.refused("user", "add", "ana@example.org").startswith("Error: email: ")
    assert house.refused("user", "add", "nobody").startswith("Error: email: ")
    assert house.done("user", "list") == "ana@example.org  requester, technician\n"
    assert "https://help.example/account/link/" in house.done(
        "user", "add", "b@example.org", PORTAL_PUBLIC_URL="https://help.example/"
    )


def links(said: str) -> dict[str, str]:
    """Return the sign-in links of what `portal demo` printed, by role."""
    return dict(line.split() for line in said.splitlines() if "/account/enter/" in line)


def test_demo_twice_keeps_the_data_and_prints_new_links(house: House) -> None:
    house.write("en/accounts/two-factor-setup.md", "# Two factors\n\ntext")
    first = house.done("demo")
    tickets = rows(house, "SELECT number, subject, changed_at FROM tickets ORDER BY id")
    house.write("en/more.md", "# More\n\ntext")
    second = house.done("demo")
    assert first.splitlines()[0] == "1 articles are ready."
    assert second.splitlines()[0] == "2 articles are ready."
    assert (
        set(links(first)) == set(links(second)) == {"requester", "technician", "trainer", "manager", "admin"}
    )
    assert not set(links(first).values()) & set(links(second).values())
    assert rows(house, "SELECT number, subject, changed_at FROM tickets ORDER BY id") == tickets != []
    assert rows(house, "SELECT count(*) FROM users") == [(len(PEOPLE),)]
    assert house.done("demo", "--remove") == f"{len(PEOPLE)} sample people can no longer sign in.\n"
    assert rows(house, "SELECT count(*) FROM users WHERE is_active") == [(0,)]
    assert rows(house, "SELECT count(*) FROM tickets") == [(len(tickets),)]


def rows(house: House, statement: str) -> list[tuple[object, ...]]:
    """Read from the database of the house."""
    from portal.core.database import db

    with house.inside():
        return [tuple(row) for row in db.session.execute(db.text(statement))]


WRONG = [
    ({"PORT": "many"}, "PORT is “many”"), ({"PORT": "70000"}, "PORT is “70000”: a number from 1 to 65535"), ({"PORT": "-1"}, "PORT is “-1”"),
    ({"PORTAL_WORKERS": "0"}, "PORTAL_WORKERS is “0”: a number from 1 to 64"), ({"PORTAL_TRAIL_DAYS": "0"}, "PORTAL_TRAIL_DAYS is “0”"),
    ({"PORTAL_SEARCH": "elastic"}, "PORTAL_SEARCH is “elastic”"), ({"PORTAL_LANGUAGE": "fr"}, "one of en, es"),
    ({"PORTAL_TIME_ZONE": "Mars/Olympus"}, "PORTAL_TIME_ZONE"), ({"PORTAL_SECURE_COOKIES": "maybe"}, "PORTAL_SECURE_COOKIES is “maybe”: yes or no"),
    ({"DATABASE_URL": "mysql://u:secret@h/d"}, "DATABASE_URL is not like postgresql://"), ({"DATABASE_URL": "postgresql://h:x/d"}, "DATABASE_URL is not like"),
    ({"DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/d"}, "the database cannot be used: connection failed"),
    ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "the database cannot be used"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "said"), WRONG)
def test_wrong_setting_is_one_clear_line(house: House, settings: dict[str, str], said: str) -> None:
    line = house.refused("sync", "--quiet", **settings)
    assert line.startswith("portal: ")
    assert said in line
    assert "secret" not in line


def test_wrong_files_in_the_instance_folder_are_one_clear_line(house: House) -> None:
    house.instance.mkdir()
    config = house.instance / "config.toml"
    for text, said in (
        (b"port = ", "config.toml"),
        (b"prot = 1", "unknown setting prot"),
        (b"\xff\xfe", "cannot read"),
    ):
        config.write_bytes(text)
        assert said in house.refused("sync", "--quiet")
    config.unlink()
    (house.instance / "secret_key").write_text("")
    assert "secret_key holds no secret" in house.refused("sync", "--quiet")
    (house.instance / "secret_key").unlink()
    (house.instance / "portal.db").write_text("this is not a database, whatever it is called")
    assert "file is not a database" in house.refused("sync", "--quiet")


def test_database_of_a_later_version_is_left_alone(house: House) -> None:
    house.done("sync", "--quiet")
    from portal.core.database import db, transaction

    with house.inside(), transaction():
        db.session.execute(db.text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    assert "belongs to another version of the portal" in house.refused("sync")


def test_asking_for_help_leaves_nothing_behind(house: House) -> None:
    for words in (
        ["--help"],
        ["sync", "--help"],
        ["search", "--help"],
        ["serve", "--help"],
        ["demo", "--help"],
    ):
        assert "Usage: portal" in house.done(*words)
    assert not house.instance.exists()


def test_serve_without_a_secret_of_its_own_is_refused_where_machines_share_one(house: House) -> None:
    assert "SECRET_KEY is not set" in house.refused("serve", "--web-only")


def test_secret_and_database_are_for_their_owner_only(house: House) -> None:
    house.done("sync", "--quiet")
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in (house.instance, house.instance / "secret_key", house.instance / "portal.db")
    }
    assert modes == {"instance": 0o700, "secret_key": 0o600, "portal.db": 0o600}


def test_several_commands_at_once_on_an_empty_folder_make_one_house(house: House) -> None:
    house.write("en/a.md", "# A\n\nzebra")
    started = [house.start("sync", "--quiet") for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0], (
        house.folder / "started.log"
    ).read_text()
    assert house.differences() == set()
    assert [file.name for file in house.instance.glob("secret_key*")] == ["secret_key"]


def test_port_that_is_taken_is_said_at_once(house: House) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert (
            house.refused("serve", PORT=port)
            == f"Error: cannot listen on 127.0.0.1:{port}: Address already in use"
        )
    assert "cannot listen on nowhere.invalid:8000" in house.refused("serve", "--host", "nowhere.invalid")


# ---- disks -------------------------------------------------------------------------------------------------------


def test_missing_articles_folder_is_one_clear_line(house: House) -> None:
    house.articles.rmdir()
    for words in (["sync", "--quiet"], ["sync"], ["sync", "--json"], ["demo"]):
        assert (
            house.refused(*words)
            == f"Error: cannot read the articles folder: {house.articles}: No such file or directory"
        )
    house.articles.write_text("a file")
    assert "Not a directory" in house.refused("sync", "--quiet")


@pytest.mark.parametrize("is_new", [True, False])
def test_read_only_instance_folder_is_one_clear_line(house: House, is_new: bool) -> None:
    house.write("en/a.md", "# A\n\nzebra")
    house.instance.mkdir()
    if not is_new:
        house.done("sync", "--quiet")
    with read_only(house.instance):
        for words in (
            ["sync", "--quiet"],
            ["serve"],
            ["demo"],
            ["worker"],
            ["search", "zebra"],
            ["user", "list"],
        ):
            line = house.refused(*words)
            assert line.startswith(f"portal: cannot write to the instance folder {house.instance}: "), line


def test_read_only_articles_folder_is_no_obstacle(house: House) -> None:
    house.write("en/a.md", "# A\n\nzebra")
    with read_only(house.articles):
        assert house.done("sync", "--quiet").startswith("1 new")
    assert "1 found" in house.done("search", "zebra")


def test_instance_folder_that_is_a_file_or_cannot_be_made_is_one_clear_line(house: House) -> None:
    house.instance.write_text("a file")
    assert "cannot" in house.refused("sync", "--quiet")
    assert "cannot" in house.refused("sync", "--quiet", PORTAL_INSTANCE="/proc/nowhere/instance")


@pytest.mark.parametrize("kilobytes", [1, 16, 100, 250, 300, 500])
def test_disk_that_fills_up_is_one_clear_line_and_nothing_is_lost(house: House, kilobytes: int) -> None:
    """No file may grow beyond a limit, which ends writes in the same places as a full disk does."""
    for number in range(60):
        house.write(f"en/{number}.md", f"# Case {number}\n\n" + f"zebra{number} " * 400)
    ended = house.run("sync", "--quiet", file_bytes=kilobytes * 1024)
    assert "Traceback" not in ended.stderr, ended.stderr
    if ended.returncode:
        assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    else:
        assert kilobytes >= 300
    house.done("sync", "--quiet")
    assert house.differences() == set()
    assert "1 found" in house.done("search", "zebra42")
