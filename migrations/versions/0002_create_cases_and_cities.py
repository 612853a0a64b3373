"""Live tables of case studies and cities."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_cost",
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_max", sa.Double(), nullable=True),
        sa.Column("currency", sa.String(length=40), nullable=True),
        sa.Column("year", sa.String(length=40), nullable=True),
        sa.Column("cost_type", sa.String(length=40), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_cost_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_case_cost")),
    )
    op.create_table(
        "case_lesson",
        sa.Column("lesson_type", sa.String(length=40), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("text_ko", sa.Text(), nullable=True),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_lesson_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_case_lesson")),
    )
    op.create_table(
        "case_outcome",
        sa.Column("indicator_ko", sa.Text(), nullable=True),
        sa.Column("indicator_en", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_year", sa.String(length=40), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_text_ko", sa.Text(), nullable=True),
        sa.Column("value_text_en", sa.Text(), nullable=True),
        sa.Column("unit_ko", sa.Text(), nullable=True),
        sa.Column("unit_en", sa.Text(), nullable=True),
        sa.Column("year", sa.String(length=40), nullable=True),
        sa.Column("outcome_type", sa.String(length=40), nullable=True),
        sa.Column("said_by_ko", sa.Text(), nullable=True),
        sa.Column("said_by_en", sa.Text(), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_outcome_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_case_outcome")),
    )
    op.create_table(
        "case_partner",
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("name_ko", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("support", sa.JSON(), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["record.id"], name=op.f("fk_case_partner_organization_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_partner_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_case_partner")),
    )
    with op.batch_alter_table("case_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_partner_organization_id"), ["organization_id"], unique=False)
    op.create_table(
        "case_relation",
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reason_ko", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["record.id"], name=op.f("fk_case_relation_case_id_record")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_relation_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_case_relation")),
    )
    with op.batch_alter_table("case_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_relation_case_id"), ["case_id"], unique=False)
    op.create_table(
        "case_study",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("title_original", sa.Text(), nullable=True),
        sa.Column("title_original_language", sa.String(length=40), nullable=True),
        sa.Column("original_language", sa.String(length=40), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("stage_as_of", sa.String(length=40), nullable=True),
        sa.Column("period", sa.String(length=40), nullable=True),
        sa.Column("lead_organization_id", sa.Integer(), nullable=True),
        sa.Column("sdg_targets", sa.JSON(), nullable=True),
        sa.Column("last_confirmed_on", sa.String(length=40), nullable=True),
        sa.Column("review_due", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["record.id"], name=op.f("fk_case_study_city_id_record")),
        sa.ForeignKeyConstraint(
            ["lead_organization_id"], ["record.id"], name=op.f("fk_case_study_lead_organization_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_study_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_case_study")),
    )
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_study_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_study_lead_organization_id"), ["lead_organization_id"], unique=False)
    op.create_table(
        "case_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("technologies", sa.JSON(), nullable=True),
        sa.Column("challenge", sa.Text(), nullable=True),
        sa.Column("approach", sa.Text(), nullable=True),
        sa.Column("technology", sa.Text(), nullable=True),
        sa.Column("governance", sa.Text(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_case_text")),
    )
    op.create_table(
        "city",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name_original", sa.String(length=200), nullable=True),
        sa.Column("name_original_language", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_city_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_city")),
    )
    with op.batch_alter_table("city", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_city_country"), ["country"], unique=False)
    op.create_table(
        "city_profile",
        sa.Column("figure", sa.String(length=40), nullable=True),
        sa.Column("label_ko", sa.Text(), nullable=True),
        sa.Column("label_en", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_text_ko", sa.Text(), nullable=True),
        sa.Column("value_text_en", sa.Text(), nullable=True),
        sa.Column("unit_ko", sa.Text(), nullable=True),
        sa.Column("unit_en", sa.Text(), nullable=True),
        sa.Column("year", sa.String(length=40), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_city_profile_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "row_id", name=op.f("pk_city_profile")),
    )
    op.create_table(
        "city_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("updating_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_city_text_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "locale", name=op.f("pk_city_text")),
    )


def downgrade() -> None:
    op.drop_table("city_text")
    op.drop_table("city_profile")
    op.drop_table("city")
    op.drop_table("case_text")
    op.drop_table("case_study")
    op.drop_table("case_relation")
    op.drop_table("case_partner")
    op.drop_table("case_outcome")
    op.drop_table("case_lesson")
    op.drop_table("case_cost")
