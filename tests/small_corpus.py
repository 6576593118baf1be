"""A small corpus made by hand: three documents in three languages, in words of our own, about invented news."""

from __future__ import annotations

import hashlib

from kg.model import (
    Assertion,
    Corpus,
    Date,
    Document,
    Entity,
    Evidence,
    Figure,
    Mention,
    Place,
    Reading,
    Span,
    Status,
)

ENGLISH = (
    "Ferries sail from the Port of Rostock to the Port of Gdynia twelve times a week. "
    "On 3 March 2024 Nordkai GmbH and Baltic Works signed a letter of intent. "
    "The ferry to Turku was given up in 2019. Imports rose by 7.5 % to 1.2 billion euros in 2023."
)
GERMAN = (
    "Der Hafen Rostock und der Hafen Gdynia sind durch Fähren verbunden. "
    "Eine Linie nach Turku ist angekündigt. Anna Berg leitet die Nordkai GmbH als Geschäftsführerin."
)
CHINESE = "罗斯托克与格丁尼亚结为友好城市。诺德凯公司参加了2024年5月举行的波罗的海港口论坛。"


def find(text: str, part: str) -> Span:
    """The span of the first `part` in `text`."""
    start = text.index(part)
    return Span(start, start + len(part))


def document(name: str, text: str, language: str, published: str) -> Document:
    """A document of our own."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, text, digest, language=language, title=text[:12], publisher="Testblatt", published=published)


def mention(text: str, part: str, kind: str, local: str) -> Mention:
    """The first place where `part` stands, as a name of `local`."""
    return Mention(find(text, part), part, kind, rule="test.lexicon", local=local)


def says(text: str, quote: str, *triple: str, status: Status | None = None, time: str = "") -> Assertion:
    """The assertion that `quote` makes."""
    evidence = (Evidence(find(text, quote), quote, "test.rule", 0.9),)
    return Assertion(*triple, evidence, status, time)


CITY = {"de": ("Rostock",), "en": ("Rostock",), "zh": ("罗斯托克",)}
GERMANY = Place(
    "country/DE", "Country", {"de": ("Deutschland",), "en": ("Germany",), "zh": ("德国",)}, {"iso3166_1": "DE"}, "DE"
)
STATE = Place(
    "province/DE-MV",
    "Province",
    {"de": ("Mecklenburg-Vorpommern",), "en": ("Mecklenburg-Vorpommern",)},
    {"iso3166_2": "DE-MV"},
    "DE",
    within="country/DE",
)
ROSTOCK = Place(
    "city/gn2844588",
    "City",
    CITY,
    {"geonames": "2844588"},
    "DE",
    within="province/DE-MV",
    latitude=54.0887,
    longitude=12.1405,
)
ROSTOCK_PORT = Place(
    "port/DERSK",
    "Port",
    {"de": ("Hafen Rostock",), "en": ("Port of Rostock", "Rostock Harbour")},
    {"unlocode": "DERSK"},
    "DE",
    within="city/gn2844588",
    serves="city/gn2844588",
)
GDYNIA = Place("city/gn3099424", "City", {"en": ("Gdynia",), "zh": ("格丁尼亚",)}, {"geonames": "3099424"}, "PL")
GDYNIA_PORT = Place(
    "port/PLGDY",
    "Port",
    {"en": ("Port of Gdynia",), "de": ("Hafen Gdynia",)},
    {"unlocode": "PLGDY"},
    "PL",
    serves="city/gn3099424",
)
TURKU = Place("city/gn633679", "City", {"en": ("Turku",), "de": ("Turku",)}, {"geonames": "633679"}, "FI")


def english() -> Reading:
    """The English document: a link, an agreement, an ended tie, figures and dates."""
    t = ENGLISH
    ferry = t[: t.index(" On 3 March")]
    trade = t[t.index("Imports") :]
    return Reading(
        document("ferry.txt", t, "en", "2024-03-04"),
        (
            mention(t, "Port of Rostock", "Port", "rostock-port"),
            mention(t, "Port of Gdynia", "Port", "gdynia-port"),
            mention(t, "Nordkai GmbH", "Company", "nordkai"),
            mention(t, "Baltic Works", "Company", "baltic"),
            mention(t, "letter of intent", "Agreement", "letter"),
            mention(t, "Turku", "City", "turku"),
        ),
        (
            says(t, ferry, "rostock-port", "seaLink", "gdynia-port", status=Status.IN_OPERATION),
            says(
                t,
                "Nordkai GmbH and Baltic Works signed a letter of intent",
                "nordkai",
                "partyTo",
                "letter",
                status=Status.SIGNED,
                time="2024-03-03",
            ),
            says(t, "Nordkai GmbH and Baltic Works", "nordkai", "cooperatesWith", "baltic"),
            says(
                t,
                "The ferry to Turku was given up in 2019.",
                "rostock-port",
                "seaLink",
                "turku",
                status=Status.ENDED,
                time="2019",
            ),
        ),
        (
            Figure(
                find(t, "twelve"),
                "twelve",
                12,
                "per_week",
                "level",
                "test.number",
                measure="weekly sailings",
                concept="weeklySailings",
                about="rostock-port",
                of=(("gdynia-port", "seaLink", "rostock-port"),),
                evidence=find(t, ferry),
            ),
            Figure(
                find(t, "7.5"),
                "7.5",
                7.5,
                "%",
                "growth",
                "test.number",
                measure="imports",
                concept="imports",
                period="2023",
                evidence=find(t, trade),
            ),
            Figure(
                find(t, "1.2 billion"),
                "1.2 billion",
                1.2e9,
                "EUR",
                "level",
                "test.number",
                "approx",
                "imports",
                "imports",
                narrowing={"partner": "the EU", "direction": "import"},
                period="2023",
            ),
        ),
        (Date(find(t, "3 March 2024"), "3 March 2024", "2024-03-03", "test.date"),),
    )


def german() -> Reading:
    """The German document: the same link the other way round, a planned link, an office."""
    t = GERMAN
    return Reading(
        document("hafen.txt", t, "de", "2024-02"),
        (
            mention(t, "Hafen Rostock", "Port", "r"),
            mention(t, "Hafen Gdynia", "Port", "g"),
            mention(t, "Turku", "City", "t"),
            mention(t, "Anna Berg", "Person", "p"),
            mention(t, "Nordkai GmbH", "Company", "n"),
        ),
        (
            says(t, t[: t.index(" Eine Linie")], "g", "seaLink", "r"),
            says(t, "Eine Linie nach Turku ist angekündigt.", "r", "plannedLink", "t", status=Status.ANNOUNCED),
            Assertion(
                "p",
                "holdsOfficeAt",
                "n",
                (
                    Evidence(
                        find(t, "Anna Berg leitet die Nordkai GmbH"),
                        "Anna Berg leitet die Nordkai GmbH",
                        "test.office",
                        0.8,
                    ),
                ),
                qualifiers={"office": "Geschäftsführerin"},
            ),
        ),
    )


def chinese() -> Reading:
    """The Chinese document: sister cities, an event, a month."""
    t = CHINESE
    return Reading(
        document("forum.txt", t, "zh", "2024"),
        (
            mention(t, "罗斯托克", "City", "rostock"),
            mention(t, "格丁尼亚", "City", "gdynia"),
            mention(t, "诺德凯公司", "Company", "nordkai"),
            mention(t, "波罗的海港口论坛", "Event", "forum"),
        ),
        (
            says(t, "罗斯托克与格丁尼亚结为友好城市", "rostock", "sisterCityOf", "gdynia"),
            says(
                t,
                "诺德凯公司参加了2024年5月举行的波罗的海港口论坛",
                "nordkai",
                "participatesIn",
                "forum",
                time="2024-05",
            ),
        ),
        (),
        (Date(find(t, "2024年5月"), "2024年5月", "2024-05", "test.date"),),
    )


def _place(place: Place, *members: tuple[str, str]) -> Entity:
    return Entity(place.key, place.type, place.names, members, place.identifiers, place)


def entities() -> tuple[Entity, ...]:
    """The things of all three documents."""
    e, g, c = "ferry.txt", "hafen.txt", "forum.txt"
    return (
        _place(ROSTOCK, (c, "rostock")),
        _place(ROSTOCK_PORT, (e, "rostock-port"), (g, "r")),
        _place(GDYNIA, (c, "gdynia")),
        _place(GDYNIA_PORT, (e, "gdynia-port"), (g, "g")),
        _place(TURKU, (e, "turku"), (g, "t")),
        Entity(
            "company/nordkai",
            "Company",
            {"de": ("Nordkai GmbH",), "zh": ("诺德凯公司",)},
            ((e, "nordkai"), (g, "n"), (c, "nordkai")),
        ),
        Entity("company/baltic", "Company", {"en": ("Baltic Works",)}, ((e, "baltic"),)),
        Entity("agreement/letter", "Agreement", {"en": ("letter of intent",)}, ((e, "letter"),)),
        Entity("person/berg", "Person", {"de": ("Anna Berg",)}, ((g, "p"),)),
        Entity("event/forum", "Event", {"zh": ("波罗的海港口论坛",)}, ((c, "forum"),)),
    )


def corpus() -> Corpus:
    """The whole small corpus."""
    return Corpus((english(), german(), chinese()), entities(), (), (GERMANY, STATE))
