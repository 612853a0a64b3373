"""What bulk imports changed, so that they can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("token", name=op.f("uq_import_batch_token")),
    )
    op.create_table(
        "import_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("head_before", sa.Integer(), nullable=False),
        sa.Column("head_after", sa.Integer(), nullable=False),
        sa.Column("published_before", sa.Integer(), nullable=True),
        sa.Column("published_after", sa.Integer(), nullable=True),
        sa.Column("status_before", sa.String(length=40), nullable=False),
        sa.Column("status_after", sa.String(length=40), nullable=False),
        sa.Column("withdrawal_before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_entry_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_import_entry_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_entry")),
    )
    op.create_index(op.f("ix_import_entry_batch_id"), "import_entry", ["batch_id"])
    op.create_index(op.f("ix_import_entry_record_id"), "import_entry", ["record_id"])


def downgrade() -> None:
    op.drop_table("import_entry")
    op.drop_table("import_batch")
