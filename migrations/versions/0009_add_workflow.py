"""The state of each record's latest revision, who is to work on it, when it is to go live; comments and autosaves."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: SQLite would make a table altered as a whole anew, and others refer to its rows.
    op.add_column("record", sa.Column("head_state", sa.String(length=40), nullable=False, server_default="draft"))
    op.add_column("record", sa.Column("assigned_to", sa.String(length=200), nullable=True))
    op.add_column("record", sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_record_assigned_to"), "record", ["assigned_to"])
    op.create_index(op.f("ix_record_scheduled_at"), "record", ["scheduled_at"])
    op.execute("UPDATE record SET head_state = 'published' WHERE published_number = head_number")
    op.execute("UPDATE record SET head_state = 'in_review', status = 'draft' WHERE status = 'in_review'")
    op.create_table(
        "field_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_field_comment_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_comment")),
    )
    op.create_index(op.f("ix_field_comment_record_id"), "field_comment", ["record_id"])
    op.create_table(
        "autosave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autosave")),
        sa.UniqueConstraint("author", "form", name=op.f("uq_autosave_author_form")),
    )


def downgrade() -> None:
    op.drop_table("autosave")
    op.drop_index(op.f("ix_field_comment_record_id"), "field_comment")
    op.drop_table("field_comment")
    op.drop_index(op.f("ix_record_scheduled_at"), "record")
    op.drop_index(op.f("ix_record_assigned_to"), "record")
    op.drop_column("record", "scheduled_at")
    op.drop_column("record", "assigned_to")
    op.drop_column("record", "head_state")
