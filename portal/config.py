"""Every setting, declared once: name, default, kind, help.

Order: environment, then `config.toml` in the instance folder, then the default. The name in `config.toml`
is the lower-case name; the environment's name stands beside it.
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from portal.core.languages import ENGLISH, LANGUAGES

SHORTEST_SECRET = 16


class ConfigError(Exception):
    """A setting is missing or makes no sense; the message says which and what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting: `kind` is path, text, bool, zone, a range of numbers or a tuple of allowed words."""

    name: str
    env: str
    default: Any
    kind: str | range | tuple[str, ...]
    help: str


SETTINGS = (
    Setting("articles", "PORTAL_ARTICLES", "articles", "path", "Folder with the Markdown files."),
    Setting("instance", "PORTAL_INSTANCE", "instance", "path", "Folder for database, index and uploads."),
    Setting("database_url", "DATABASE_URL", "", "text", "Database; empty: SQLite in the instance folder."),
    Setting("search", "PORTAL_SEARCH", "whoosh", ("whoosh",), "Search engine."),
    Setting(
        "secret_key", "SECRET_KEY", "", "text", "Signs cookies and links; empty: kept in the instance folder."
    ),
    Setting("host", "HOST", "127.0.0.1", "text", "Address to listen on."),
    Setting("port", "PORT", 8000, range(1, 65_536), "Port to listen on."),
    Setting("workers", "PORTAL_WORKERS", 2, range(1, 65), "Web processes."),
    Setting("language", "PORTAL_LANGUAGE", ENGLISH, LANGUAGES, "Language when the reader's is unknown."),
    Setting("time_zone", "PORTAL_TIME_ZONE", "UTC", "zone", "Zone of the times on the pages."),
    Setting("public_url", "PORTAL_PUBLIC_URL", "", "text", "Address people use, for links; empty: as asked."),
    Setting(
        "proxies", "PORTAL_PROXIES", 0, range(11), "Reverse proxies in front whose X-Forwarded headers count."
    ),
    Setting(
        "secure_cookies", "PORTAL_SECURE_COOKIES", False, "bool", "Cookies over TLS only; set it behind TLS."
    ),
    Setting("phone_line", "PORTAL_PHONE_LINE", "", "text", "Help by phone, as shown at the foot of a page."),
    Setting(
        "trail_days",
        "PORTAL_TRAIL_DAYS",
        90,
        range(1, 3_651),
        "Days after which an unlinked trail is forgotten.",
    ),
)


def load_settings(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return all settings as Flask configuration keys (upper case), checked and converted."""
    given = dict(overrides or {})
    instance = Path(given.get("INSTANCE") or os.environ.get("PORTAL_INSTANCE") or "instance").resolve()
    file = _read_file(instance / "config.toml")
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        raw = os.environ.get(setting.env, file.get(setting.name, setting.default))
        values[setting.name.upper()] = convert(setting, raw)
    values["INSTANCE"] = instance
    values.update(given)
    values["DATABASE_URL"] = database_url(values["DATABASE_URL"], values["INSTANCE"])
    return values


def convert(setting: Setting, raw: Any) -> Any:
    """Return `raw` in the kind of `setting` or say what is wrong with it."""
    try:
        match setting.kind:
            case "path":
                return Path(raw).resolve()
            case "bool":
                return _is_on(str(raw).strip().lower())
            case "zone":
                return ZoneInfo(str(raw))
            case range() as allowed if int(raw) not in allowed:
                raise ValueError(f"a number from {allowed.start} to {allowed.stop - 1}")
            case range():
                return int(raw)
            case tuple() as allowed if raw not in allowed:
                raise ValueError(f"one of {', '.join(allowed)}")
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise ConfigError(f"{setting.env} is “{raw}”: {error}") from error
    return str(raw)


def database_url(url: str, instance: Path) -> str:
    """Return the SQLAlchemy address: SQLite by default, psycopg for any way to write PostgreSQL."""
    if not url:
        return f"sqlite:///{instance / 'portal.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            url = "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite://", "postgresql+psycopg://")) or not _is_address(url):
        raise ConfigError("DATABASE_URL is not like postgresql://user:password@host/name")
    if url.startswith("postgresql") and find_spec("psycopg") is None:
        raise ConfigError("DATABASE_URL asks for PostgreSQL: pip install 'psycopg[binary]'")
    return url


def _is_address(url: str) -> bool:
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True


def _is_on(word: str) -> bool:
    """Read a switch. A word that is neither yes nor no must not quietly switch protection off."""
    if word not in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        raise ValueError("yes or no")
    return word in {"1", "true", "yes", "on"}


def instance_secret(instance: Path) -> str:
    """Return the secret kept in the instance folder; make it once, readable by its owner only."""
    path = instance / "secret_key"
    try:
        if not path.exists():
            _write_secret(path)
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot use {path}: {error}; set SECRET_KEY or mend the folder") from error
    if len(secret) < SHORTEST_SECRET:
        raise ConfigError(f"{path} holds no secret; delete it and a new one is made")
    return secret


def _write_secret(path: Path) -> None:
    """Write a whole secret or none, and leave the one that another process has just made."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.touch(0o600)
    beside.write_text(secrets.token_urlsafe(48), "utf-8")
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        beside.replace(path)
    beside.unlink(missing_ok=True)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = sorted(set(values) - {setting.name for setting in SETTINGS})
    if unknown:
        raise ConfigError(f"{path}: unknown setting {', '.join(unknown)}")
    return values
