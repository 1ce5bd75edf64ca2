"""Create the records of the case room"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SQLITE = (
    """CREATE TRIGGER ereignis_update BEFORE UPDATE ON ereignis
    BEGIN SELECT RAISE(ABORT, 'ereignis is append-only'); END""",
    """CREATE TRIGGER ereignis_delete BEFORE DELETE ON ereignis
    BEGIN SELECT RAISE(ABORT, 'ereignis is append-only'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION ereignis_unveraenderlich() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'ereignis is append-only'; END $$""",
    """CREATE TRIGGER ereignis_zeile BEFORE UPDATE OR DELETE ON ereignis
    FOR EACH ROW EXECUTE FUNCTION ereignis_unveraenderlich()""",
    """CREATE TRIGGER ereignis_tabelle BEFORE TRUNCATE ON ereignis
    FOR EACH STATEMENT EXECUTE FUNCTION ereignis_unveraenderlich()""",
)


def upgrade() -> None:
    op.create_table(
        "arbeiter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gestartet_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gesehen_am", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arbeiter")),
    )
    op.create_table(
        "auftrag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("art", sa.String(length=60), nullable=False),
        sa.Column("schluessel", sa.String(length=200), nullable=False),
        sa.Column("nutzlast", sa.JSON(), nullable=False),
        sa.Column("faellig_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gesperrt_bis", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sperre", sa.Uuid(), nullable=True),
        sa.Column("versuche", sa.Integer(), nullable=False),
        sa.Column("letzter_fehler", sa.Text(), nullable=False),
        sa.Column("erledigt_am", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aufgegeben_am", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auftrag")),
        sa.UniqueConstraint("schluessel", name=op.f("uq_auftrag_schluessel")),
    )
    op.create_index(
        op.f("ix_auftrag_erledigt_am_aufgegeben_am_faellig_am"),
        "auftrag",
        ["erledigt_am", "aufgegeben_am", "faellig_am"],
        unique=False,
    )

    op.create_table(
        "behoerde",
        sa.Column("kennung", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kurzname", sa.String(length=200), nullable=False),
        sa.Column("kuerzel", sa.String(length=8), nullable=False),
        sa.Column("land", sa.String(length=2), nullable=False),
        sa.Column("strasse", sa.String(length=200), nullable=False),
        sa.Column("postleitzahl", sa.String(length=10), nullable=False),
        sa.Column("ort", sa.String(length=200), nullable=False),
        sa.Column("bestaetigt", sa.Boolean(), nullable=False),
        sa.Column("quelle", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_behoerde")),
        sa.UniqueConstraint("kennung", name=op.f("uq_behoerde_kennung")),
        sa.UniqueConstraint("kuerzel", name=op.f("uq_behoerde_kuerzel")),
    )
    op.create_table(
        "codeliste",
        sa.Column("urn", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("eintraege", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codeliste")),
        sa.UniqueConstraint("urn", "version", name=op.f("uq_codeliste_urn_version")),
    )
    op.create_table(
        "fehlanmeldung",
        sa.Column("schluessel", sa.String(length=64), nullable=False),
        sa.Column("zeitpunkt", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fehlanmeldung")),
    )
    op.create_index(
        op.f("ix_fehlanmeldung_schluessel_zeitpunkt"),
        "fehlanmeldung",
        ["schluessel", "zeitpunkt"],
        unique=False,
    )

    op.create_table(
        "verfahrensartzuordnung",
        sa.Column("liste", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column(
            "verfahrensart",
            sa.Enum(
                "ungeklaert",
                "baugenehmigung",
                "vereinfacht",
                "freistellung",
                "vorbescheid",
                "abweichung",
                name="verfahren",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("bestaetigt", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verfahrensartzuordnung")),
    )
    op.create_table(
        "aktenzeichenstand",
        sa.Column("behoerde_id", sa.Uuid(), nullable=False),
        sa.Column("jahr", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_aktenzeichenstand_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("behoerde_id", "jahr", name=op.f("pk_aktenzeichenstand")),
    )
    op.create_table(
        "codeeintrag",
        sa.Column("codeliste_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codeliste_id"],
            ["codeliste.id"],
            name=op.f("fk_codeeintrag_codeliste_id_codeliste"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("codeliste_id", "code", name=op.f("pk_codeeintrag")),
    )
    op.create_table(
        "dienstzugang",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("gesperrt", sa.Boolean(), nullable=False),
        sa.Column("erstellt_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_dienstzugang_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dienstzugang")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_dienstzugang_token_sha256")),
    )
    op.create_table(
        "gemeinde",
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bezeichnung", sa.String(length=200), nullable=False),
        sa.Column("kennung", sa.String(length=40), nullable=False),
        sa.Column("behoerde_id", sa.Uuid(), nullable=False),
        sa.Column("plz", sa.String(length=400), nullable=False),
        sa.Column("bestaetigt", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_gemeinde_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("ags", name=op.f("pk_gemeinde")),
        sa.UniqueConstraint("kennung", name=op.f("uq_gemeinde_kennung")),
    )
    op.create_index(op.f("ix_gemeinde_behoerde_id"), "gemeinde", ["behoerde_id"], unique=False)
    op.create_index(op.f("ix_gemeinde_name"), "gemeinde", ["name"], unique=False)

    op.create_table(
        "gemarkung",
        sa.Column("nummer", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("gemeinde_ags", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeinde_ags"],
            ["gemeinde.ags"],
            name=op.f("fk_gemarkung_gemeinde_ags_gemeinde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_gemarkung")),
    )
    op.create_index(op.f("ix_gemarkung_gemeinde_ags"), "gemarkung", ["gemeinde_ags"], unique=False)
    op.create_index(op.f("ix_gemarkung_name"), "gemarkung", ["name"], unique=False)

    op.create_table(
        "stelle",
        sa.Column("kennung", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("art", sa.String(length=60), nullable=False),
        sa.Column("behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("gemeinde_ags", sa.String(length=8), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_stelle_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["gemeinde_ags"],
            ["gemeinde.ags"],
            name=op.f("fk_stelle_gemeinde_ags_gemeinde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stelle")),
        sa.UniqueConstraint("gemeinde_ags", name=op.f("uq_stelle_gemeinde_ags")),
        sa.UniqueConstraint("kennung", name=op.f("uq_stelle_kennung")),
    )
    op.create_index(op.f("ix_stelle_behoerde_id"), "stelle", ["behoerde_id"], unique=False)

    op.create_table(
        "konto",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("funktion", sa.String(length=200), nullable=False),
        sa.Column("passwort", sa.String(length=200), nullable=False),
        sa.Column(
            "rolle",
            sa.Enum(
                "sachbearbeitung",
                "leitung",
                "poststelle",
                "antragsteller",
                "entwurfsverfasser",
                "beteiligte_stelle",
                "betrieb",
                name="kontorolle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("stelle_id", sa.Uuid(), nullable=True),
        sa.Column("sitzungsmarke", sa.String(length=64), nullable=False),
        sa.Column("gesperrt", sa.Boolean(), nullable=False),
        sa.Column("schulung", sa.Boolean(), nullable=False),
        sa.Column("letzte_anmeldung", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_konto_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stelle_id"],
            ["stelle.id"],
            name=op.f("fk_konto_stelle_id_stelle"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_konto")),
        sa.UniqueConstraint("email", name=op.f("uq_konto_email")),
    )
    op.create_index(op.f("ix_konto_behoerde_id"), "konto", ["behoerde_id"], unique=False)
    op.create_index(op.f("ix_konto_stelle_id"), "konto", ["stelle_id"], unique=False)

    op.create_table(
        "vorgang",
        sa.Column("behoerde_id", sa.Uuid(), nullable=False),
        sa.Column("aktenzeichen", sa.String(length=40), nullable=False),
        sa.Column("jahr", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("land", sa.String(length=2), nullable=False),
        sa.Column("regelstand", sa.String(length=100), nullable=False),
        sa.Column(
            "verfahrensart",
            sa.Enum(
                "ungeklaert",
                "baugenehmigung",
                "vereinfacht",
                "freistellung",
                "vorbescheid",
                "abweichung",
                name="verfahren",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "zustand",
            sa.Enum(
                "verfahren_klaeren",
                "vollstaendigkeit_pruefen",
                "gemeinde_prueft",
                "zurueckgenommen",
                name="zustand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("eingegangen_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frist_regel", sa.String(length=40), nullable=True),
        sa.Column("frist_beginn", sa.Date(), nullable=True),
        sa.Column("frist_ende", sa.Date(), nullable=True),
        sa.Column(
            "frist_sortierung",
            sa.Date(),
            sa.Computed("coalesce(frist_ende, '9999-12-31')", persisted=True),
            nullable=False,
        ),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("xbau_nummer", sa.String(length=8), nullable=False),
        sa.Column("xbau_version", sa.String(length=20), nullable=False),
        sa.Column("referenz", sa.String(length=100), nullable=True),
        sa.Column("nachrichten_uuid", sa.String(length=64), nullable=False),
        sa.Column("verfahrensart_code", sa.Text(), nullable=True),
        sa.Column("verfahrensart_liste", sa.String(length=200), nullable=True),
        sa.Column("gemeinde_ags", sa.String(length=8), nullable=True),
        sa.Column("gemeinde_quelle", sa.String(length=200), nullable=True),
        sa.Column("entscheidende_stelle_id", sa.Uuid(), nullable=True),
        sa.Column("anschrift", sa.Text(), nullable=False),
        sa.Column("ort", sa.String(length=200), nullable=False),
        sa.Column("lage", sa.Text(), nullable=False),
        sa.Column("personen", sa.Text(), nullable=False),
        sa.Column("suchtext", sa.Text(), nullable=False),
        sa.Column("gebaeudeklasse", sa.Text(), nullable=True),
        sa.Column("sonderbau", sa.JSON(), nullable=False),
        sa.Column("bebauungsplaene", sa.JSON(), nullable=False),
        sa.Column("geometrie", sa.JSON(), nullable=True),
        sa.Column("vorbescheid", sa.Text(), nullable=True),
        sa.Column("nachtrag_zu", sa.String(length=400), nullable=True),
        sa.Column("weiterfuehren", sa.Boolean(), nullable=True),
        sa.Column("ereignisse", sa.Integer(), nullable=False),
        sa.Column("letzter_hash", sa.String(length=64), nullable=False),
        sa.Column("fassung", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_vorgang_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entscheidende_stelle_id"],
            ["stelle.id"],
            name=op.f("fk_vorgang_entscheidende_stelle_id_stelle"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["konto_id"],
            ["konto.id"],
            name=op.f("fk_vorgang_konto_id_konto"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgang")),
        sa.UniqueConstraint("aktenzeichen", name=op.f("uq_vorgang_aktenzeichen")),
        sa.UniqueConstraint(
            "behoerde_id", "jahr", "nummer", name=op.f("uq_vorgang_behoerde_id_jahr_nummer")
        ),
    )
    op.create_index(
        op.f("ix_vorgang_behoerde_id_eingegangen_am"),
        "vorgang",
        ["behoerde_id", "eingegangen_am"],
        unique=False,
    )
    op.create_index(
        op.f("ix_vorgang_behoerde_id_frist_sortierung_aktenzeichen"),
        "vorgang",
        ["behoerde_id", "frist_sortierung", "aktenzeichen"],
        unique=False,
    )
    op.create_index(
        op.f("ix_vorgang_behoerde_id_zustand_verfahrensart"),
        "vorgang",
        ["behoerde_id", "zustand", "verfahrensart"],
        unique=False,
    )
    op.create_index(op.f("ix_vorgang_gemeinde_ags"), "vorgang", ["gemeinde_ags"], unique=False)
    op.create_index(op.f("ix_vorgang_konto_id"), "vorgang", ["konto_id"], unique=False)
    op.create_index(op.f("ix_vorgang_referenz"), "vorgang", ["referenz"], unique=False)

    op.create_table(
        "beteiligter",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column(
            "block",
            sa.Enum(
                "antrag",
                "vorhaben",
                name="block",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "rolle",
            sa.Enum(
                "antragsteller",
                "bauherr",
                "bevollmaechtigter",
                "vertreter",
                "entwurfsverfasser",
                "gebuehrenpflichtiger",
                "nachbar",
                "weiterer",
                name="rolle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "art",
            sa.Enum(
                "natuerlichePerson",
                "organisation",
                name="personenart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sortiername", sa.Text(), nullable=False),
        sa.Column("anzeigename", sa.Text(), nullable=False),
        sa.Column("zusatz", sa.Text(), nullable=False),
        sa.Column("anschrift", sa.JSON(), nullable=False),
        sa.Column("kontakte", sa.JSON(), nullable=False),
        sa.Column("xbau_id", sa.String(length=100), nullable=True),
        sa.Column("vertritt", sa.Integer(), nullable=True),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("seit", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["konto_id"],
            ["konto.id"],
            name=op.f("fk_beteiligter_konto_id_konto"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_beteiligter_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beteiligter")),
        sa.UniqueConstraint(
            "vorgang_id", "block", "position", name=op.f("uq_beteiligter_vorgang_id_block_position")
        ),
    )
    op.create_index(op.f("ix_beteiligter_konto_id"), "beteiligter", ["konto_id"], unique=False)

    op.create_table(
        "beteiligung",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("stelle_id", sa.Uuid(), nullable=False),
        sa.Column("entscheidet", sa.Boolean(), nullable=False),
        sa.Column("seit", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stelle_id"],
            ["stelle.id"],
            name=op.f("fk_beteiligung_stelle_id_stelle"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_beteiligung_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beteiligung")),
        sa.UniqueConstraint(
            "vorgang_id", "stelle_id", name=op.f("uq_beteiligung_vorgang_id_stelle_id")
        ),
    )
    op.create_index(op.f("ix_beteiligung_stelle_id"), "beteiligung", ["stelle_id"], unique=False)

    op.create_table(
        "dokument",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("art_code", sa.String(length=40), nullable=True),
        sa.Column("art_liste", sa.String(length=200), nullable=True),
        sa.Column("art_listenversion", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_dokument_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokument")),
        sa.UniqueConstraint("vorgang_id", "position", name=op.f("uq_dokument_vorgang_id_position")),
    )
    op.create_table(
        "eingang",
        sa.Column(
            "weg",
            sa.Enum(
                "kommando",
                "poststelle",
                "schnittstelle",
                name="eingangsweg",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("empfangen_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dateiname", sa.String(length=255), nullable=False),
        sa.Column("schluessel", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("groesse", sa.Integer(), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("dienstzugang_id", sa.Uuid(), nullable=True),
        sa.Column("nur_behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("idempotenz", sa.String(length=255), nullable=True),
        sa.Column("lieferung_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "ergebnis",
            sa.Enum(
                "empfangen",
                "angelegt",
                "zugeordnet",
                "wiederholung",
                "zu_klaeren",
                "zurueckgewiesen",
                "protokolliert",
                name="eingangsergebnis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("verarbeitet_am", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fehlerkennzahl", sa.String(length=8), nullable=True),
        sa.Column("behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("vorgang_id", sa.Uuid(), nullable=True),
        sa.Column("wiederholung_von_id", sa.Uuid(), nullable=True),
        sa.Column("angenommen_uuid", sa.String(length=64), nullable=True),
        sa.Column("nachrichten_uuid", sa.String(length=64), nullable=True),
        sa.Column("nummer", sa.String(length=8), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=True),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("referenz", sa.String(length=100), nullable=True),
        sa.Column("autor_kennung", sa.String(length=100), nullable=False),
        sa.Column("autor_name", sa.String(length=400), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("schema_geprueft", sa.Boolean(), nullable=False),
        sa.Column("grund", sa.Text(), nullable=False),
        sa.Column("angaben", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_eingang_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dienstzugang_id"],
            ["dienstzugang.id"],
            name=op.f("fk_eingang_dienstzugang_id_dienstzugang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["konto_id"],
            ["konto.id"],
            name=op.f("fk_eingang_konto_id_konto"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["nur_behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_eingang_nur_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_eingang_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["wiederholung_von_id"],
            ["eingang.id"],
            name=op.f("fk_eingang_wiederholung_von_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eingang")),
        sa.UniqueConstraint("angenommen_uuid", name=op.f("uq_eingang_angenommen_uuid")),
        sa.UniqueConstraint(
            "dienstzugang_id", "idempotenz", name=op.f("uq_eingang_dienstzugang_id_idempotenz")
        ),
        sa.UniqueConstraint("schluessel", name=op.f("uq_eingang_schluessel")),
    )
    op.create_index(
        op.f("ix_eingang_behoerde_id_ergebnis_empfangen_am"),
        "eingang",
        ["behoerde_id", "ergebnis", "empfangen_am"],
        unique=False,
    )
    op.create_index(op.f("ix_eingang_empfangen_am"), "eingang", ["empfangen_am"], unique=False)
    op.create_index(
        op.f("ix_eingang_nachrichten_uuid"), "eingang", ["nachrichten_uuid"], unique=False
    )
    op.create_index(op.f("ix_eingang_referenz"), "eingang", ["referenz"], unique=False)
    op.create_index(op.f("ix_eingang_sha256"), "eingang", ["sha256"], unique=False)
    op.create_index(op.f("ix_eingang_vorgang_id"), "eingang", ["vorgang_id"], unique=False)

    op.create_table(
        "ereignis",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("art", sa.String(length=60), nullable=False),
        sa.Column("zeitpunkt", sa.DateTime(timezone=True), nullable=False),
        sa.Column("akteur", sa.String(length=80), nullable=False),
        sa.Column("daten", sa.JSON(), nullable=False),
        sa.Column("vorheriger_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_ereignis_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ereignis")),
        sa.UniqueConstraint("vorgang_id", "nummer", name=op.f("uq_ereignis_vorgang_id_nummer")),
    )
    op.create_table(
        "vorgangsabweichung",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("xbau_id", sa.String(length=100), nullable=True),
        sa.Column("art_code", sa.String(length=40), nullable=True),
        sa.Column("art_liste", sa.String(length=200), nullable=True),
        sa.Column("art_listenversion", sa.String(length=40), nullable=True),
        sa.Column("vorschrift", sa.Text(), nullable=False),
        sa.Column("beschreibung", sa.Text(), nullable=False),
        sa.Column("begruendung", sa.Text(), nullable=False),
        sa.Column("frage", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_vorgangsabweichung_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgangsabweichung")),
        sa.UniqueConstraint(
            "vorgang_id", "position", name=op.f("uq_vorgangsabweichung_vorgang_id_position")
        ),
    )
    op.create_table(
        "vorgangsflurstueck",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("grundstueck", sa.Integer(), nullable=False),
        sa.Column("gemarkung", sa.Text(), nullable=True),
        sa.Column("gemarkung_nummer", sa.Text(), nullable=True),
        sa.Column("flur", sa.Text(), nullable=True),
        sa.Column("zaehler", sa.Text(), nullable=False),
        sa.Column("nenner", sa.Text(), nullable=True),
        sa.Column("folge", sa.Text(), nullable=True),
        sa.Column("land", sa.String(length=4), nullable=True),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_vorgangsflurstueck_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgangsflurstueck")),
        sa.UniqueConstraint(
            "vorgang_id", "position", name=op.f("uq_vorgangsflurstueck_vorgang_id_position")
        ),
    )
    op.create_table(
        "vorgangsfrage",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("art_code", sa.String(length=40), nullable=True),
        sa.Column("art_liste", sa.String(length=200), nullable=True),
        sa.Column("art_listenversion", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_vorgangsfrage_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgangsfrage")),
        sa.UniqueConstraint(
            "vorgang_id", "nummer", name=op.f("uq_vorgangsfrage_vorgang_id_nummer")
        ),
    )
    op.create_table(
        "vorgangsgebaeude",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_vorgangsgebaeude_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vorgangsgebaeude")),
        sa.UniqueConstraint(
            "vorgang_id", "position", name=op.f("uq_vorgangsgebaeude_vorgang_id_position")
        ),
    )
    op.create_table(
        "antragsstand",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("eingang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("angaben", sa.JSON(), nullable=False),
        sa.Column("aenderungen", sa.JSON(), nullable=False),
        sa.Column("erstellt_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["eingang_id"],
            ["eingang.id"],
            name=op.f("fk_antragsstand_eingang_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_antragsstand_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_antragsstand")),
        sa.UniqueConstraint("vorgang_id", "nummer", name=op.f("uq_antragsstand_vorgang_id_nummer")),
    )
    op.create_table(
        "ausgang",
        sa.Column("behoerde_id", sa.Uuid(), nullable=True),
        sa.Column("vorgang_id", sa.Uuid(), nullable=True),
        sa.Column("eingang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("empfaenger_kennung", sa.String(length=100), nullable=False),
        sa.Column("empfaenger_name", sa.String(length=400), nullable=False),
        sa.Column("inhalt", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("gueltig", sa.Boolean(), nullable=True),
        sa.Column("erstellt_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("abgerufen_am", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["behoerde_id"],
            ["behoerde.id"],
            name=op.f("fk_ausgang_behoerde_id_behoerde"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["eingang_id"],
            ["eingang.id"],
            name=op.f("fk_ausgang_eingang_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vorgang_id"],
            ["vorgang.id"],
            name=op.f("fk_ausgang_vorgang_id_vorgang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ausgang")),
    )
    op.create_index(
        op.f("ix_ausgang_behoerde_id_abgerufen_am_erstellt_am"),
        "ausgang",
        ["behoerde_id", "abgerufen_am", "erstellt_am"],
        unique=False,
    )
    op.create_index(op.f("ix_ausgang_eingang_id"), "ausgang", ["eingang_id"], unique=False)
    op.create_index(op.f("ix_ausgang_vorgang_id"), "ausgang", ["vorgang_id"], unique=False)

    op.create_table(
        "dokument_fassung",
        sa.Column("dokument_id", sa.Uuid(), nullable=False),
        sa.Column("eingang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column(
            "lieferart",
            sa.Enum(
                "geliefert",
                "verlinkt",
                "nachgereicht",
                "unangekuendigt",
                name="lieferart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("versionsnummer", sa.String(length=100), nullable=True),
        sa.Column("datum", sa.Date(), nullable=True),
        sa.Column("dokumentid", sa.String(length=400), nullable=True),
        sa.Column("dateiname", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(length=200), nullable=True),
        sa.Column("verlinkung", sa.Text(), nullable=True),
        sa.Column("schluessel", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("groesse", sa.Integer(), nullable=True),
        sa.Column(
            "pruefstand",
            sa.Enum(
                "ungeprueft",
                "beschaedigt",
                name="pruefstand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nachgeprueft_am", sa.DateTime(timezone=True), nullable=True),
        sa.Column("eingegangen_am", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dokument_id"],
            ["dokument.id"],
            name=op.f("fk_dokument_fassung_dokument_id_dokument"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["eingang_id"],
            ["eingang.id"],
            name=op.f("fk_dokument_fassung_eingang_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokument_fassung")),
        sa.UniqueConstraint(
            "dokument_id", "nummer", name=op.f("uq_dokument_fassung_dokument_id_nummer")
        ),
    )
    op.create_index(
        op.f("ix_dokument_fassung_eingang_id"), "dokument_fassung", ["eingang_id"], unique=False
    )
    op.create_index(
        op.f("ix_dokument_fassung_schluessel"), "dokument_fassung", ["schluessel"], unique=False
    )

    op.create_table(
        "eingangsanlage",
        sa.Column("eingang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dateiname", sa.String(length=400), nullable=False),
        sa.Column("dokumentid", sa.String(length=400), nullable=True),
        sa.Column("schluessel", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("groesse", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["eingang_id"],
            ["eingang.id"],
            name=op.f("fk_eingangsanlage_eingang_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eingangsanlage")),
        sa.UniqueConstraint(
            "eingang_id", "position", name=op.f("uq_eingangsanlage_eingang_id_position")
        ),
        sa.UniqueConstraint("schluessel", name=op.f("uq_eingangsanlage_schluessel")),
    )
    op.create_table(
        "eingangsbefund",
        sa.Column("eingang_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kennzahl", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "schwere",
            sa.Enum(
                "hinweis",
                "klaerung",
                "zurueckweisung",
                name="schwere",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["eingang_id"],
            ["eingang.id"],
            name=op.f("fk_eingangsbefund_eingang_id_eingang"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eingangsbefund")),
        sa.UniqueConstraint(
            "eingang_id", "position", name=op.f("uq_eingangsbefund_eingang_id_position")
        ),
    )
    op.create_table(
        "ereignisklartext",
        sa.Column("ereignis_id", sa.Uuid(), nullable=False),
        sa.Column("feld", sa.String(length=40), nullable=False),
        sa.Column("salz", sa.String(length=64), nullable=False),
        sa.Column("wert", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ereignis_id"],
            ["ereignis.id"],
            name=op.f("fk_ereignisklartext_ereignis_id_ereignis"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ereignisklartext")),
        sa.UniqueConstraint(
            "ereignis_id", "feld", name=op.f("uq_ereignisklartext_ereignis_id_feld")
        ),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for anweisung in SQLITE if sqlite else POSTGRESQL:
        op.execute(anweisung)


def downgrade() -> None:
    op.drop_table("ereignisklartext")
    op.drop_table("eingangsbefund")
    op.drop_table("eingangsanlage")
    op.drop_index(op.f("ix_dokument_fassung_schluessel"), table_name="dokument_fassung")
    op.drop_index(op.f("ix_dokument_fassung_eingang_id"), table_name="dokument_fassung")

    op.drop_table("dokument_fassung")
    op.drop_index(op.f("ix_ausgang_vorgang_id"), table_name="ausgang")
    op.drop_index(op.f("ix_ausgang_eingang_id"), table_name="ausgang")
    op.drop_index(op.f("ix_ausgang_behoerde_id_abgerufen_am_erstellt_am"), table_name="ausgang")

    op.drop_table("ausgang")
    op.drop_table("antragsstand")
    op.drop_table("vorgangsgebaeude")
    op.drop_table("vorgangsfrage")
    op.drop_table("vorgangsflurstueck")
    op.drop_table("vorgangsabweichung")
    op.drop_table("ereignis")
    op.drop_index(op.f("ix_eingang_vorgang_id"), table_name="eingang")
    op.drop_index(op.f("ix_eingang_sha256"), table_name="eingang")
    op.drop_index(op.f("ix_eingang_referenz"), table_name="eingang")
    op.drop_index(op.f("ix_eingang_nachrichten_uuid"), table_name="eingang")
    op.drop_index(op.f("ix_eingang_empfangen_am"), table_name="eingang")
    op.drop_index(op.f("ix_eingang_behoerde_id_ergebnis_empfangen_am"), table_name="eingang")

    op.drop_table("eingang")
    op.drop_table("dokument")
    op.drop_index(op.f("ix_beteiligung_stelle_id"), table_name="beteiligung")

    op.drop_table("beteiligung")
    op.drop_index(op.f("ix_beteiligter_konto_id"), table_name="beteiligter")

    op.drop_table("beteiligter")
    op.drop_index(op.f("ix_vorgang_referenz"), table_name="vorgang")
    op.drop_index(op.f("ix_vorgang_konto_id"), table_name="vorgang")
    op.drop_index(op.f("ix_vorgang_gemeinde_ags"), table_name="vorgang")
    op.drop_index(op.f("ix_vorgang_behoerde_id_zustand_verfahrensart"), table_name="vorgang")
    op.drop_index(
        op.f("ix_vorgang_behoerde_id_frist_sortierung_aktenzeichen"), table_name="vorgang"
    )
    op.drop_index(op.f("ix_vorgang_behoerde_id_eingegangen_am"), table_name="vorgang")

    op.drop_table("vorgang")
    op.drop_index(op.f("ix_konto_stelle_id"), table_name="konto")
    op.drop_index(op.f("ix_konto_behoerde_id"), table_name="konto")

    op.drop_table("konto")
    op.drop_index(op.f("ix_stelle_behoerde_id"), table_name="stelle")

    op.drop_table("stelle")
    op.drop_index(op.f("ix_gemarkung_name"), table_name="gemarkung")
    op.drop_index(op.f("ix_gemarkung_gemeinde_ags"), table_name="gemarkung")

    op.drop_table("gemarkung")
    op.drop_index(op.f("ix_gemeinde_name"), table_name="gemeinde")
    op.drop_index(op.f("ix_gemeinde_behoerde_id"), table_name="gemeinde")

    op.drop_table("gemeinde")
    op.drop_table("dienstzugang")
    op.drop_table("codeeintrag")
    op.drop_table("aktenzeichenstand")
    op.drop_table("verfahrensartzuordnung")
    op.drop_index(op.f("ix_fehlanmeldung_schluessel_zeitpunkt"), table_name="fehlanmeldung")

    op.drop_table("fehlanmeldung")
    op.drop_table("codeliste")
    op.drop_table("behoerde")
    op.drop_index(op.f("ix_auftrag_erledigt_am_aufgegeben_am_faellig_am"), table_name="auftrag")

    op.drop_table("auftrag")
    op.drop_table("arbeiter")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ereignis_unveraenderlich()")
