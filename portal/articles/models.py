"""The catalogue: what the files say, in rows. It can be dropped and built again from the files.

`Article` is one file, known by its path. `Edition` is one content of it: what somebody read, voted on or
cited stays known after the next edit. `revision` rises with every change that search must hear of; an
article whose `indexed_revision` is another is what the indexer still has to do.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.clock import now
from portal.core.database import Model, UtcTime

PUBLISHED = "published"
DRAFT = "draft"
ARCHIVED = "archived"
GONE = "gone"  # the file is not there any more

ARTICLE = "article"
COURSE = "course"
LESSON = "lesson"
KINDS = (ARTICLE, COURSE, LESSON)


class Article(Model):
    """One Markdown file below the articles folder, also after it is gone."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_listing", "status", "audience", "lang", "kind"),
        Index("ix_articles_backlog", "indexed_revision", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(500), unique=True)  # below the articles folder, with .md
    slug: Mapped[str] = mapped_column(String(500), index=True)  # address; the same in every language
    lang: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(10))
    course: Mapped[str] = mapped_column(String(500), default="", index=True)  # slug of the course's folder
    status: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(120), index=True)  # key, the same in every language
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(254), default="")
    review_on: Mapped[date | None]
    position: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    indexed_revision: Mapped[int] = mapped_column(default=0)
    edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("editions.id", use_alter=True, name="fk_articles_edition_id_editions")
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    edition: Mapped["Edition | None"] = relationship(foreign_keys=[edition_id], lazy="raise_on_sql")

    @property
    def folder(self) -> str:
        """Return the folder of the file below its language, '' at the top."""
        return self.slug.rpartition("/")[0]


class Edition(Model):
    """One content of an article."""

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    renderer: Mapped[str] = mapped_column(String(20))  # version that made the HTML
    title: Mapped[str] = mapped_column(String(300))
    second_title: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    category_name: Mapped[str] = mapped_column(String(120), default="")  # as written, '' = by folder
    written_kind: Mapped[str] = mapped_column(String(10), default="")  # as the file says; the
    written_status: Mapped[str] = mapped_column(String(10), default=PUBLISHED)  # article has what follows
    written_audience: Mapped[str] = mapped_column(String(10), default="public")  # from it and its course
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    related: Mapped[list[str]] = mapped_column(JSON, default=list)
    html: Mapped[str] = mapped_column(Text)
    toc: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    words: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Alias(Model):
    """An old path that leads to an article: a rename, or one that the front matter names."""

    __tablename__ = "aliases"

    path: Mapped[str] = mapped_column(String(500), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    is_rename: Mapped[bool] = mapped_column(default=False)  # kept when the front matter changes


class Link(Model):
    """A link from one article to another file, to find the ones that lead nowhere."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    target: Mapped[str] = mapped_column(String(500), index=True)
    anchor: Mapped[str] = mapped_column(String(300), default="")
    line: Mapped[int] = mapped_column(default=0)
    is_image: Mapped[bool] = mapped_column(default=False)


class Picture(Model):
    """An image file that may be served."""

    __tablename__ = "pictures"

    path: Mapped[str] = mapped_column(String(500), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size_bytes: Mapped[int]


class FileProblem(Model):
    """What is wrong with a file, for those who write."""

    __tablename__ = "file_problems"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(500), index=True)
    code: Mapped[str] = mapped_column(String(40))
    line: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str] = mapped_column(Text, default="")
    is_fatal: Mapped[bool] = mapped_column(default=False)


class Category(Model):
    """The name of a category in one language."""

    __tablename__ = "categories"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class CatalogueState(Model):
    """One row; its version rises with every change, so that a process knows when its caches are old."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
