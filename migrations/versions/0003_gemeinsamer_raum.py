"""Demands, Stellungnahmen, decisions, uploads, mails and drafts of forms"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ZEIT = sa.DateTime(timezone=True)
ZUSTAENDE_ALT = (
    "verfahren_klaeren", "vollstaendigkeit_pruefen", "gemeinde_prueft", "zurueckgenommen",
)  # fmt: skip
ZUSTAENDE = (
    "verfahren_klaeren", "vollstaendigkeit_pruefen", "nachforderung_offen", "in_pruefung",
    "gemeinde_prueft", "genehmigt", "abgelehnt", "zurueckgenommen",
)  # fmt: skip
BETEILIGUNGSARTEN = ("stellungnahme", "zustimmung", "einvernehmen")
PRUEFSTAENDE_ALT = ("ungeprueft", "beschaedigt")
PRUEFSTAENDE = ("ungeprueft", "freigegeben", "nicht_geprueft", "gesperrt", "beschaedigt")


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


def _tabelle(name: str, *teile: sa.Column | sa.Constraint, fremde: dict[str, str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *teile,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(_fremd(name, spalte, ziel) for spalte, ziel in fremde.items()),
    )


def _eindeutig(name: str, *spalten: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*spalten, name=op.f(f"uq_{name}_{'_'.join(spalten)}"))


def _index(name: str, *spalten: str) -> None:
    op.create_index(op.f(f"ix_{name}_{'_'.join(spalten)}"), name, list(spalten))


def upgrade() -> None:
    _create_nachforderung()
    _create_stellungnahme()
    _create_bescheid()
    _create_benachrichtigung()
    _erweitere(
        "auftrag",
        sa.Column("eilig", sa.Boolean(), nullable=False, server_default=sa.false()),
        fremde={},
    )
    _extend_unterlage()
    op.add_column("vorgang", sa.Column("vollstaendig_am", sa.Date(), nullable=True))
    _set_zustaende(ZUSTAENDE_ALT, ZUSTAENDE)


def _create_nachforderung() -> None:
    _tabelle(
        "nachforderung",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column(
            "stand",
            _aufzaehlung("nachforderungsstand", "offen", "beantwortet", "erledigt"),
            nullable=False,
        ),
        sa.Column("frist", sa.Date(), nullable=False),
        sa.Column("anschreiben", sa.Text(), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("versandt_am", ZEIT, nullable=False),
        sa.Column("beantwortet_am", ZEIT, nullable=True),
        sa.Column("beantwortet_von_id", sa.Uuid(), nullable=True),
        sa.Column("nachricht", sa.Text(), nullable=False),
        sa.Column("verspaetet", sa.Boolean(), nullable=False),
        sa.Column("erledigt_am", ZEIT, nullable=True),
        sa.Column("fassung", sa.Integer(), nullable=False),
        _eindeutig("nachforderung", "vorgang_id", "nummer"),
        fremde={"vorgang_id": "vorgang", "konto_id": "konto", "beantwortet_von_id": "konto"},
    )
    _tabelle(
        "nachforderungspunkt",
        sa.Column("nachforderung_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bezeichnung", sa.Text(), nullable=False),
        sa.Column("grund", sa.Text(), nullable=False),
        sa.Column("dokument_id", sa.Uuid(), nullable=True),
        sa.Column(
            "stand",
            _aufzaehlung(
                "punktstand", "offen", "beantwortet", "angenommen", "zurueckgegeben", "entfallen"
            ),
            nullable=False,
        ),
        sa.Column("antwort", sa.Text(), nullable=False),
        sa.Column("rueckgabegrund", sa.Text(), nullable=False),
        sa.Column("bewertet_am", ZEIT, nullable=True),
        _eindeutig("nachforderungspunkt", "nachforderung_id", "position"),
        fremde={"nachforderung_id": "nachforderung", "dokument_id": "dokument"},
    )
    _index("nachforderungspunkt", "dokument_id")


def _create_stellungnahme() -> None:
    _erweitere(
        "beteiligung",
        sa.Column("art", sa.String(length=40), nullable=True),
        sa.Column("angefordert_am", ZEIT, nullable=True),
        sa.Column("angefordert_von_id", sa.Uuid(), nullable=True),
        sa.Column("anschreiben", sa.Text(), nullable=False, server_default=""),
        sa.Column("frist_regel", sa.String(length=40), nullable=True),
        sa.Column("frist_beginn", sa.Date(), nullable=True),
        sa.Column("frist_ende", sa.Date(), nullable=True),
        fremde={"angefordert_von_id": "konto"},
    )
    with op.batch_alter_table("beteiligung") as tabelle:
        tabelle.create_check_constraint(
            op.f("ck_beteiligung_beteiligungsart"), _format_bedingung("art", BETEILIGUNGSARTEN)
        )
    _index("beteiligung", "stelle_id", "frist_ende")
    _tabelle(
        "stellungnahme",
        sa.Column("beteiligung_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ergebnis",
            _aufzaehlung(
                "stellungnahmeergebnis",
                "keine_bedenken",
                "nebenbestimmungen",
                "bedenken",
                "nachforderung",
                "nicht_zustaendig",
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("nebenbestimmungen", sa.JSON(), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("geaendert_am", ZEIT, nullable=False),
        sa.Column("abgegeben_am", ZEIT, nullable=True),
        sa.Column("verspaetet", sa.Boolean(), nullable=False),
        sa.Column("pruefwert", sa.String(length=64), nullable=True),
        sa.Column("fassung", sa.Integer(), nullable=False),
        _eindeutig("stellungnahme", "beteiligung_id"),
        fremde={"beteiligung_id": "beteiligung", "konto_id": "konto"},
    )
    _tabelle(
        "beteiligungsunterlage",
        sa.Column("beteiligung_id", sa.Uuid(), nullable=False),
        sa.Column("fassung_id", sa.Uuid(), nullable=False),
        _eindeutig("beteiligungsunterlage", "beteiligung_id", "fassung_id"),
        fremde={"beteiligung_id": "beteiligung", "fassung_id": "dokument_fassung"},
    )
    _index("beteiligungsunterlage", "fassung_id")


def _create_bescheid() -> None:
    _tabelle(
        "bescheid",
        sa.Column("vorgang_id", sa.Uuid(), nullable=False),
        sa.Column(
            "art", _aufzaehlung("bescheidart", "genehmigung", "ablehnung"), nullable=False
        ),
        sa.Column("stand", _aufzaehlung("bescheidstand", "entwurf", "erlassen"), nullable=False),
        sa.Column("begruendung", sa.Text(), nullable=False),
        sa.Column("nebenbestimmungen", sa.JSON(), nullable=False),
        sa.Column("abweichungen", sa.JSON(), nullable=False),
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("geaendert_am", ZEIT, nullable=False),
        sa.Column("erlassen_am", ZEIT, nullable=True),
        sa.Column("schluessel", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("groesse", sa.Integer(), nullable=True),
        sa.Column("ausgang_id", sa.Uuid(), nullable=True),
        sa.Column("erster_abruf_am", ZEIT, nullable=True),
        sa.Column("erster_abruf_von_id", sa.Uuid(), nullable=True),
        sa.Column("fassung", sa.Integer(), nullable=False),
        _eindeutig("bescheid", "schluessel"),
        fremde={
            "vorgang_id": "vorgang",
            "konto_id": "konto",
            "ausgang_id": "ausgang",
            "erster_abruf_von_id": "konto",
        },
    )
    _index("bescheid", "vorgang_id")
    entwurf = sa.text("stand = 'entwurf'")
    op.create_index(
        "uq_bescheid_entwurf",
        "bescheid",
        ["vorgang_id"],
        unique=True,
        sqlite_where=entwurf,
        postgresql_where=entwurf,
    )


def _create_benachrichtigung() -> None:
    _tabelle(
        "benachrichtigung",
        sa.Column("konto_id", sa.Uuid(), nullable=False),
        sa.Column("vorgang_id", sa.Uuid(), nullable=True),
        sa.Column("betreff", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("erstellt_am", ZEIT, nullable=False),
        sa.Column("versandt_am", ZEIT, nullable=True),
        fremde={"konto_id": "konto", "vorgang_id": "vorgang"},
    )
    _index("benachrichtigung", "konto_id", "erstellt_am")
    _index("benachrichtigung", "vorgang_id")
    _tabelle(
        "formularentwurf",
        sa.Column("konto_id", sa.Uuid(), nullable=False),
        sa.Column("pfad", sa.String(length=300), nullable=False),
        sa.Column("felder", sa.JSON(), nullable=False),
        sa.Column("gespeichert_am", ZEIT, nullable=False),
        _eindeutig("formularentwurf", "konto_id", "pfad"),
        fremde={"konto_id": "konto"},
    )
    _index("formularentwurf", "gespeichert_am")


def _extend_unterlage() -> None:
    _erweitere(
        "dokument",
        sa.Column("stellungnahme_id", sa.Uuid(), nullable=True),
        fremde={"stellungnahme_id": "stellungnahme"},
    )
    _index("dokument", "stellungnahme_id")
    _erweitere(
        "dokument_fassung",
        sa.Column("konto_id", sa.Uuid(), nullable=True),
        sa.Column("nachforderungspunkt_id", sa.Uuid(), nullable=True),
        sa.Column("pruefbefund", sa.Text(), nullable=False, server_default=""),
        sa.Column("erkannt", sa.String(length=200), nullable=True),
        sa.Column("scanner", sa.String(length=200), nullable=True),
        sa.Column("vorschau_schluessel", sa.String(length=200), nullable=True),
        sa.Column("seiten", sa.Integer(), nullable=True),
        sa.Column("abgegeben_am", ZEIT, nullable=True),
        sa.Column("verworfen_am", ZEIT, nullable=True),
        fremde={"konto_id": "konto", "nachforderungspunkt_id": "nachforderungspunkt"},
    )
    with op.batch_alter_table("dokument_fassung") as tabelle:
        tabelle.create_unique_constraint(
            op.f("uq_dokument_fassung_vorschau_schluessel"), ["vorschau_schluessel"]
        )
        tabelle.alter_column("eingang_id", existing_type=sa.Uuid(), nullable=True)
        _set_pruefstaende(tabelle, PRUEFSTAENDE)
    _index("dokument_fassung", "nachforderungspunkt_id")
    op.execute("UPDATE dokument_fassung SET abgegeben_am = eingegangen_am")


def _set_pruefstaende(tabelle: BatchOperations, staende: tuple[str, ...]) -> None:
    name = op.f("ck_dokument_fassung_pruefstand")
    tabelle.drop_constraint(name, type_="check")
    tabelle.create_check_constraint(name, _format_bedingung("pruefstand", staende))


def _set_zustaende(bisher: tuple[str, ...], zustaende: tuple[str, ...]) -> None:
    """SQLite would have to copy the table, which it cannot with a generated column; its manual
    (ALTER TABLE, "Making Other Kinds Of Table Schema Changes") lets a CHECK be rewritten in place.
    """
    alt, neu = _format_bedingung("zustand", bisher), _format_bedingung("zustand", zustaende)
    verbindung = op.get_bind()
    if verbindung.dialect.name == "postgresql":
        op.execute("ALTER TABLE vorgang DROP CONSTRAINT ck_vorgang_zustand")
        op.execute(f"ALTER TABLE vorgang ADD CONSTRAINT ck_vorgang_zustand CHECK ({neu})")
        return
    stand = verbindung.exec_driver_sql("PRAGMA schema_version").scalar_one()
    verbindung.exec_driver_sql("PRAGMA writable_schema=ON")
    geaendert = verbindung.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :alt, :neu) "
            "WHERE type = 'table' AND name = 'vorgang' AND instr(sql, :alt) > 0"
        ),
        {"alt": alt, "neu": neu},
    ).rowcount
    if geaendert != 1:
        raise RuntimeError("vorgang has another CHECK than expected")
    verbindung.exec_driver_sql(f"PRAGMA schema_version={stand + 1}")
    verbindung.exec_driver_sql("PRAGMA writable_schema=OFF")


def _format_bedingung(spalte: str, werte: tuple[str, ...]) -> str:
    return f"{spalte} IN ({', '.join(repr(w) for w in werte)})"


def _erweitere(name: str, *spalten: sa.Column, fremde: dict[str, str]) -> None:
    with op.batch_alter_table(name) as tabelle:
        for spalte in spalten:
            tabelle.add_column(spalte)
        for spalte, ziel in fremde.items():
            tabelle.create_foreign_key(
                op.f(f"fk_{name}_{spalte}_{ziel}"),
                ziel,
                [spalte],
                ["id"],
                initially="DEFERRED",
                deferrable=True,
            )
    vorgaben = [s for s in spalten if s.server_default is not None]
    if vorgaben:
        with op.batch_alter_table(name) as tabelle:
            for spalte in vorgaben:
                tabelle.alter_column(spalte.name, existing_type=spalte.type, server_default=None)


def downgrade() -> None:
    """What only the new records know is lost; cases fall back to the state they had before."""
    op.execute(
        "UPDATE vorgang SET zustand = 'vollstaendigkeit_pruefen' WHERE zustand IN "
        "('nachforderung_offen', 'in_pruefung', 'genehmigt', 'abgelehnt')"
    )
    _set_zustaende(ZUSTAENDE, ZUSTAENDE_ALT)
    op.drop_column("vorgang", "vollstaendig_am")
    _shrink_unterlage()
    for name in ("formularentwurf", "benachrichtigung", "bescheid", "beteiligungsunterlage"):
        op.drop_table(name)
    _shrink("dokument", ("stellungnahme_id",), {"stellungnahme_id": "stellungnahme"})
    for name in ("stellungnahme", "nachforderungspunkt", "nachforderung"):
        op.drop_table(name)
    _shrink("auftrag", ("eilig",), {})
    op.drop_index("ix_beteiligung_stelle_id_frist_ende", "beteiligung")
    op.execute("DELETE FROM beteiligung WHERE angefordert_am IS NOT NULL AND NOT entscheidet")
    with op.batch_alter_table("beteiligung") as tabelle:
        tabelle.drop_constraint(op.f("ck_beteiligung_beteiligungsart"), type_="check")
    _shrink(
        "beteiligung",
        (
            "art", "angefordert_am", "angefordert_von_id", "anschreiben", "frist_regel",
            "frist_beginn", "frist_ende",
        ),
        {"angefordert_von_id": "konto"},
    )  # fmt: skip


def _shrink_unterlage() -> None:
    op.execute(
        "UPDATE dokument_fassung SET pruefstand = 'ungeprueft' WHERE pruefstand <> 'beschaedigt'"
    )
    op.execute("DELETE FROM beteiligungsunterlage")
    op.execute("UPDATE nachforderungspunkt SET dokument_id = NULL")
    op.execute("DELETE FROM dokument_fassung WHERE eingang_id IS NULL")
    op.execute("DELETE FROM dokument WHERE id NOT IN (SELECT dokument_id FROM dokument_fassung)")
    op.drop_index("ix_dokument_fassung_nachforderungspunkt_id", "dokument_fassung")
    op.drop_index("ix_dokument_stellungnahme_id", "dokument")
    with op.batch_alter_table("dokument_fassung") as tabelle:
        _set_pruefstaende(tabelle, PRUEFSTAENDE_ALT)
        tabelle.drop_constraint(
            op.f("uq_dokument_fassung_vorschau_schluessel"), type_="unique"
        )
        tabelle.alter_column("eingang_id", existing_type=sa.Uuid(), nullable=False)
    _shrink(
        "dokument_fassung",
        (
            "konto_id", "nachforderungspunkt_id", "pruefbefund", "erkannt", "scanner",
            "vorschau_schluessel", "seiten", "abgegeben_am", "verworfen_am",
        ),
        {"konto_id": "konto", "nachforderungspunkt_id": "nachforderungspunkt"},
    )  # fmt: skip


def _shrink(name: str, spalten: tuple[str, ...], fremde: dict[str, str]) -> None:
    with op.batch_alter_table(name) as tabelle:
        for spalte, ziel in fremde.items():
            tabelle.drop_constraint(op.f(f"fk_{name}_{spalte}_{ziel}"), type_="foreignkey")
        for spalte in spalten:
            tabelle.drop_column(spalte)
