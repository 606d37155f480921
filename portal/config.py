"""Every setting, declared once: name, default, kind, help.

Order: environment, then `config.toml` in the instance folder, then the default. The name in `config.toml`
is the lower-case name; the environment's name stands beside it.
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from portal.core.languages import ENGLISH, LANGUAGES


class ConfigError(Exception):
    """A setting is missing or makes no sense; the message says which and what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting: `kind` is path, text, int, bool, zone or a tuple of allowed words."""

    name: str
    env: str
    default: Any
    kind: str | tuple[str, ...]
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
    Setting("port", "PORT", 8000, "int", "Port to listen on."),
    Setting("workers", "PORTAL_WORKERS", 2, "int", "Web processes."),
    Setting("language", "PORTAL_LANGUAGE", ENGLISH, LANGUAGES, "Language when the reader's is unknown."),
    Setting("time_zone", "PORTAL_TIME_ZONE", "UTC", "zone", "Zone of the times on the pages."),
    Setting("public_url", "PORTAL_PUBLIC_URL", "", "text", "Address people use, for links; empty: as asked."),
    Setting(
        "proxies", "PORTAL_PROXIES", 0, "int", "Reverse proxies in front whose X-Forwarded headers count."
    ),
    Setting(
        "secure_cookies", "PORTAL_SECURE_COOKIES", False, "bool", "Cookies over TLS only; set it behind TLS."
    ),
    Setting("phone_line", "PORTAL_PHONE_LINE", "", "text", "Help by phone, as shown at the foot of a page."),
    Setting("trail_days", "PORTAL_TRAIL_DAYS", 90, "int", "Days after which an unlinked trail is forgotten."),
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
            case "int":
                return int(raw)
            case "bool":
                return str(raw).lower() in {"1", "true", "yes", "on"}
            case "zone":
                return ZoneInfo(str(raw))
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
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def instance_secret(instance: Path) -> str:
    """Return the secret kept in the instance folder; make it once, readable by its owner only."""
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(
            f"cannot write {path}: {error.strerror}; set SECRET_KEY or mend the folder"
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = sorted(set(values) - {setting.name for setting in SETTINGS})
    if unknown:
        raise ConfigError(f"{path}: unknown setting {', '.join(unknown)}")
    return values
