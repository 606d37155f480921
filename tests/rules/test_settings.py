"""Settings are declared once and documented."""

from pathlib import Path

import pytest

from portal.config import SETTINGS, ConfigError, database_url, load_settings

README = Path(__file__).parents[2] / "README.md"


def test_every_setting_is_in_the_readme() -> None:
    text = README.read_text("utf-8")
    assert [setting.env for setting in SETTINGS if f"`{setting.env}`" not in text] == []


def test_environment_wins_over_the_file_and_the_file_over_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "config.toml").write_text('port = 9000\nlanguage = "es"\n')
    monkeypatch.setenv("PORTAL_INSTANCE", str(instance))
    monkeypatch.setenv("PORT", "9001")
    settings = load_settings()
    assert (settings["PORT"], settings["LANGUAGE"], settings["HOST"]) == (9001, "es", "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = ", "config.toml"),
        ("prot = 1", "unknown setting prot"),
        ('port = "many"', "PORT is “many”"),
        ('language = "fr"', "one of en, es"),
        ('time_zone = "Mars/Olympus"', "PORTAL_TIME_ZONE"),
    ],
)
def test_wrong_file_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "config.toml").write_text(text)
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    with pytest.raises(ConfigError, match=message):
        load_settings()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_always_psycopg(tmp_path: Path, scheme: str) -> None:
    assert database_url(f"{scheme}://u@h/d", tmp_path) == "postgresql+psycopg://u@h/d"
