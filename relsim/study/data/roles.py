"""What columns are called, in the languages that people write, and which shape a table has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from relsim.errors import InputError
from relsim.scenario.wording import did_you_mean, show
from relsim.study.data.line import Line

ROLES: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("id", "customer id", "customer", "client id", "client", "user id", "user", "member"),
        *("account", "kunde", "kundennummer", "kunden nr", "cliente", "code client"),
    ),
    "tenure": (
        *("tenure", "tenure months", "months", "duration", "account length", "periods"),
        *("monate", "dauer", "laufzeit", "anciennete", "mois", "antiguedad", "meses"),
    ),
    "start": (
        *("start", "start date", "joined", "join date", "signup", "signup date", "since"),
        *("opened", "begin", "beginn", "eintritt", "kunde seit", "debut", "inicio"),
    ),
    "end": (
        *("end", "end date", "ended", "closed", "cancel date", "cancellation date", "leave date"),
        *("churn date", "ende", "austritt", "kuendigung", "fin", "sortie"),
    ),
    "left": (
        *("churn", "churned", "left", "exited", "attrition", "cancelled", "canceled", "event"),
        *("churn flag", "churn value", "abgewandert", "gekuendigt", "weg"),
        *("parti", "perdu", "baja"),
    ),
    "spend": (
        *("monthly charges", "monthly charge", "monthly spend", "monthly revenue", "spend"),
        *("charges", "arpu", "revenue", "umsatz", "beitrag", "depense", "gasto"),
    ),
    "contract": ("contract", "contract type", "term", "plan", "vertrag", "contrat", "contrato"),
    "date": (
        *("date", "order date", "invoice date", "purchase date", "transaction date", "day"),
        *("datum", "bestelldatum", "kaufdatum", "fecha", "jour"),
    ),
    "amount": (
        *("amount", "value", "sales", "revenue", "total", "price", "dollar value", "spend"),
        *("betrag", "umsatz", "preis", "montant", "prix", "importe"),
    ),
    "satisfaction": (
        *("satisfaction", "satisfaction score", "csat", "satisfied", "rating"),
        *("zufriedenheit", "satisfaccion", "soddisfazione"),
    ),
    "recommendation": (
        *("nps", "recommendation", "recommend", "likelihood to recommend", "promoter"),
        *("weiterempfehlung", "empfehlung", "recommandation", "recomendacion"),
    ),
}
"""Headings by what they mean, the likelier first; a heading may go on (satisfaction_1_10)."""

SHAPES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("tenure", "left"), ("start", "end"), ("start", "tenure", "left")),
    "survey": (("satisfaction", "left"), ("recommendation", "left")),
    "transactions": (("id", "date"),),
}
"""Columns of which one set makes the shape; triangles and cohorts are known otherwise."""

MORE: Mapping[str, tuple[str, ...]] = {
    "customers": ("id", "spend", "contract"),
    "survey": ("id", "satisfaction", "recommendation"),
    "transactions": ("amount",),
}
"""Columns that are read where they are there."""

ASKED: Mapping[str, tuple[str, ...]] = {
    "cohort": (),
    "customers": ("column", "left", "leavers", "by"),
    "transactions": ("column", "silence"),
    "triangle": (),
    "survey": ("column", "left", "over"),
}
"""What may have to be said of a file, by its shape, which names it on the command line."""

_LOOKED_AT = 20
_ACCENTS = str.maketrans({"é": "e", "è": "e", "ü": "ue", "ó": "o", "í": "i", "ú": "u", "ç": "c"})


def folded(heading: object) -> str:
    """Return a heading as it is compared: its words, without case, accents and signs.

    Examples
    --------
    >>> folded("MonthlyCharges"), folded("customer_ID"), folded("Ancienneté")
    ('monthly charges', 'customer id', 'anciennete')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(heading).strip())
    return " ".join(re.findall(r"[a-z0-9]+", apart.casefold().translate(_ACCENTS)))


def found_roles(header: Line, said: Mapping[str, str]) -> dict[str, int]:
    """Return the place of every column whose meaning is known, by what it means."""
    names = [folded(cell) for cell in header.cells]
    found: dict[str, int] = {}
    for role, words in ROLES.items():
        if role in said:
            if folded(said[role]) in names:
                found[role] = names.index(folded(said[role]))
            continue
        places = [names.index(word) for word in words if word in names]
        longer = [
            place
            for word in words
            for place, name in enumerate(names)
            if re.fullmatch(rf"{word} [\d ]+(?:to)?[\d ]*", name)
        ]
        if places or longer:
            found[role] = (places or longer)[0]
    return found


def likely(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a word that nobody knows."""
    hint = did_you_mean(word, known)
    return f"; {hint}" if hint else "."


def find_shape(
    lines: Sequence[Line], shape: str, said: Mapping[str, str]
) -> tuple[str, int, dict[str, int]] | None:
    """Return a table's shape, which line holds its headings, and where its columns are, if told."""
    if unknown := [role for role in said if role not in ROLES]:
        raise InputError(
            f"--column: {show(unknown[0])} is no kind of column{likely(unknown[0], ROLES)} There "
            f"are {', '.join(ROLES)}."
        )
    for place, line in enumerate(lines[:_LOOKED_AT]):
        roles = found_roles(line, said)
        for name in [one for one in SHAPES if shape in ("", one)]:
            if any(set(needed) <= set(roles) for needed in SHAPES[name]):
                wanted = {*MORE[name], *(role for one in SHAPES[name] for role in one)}
                return name, place, {role: at for role, at in roles.items() if role in wanted}
    return None


def refuse_shape(
    source: str, lines: Sequence[Line], shape: str, said: Mapping[str, str]
) -> NoReturn:
    """Refuse a table that cannot be told, or lacks what its shape needs."""
    header = max(lines[:_LOOKED_AT], key=lambda line: len(found_roles(line, said)))
    headings = show(", ".join(str(cell) for cell in header.cells))
    known = found_roles(header, said)
    if absent := [role for role in said if role not in known]:
        raise InputError(
            f"{source}:{header.number}: there is no column {show(said[absent[0]])} for "
            f"{absent[0]}; found {headings}."
        )
    kinds = {
        name: " or ".join(" and ".join(needed) for needed in sets)
        for name, sets in SHAPES.items()
        if shape in ("", name)
    }
    wanted = "; ".join(f"{name} have {needed}" for name, needed in kinds.items())
    more = (
        ""
        if shape
        else "; a cohort has period and customers; a triangle has the ages 0, 1, 2 … as headings"
    )
    # What is nearest to whole is what was meant, most likely.
    absent = min(
        (
            [role for role in needed if role not in known]
            for name in kinds
            for needed in SHAPES[name]
        ),
        key=len,
    )
    say = " ".join(f"--column {role}=HEADING" for role in absent)
    raise InputError(
        f"{source}:{header.number}: it cannot be told what this is; found {headings}. "
        f"Columns: {wanted}{more}. Say which column is which: {say}."
    )
