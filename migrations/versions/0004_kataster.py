"""Cadastre with its index of boxes, footprints and runs of the checks"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ZEIT = sa.DateTime(timezone=True)
GUELTIG = sa.text("stand = 'gueltig'")
RTREE = (
    "CREATE VIRTUAL TABLE flurstueck_rt USING rtree(id, minx, maxx, miny, maxy)",
    """CREATE TRIGGER flurstueck_rt_insert AFTER INSERT ON flurstueck
    WHEN (SELECT stand FROM katastergeneration WHERE id = new.generation_id) <> 'laedt'
    BEGIN INSERT INTO flurstueck_rt VALUES (new.id, new.minx, new.maxx, new.miny, new.maxy); END""",
    """CREATE TRIGGER flurstueck_rt_update AFTER UPDATE OF id, minx, maxx, miny, maxy ON flurstueck
    BEGIN DELETE FROM flurstueck_rt WHERE id = old.id;
    INSERT INTO flurstueck_rt VALUES (new.id, new.minx, new.maxx, new.miny, new.maxy); END""",
    """CREATE TRIGGER flurstueck_rt_delete AFTER DELETE ON flurstueck BEGIN
    DELETE FROM flurstueck_rt WHERE id = old.id; END""",
)


def _aufzaehlung(name: str, *werte: str) -> sa.Enum:
    return sa.Enum(*werte, name=name, native_enum=False, create_constraint=True, length=40)


def _fremd(tabelle: str, spalte: str, ziel: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [spalte],
        [f"{ziel}.id"],
        name=op.f(f"fk_{tabelle}_{spalte}_{ziel}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _create_kataster() -> None:
    op.create_table(
        "katastergeneration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quelle", sa.String(100), nullable=False),
        sa.Column("datei", sa.String(200), nullable=False),
        sa.Column("dateiformat", sa.String(40), nullable=False),
        sa.Column("epsg", sa.Integer(), nullable=True),
        sa.Column("umrechnung", sa.String(200), nullable=False),
        sa.Column("unsicherheit", sa.Float(), nullable=False),
        sa.Column("datenstand", sa.Date(), nullable=False),
        sa.Column(
            "stand",
            _aufzaehlung("generationsstand", "laedt", "gueltig", "abgeloest"),
            nullable=False,
        ),
        sa.Column("anzahl", sa.Integer(), nullable=False),
        sa.Column("unbrauchbare", sa.Integer(), nullable=False),
        sa.Column("amtliche_flaeche", sa.Numeric(16, 2), nullable=True),
        sa.Column("begonnen_am", ZEIT, nullable=False),
        sa.Column("gueltig_ab", ZEIT, nullable=True),
        sa.Column("gemarkungen", sa.JSON(), nullable=False),
        sa.Column("aufgeraeumt", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_katastergeneration")),
    )
    op.create_index(
        "uq_katastergeneration_gueltig",
        "katastergeneration",
        ["quelle"],
        unique=True,
        sqlite_where=GUELTIG,
        postgresql_where=GUELTIG,
    )
    op.create_table(
        "flurstueck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("kennzeichen", sa.String(20), nullable=False),
        sa.Column("amtliche_flaeche", sa.Numeric(12, 2), nullable=True),
        sa.Column("geometrie", sa.LargeBinary(), nullable=False),
        sa.Column("minx", sa.Float(53), nullable=False),
        sa.Column("miny", sa.Float(53), nullable=False),
        sa.Column("maxx", sa.Float(53), nullable=False),
        sa.Column("maxy", sa.Float(53), nullable=False),
        sa.Column("gueltig_bis", sa.Date(), nullable=True),
        sa.Column("hinweis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flurstueck")),
        sa.UniqueConstraint(
            "kennzeichen", "generation_id", name=op.f("uq_flurstueck_kennzeichen_generation_id")
        ),
        _fremd("flurstueck", "generation_id", "katastergeneration"),
    )
    op.create_index(op.f("ix_flurstueck_generation_id"), "flurstueck", ["generation_id"])
    if op.get_context().dialect.name == "postgresql":
        op.create_index(
            "ix_flurstueck_rahmen",
            "flurstueck",
            [sa.text("box(point(minx, miny), point(maxx, maxy))")],
            postgresql_using="gist",
        )
    else:
        for befehl in RTREE:
            op.execute(befehl)


def _create_pruefung() -> None:
    op.create_table(
        "vorgangsgeometrie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column(
            "quelle",
            _aufzaehlung("umrissquelle", "antrag", "geojson", "koordinaten"),
            nullable=False,
        ),
        sa.Column("geometrie", sa.LargeBinary(), nullable=False),
        sa.Column("pruefwert", sa.String(64), nullable=False),
        sa.Column("eingabe", sa.Text(), nullable=False),
        sa.Column("hinweise", sa.JSON(), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("erstellt_am", ZEIT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgangsgeometrie")),
        sa.UniqueConstraint(
            "vorgang_id", "nummer", name=op.f("uq_vorgangsgeometrie_vorgang_id_nummer")
        ),
        _fremd("vorgangsgeometrie", "vorgang_id", "vorgang"),
        _fremd("vorgangsgeometrie", "konto_id", "konto"),
    )
    op.create_table(
        "pruefvorgabe",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("grz_hoechstens", sa.Numeric(4, 3), nullable=True),
        sa.Column("grz_herkunft", sa.String(200), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("erstellt_am", ZEIT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pruefvorgabe")),
        sa.UniqueConstraint("vorgang_id", "nummer", name=op.f("uq_pruefvorgabe_vorgang_id_nummer")),
        _fremd("pruefvorgabe", "vorgang_id", "vorgang"),
        _fremd("pruefvorgabe", "konto_id", "konto"),
    )
    op.create_table(
        "pruefungslauf",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column(
            "anlass",
            _aufzaehlung("pruefungsanlass", "eingang", "grundriss", "vorgabe", "hand"),
            nullable=False,
        ),
        sa.Column("vorgangsgeometrie_id", sa.Uuid(), nullable=True),
        sa.Column("regelstand", sa.String(100), nullable=False),
        sa.Column("datenstand", sa.Date(), nullable=True),
        sa.Column("offene", sa.Integer(), nullable=False),
        sa.Column("ergebnisse", sa.JSON(), nullable=False),
        sa.Column("karte", sa.JSON(), nullable=False),
        sa.Column("pruefwert", sa.String(64), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("erstellt_am", ZEIT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pruefungslauf")),
        sa.UniqueConstraint(
            "vorgang_id", "nummer", name=op.f("uq_pruefungslauf_vorgang_id_nummer")
        ),
        _fremd("pruefungslauf", "vorgang_id", "vorgang"),
        _fremd("pruefungslauf", "konto_id", "konto"),
        _fremd("pruefungslauf", "vorgangsgeometrie_id", "vorgangsgeometrie"),
    )


def upgrade() -> None:
    _create_kataster()
    _create_pruefung()
    op.add_column("vorgangsflurstueck", sa.Column("kennzeichen", sa.String(20), nullable=True))
    op.create_index(
        op.f("ix_vorgangsflurstueck_kennzeichen"), "vorgangsflurstueck", ["kennzeichen"]
    )


def downgrade() -> None:
    op.drop_index("ix_vorgangsflurstueck_kennzeichen", "vorgangsflurstueck")
    op.drop_column("vorgangsflurstueck", "kennzeichen")
    for tabelle in ("pruefungslauf", "pruefvorgabe", "vorgangsgeometrie"):
        op.drop_table(tabelle)
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE flurstueck_rt")
    op.drop_table("flurstueck")
    op.drop_table("katastergeneration")
