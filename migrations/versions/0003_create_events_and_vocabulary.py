"""Live tables of events, sessions, presentations, organizations, themes and sources."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("dates", sa.String(length=40), nullable=True),
        sa.Column("time_zone", sa.String(length=40), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["record.id"], name=op.f("fk_event_host_id_record")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_event_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_host_id"), ["host_id"], unique=False)
    op.create_table(
        "event_session",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("start", sa.String(length=40), nullable=True),
        sa.Column("end", sa.String(length=40), nullable=True),
        sa.Column("title_as_printed", sa.Text(), nullable=True),
        sa.Column("title_as_printed_language", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["record.id"], name=op.f("fk_event_session_event_id_record")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_event_session_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_event_session")),
    )
    with op.batch_alter_table("event_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_session_event_id"), ["event_id"], unique=False)
    op.create_table(
        "event_session_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("track", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_event_session_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_event_session_text")),
    )
    op.create_table(
        "event_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_event_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_event_text")),
    )
    op.create_table(
        "organization",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name_original", sa.String(length=200), nullable=True),
        sa.Column("name_original_language", sa.String(length=40), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=True),
        sa.Column("organization_type", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["record.id"], name=op.f("fk_organization_city_id_record")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_organization_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_organization")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_city_id"), ["city_id"], unique=False)
    op.create_table(
        "organization_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_organization_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_organization_text")),
    )
    op.create_table(
        "presentation",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("presentation_type", sa.String(length=40), nullable=True),
        sa.Column("title_as_printed", sa.Text(), nullable=True),
        sa.Column("title_as_printed_language", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("material_state", sa.String(length=40), nullable=True),
        sa.Column("follow_up_state", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_presentation_record_id_record"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["record.id"], name=op.f("fk_presentation_session_id_record")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_presentation")),
    )
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentation_session_id"), ["session_id"], unique=False)
    op.create_table(
        "presentation_speaker",
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("person_ko", sa.Text(), nullable=True),
        sa.Column("person_en", sa.Text(), nullable=True),
        sa.Column("office_ko", sa.Text(), nullable=True),
        sa.Column("office_en", sa.Text(), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["record.id"], name=op.f("fk_presentation_speaker_city_id_record")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["record.id"], name=op.f("fk_presentation_speaker_organization_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_presentation_speaker_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_presentation_speaker")),
    )
    with op.batch_alter_table("presentation_speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presentation_speaker_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_presentation_speaker_organization_id"), ["organization_id"], unique=False)
    op.create_table(
        "presentation_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("abstract", sa.Text(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_presentation_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_presentation_text")),
    )
    op.create_table(
        "source",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("title_is_descriptive", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=40), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=True),
        sa.Column("checked_on", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_source_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_source")),
    )
    op.create_table(
        "source_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("gloss", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_source_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_source_text")),
    )
    op.create_table(
        "theme",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("broader_id", sa.Integer(), nullable=True),
        sa.Column("sdg_targets", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["broader_id"], ["record.id"], name=op.f("fk_theme_broader_id_record")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_theme_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_theme")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_broader_id"), ["broader_id"], unique=False)
    op.create_table(
        "theme_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("pref_label", sa.Text(), nullable=True),
        sa.Column("alt_labels", sa.JSON(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_theme_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_theme_text")),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_table("theme_text")
    op.drop_table("theme")
    op.drop_table("source_text")
    op.drop_table("source")
    op.drop_table("presentation_text")
    op.drop_table("presentation_speaker")
    op.drop_table("presentation")
    op.drop_table("organization_text")
    op.drop_table("organization")
    op.drop_table("event_text")
    op.drop_table("event_session_text")
    op.drop_table("event_session")
    op.drop_table("event")
