"""Files as people bring them: four shapes in three dialects, and one fault a file."""

import json
import math

import numpy as np
import pytest
from lifelines import KaplanMeierFitter

import relsim
from relsim.errors import InputError
from relsim.study.data.cells import is_empty
from relsim.study.data.survival import curve_of
from tests.study import shapes

DIALECTS = ("english.csv", "continental.csv", "excel.xlsx")
REFUSED = {
    "broken_customers_flag.csv": ':3 churn: found "maybe"; allowed are yes and no',
    "broken_customers_decimals.csv": ':2 spend: "1.250,5" has a decimal comma',
    "broken_customers_ends.csv": ':2 end: found "2024-02-01", before the start',
    "broken_transactions_date.csv": ':4 date: found "31 of March"',
    "broken_transactions_days.csv": "may be 2024-04-03 or 2024-03-04",
    "broken_triangle_grows.csv": 'the cohort "Jan" grows at age 2',
    "broken_triangle_start.csv": ":2: the first age has no number above 0",
    "broken_triangle_percent.csv": 'found "100" without a percent sign',
    "broken_triangle_early.csv": 'the cohort "2025-02" has "7" before it began',
    "broken_triangle_weeks.csv": 'found "soon"; allowed is a date',
    "broken_survey_nobody.csv": "nobody answered nps",
    "broken_survey_word.csv": ':2 nps: found "often"; allowed is a number from 0',
    "broken_unknown.csv": 'it cannot be told what this is; found "colour, shade"',
}


def read(name, **more):
    return relsim.read(shapes.FOLDER / name, **more)


def test_the_files_are_those_that_the_script_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(shapes, "FOLDER", tmp_path)
    shapes.main()
    kept = shapes.FOLDER.__class__(shapes.__file__).parents[1] / "data" / "shapes"
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in kept.iterdir()}
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes() == (kept / path.name).read_bytes(), path.name


def test_every_broken_file_is_tried():
    assert set(REFUSED) == {path.name for path in shapes.FOLDER.glob("broken_*")}


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_broken_file_is_refused_in_one_paragraph(name, words):
    with pytest.raises(InputError) as caught:
        read(name)
    said = str(caught.value)
    assert words in said and "\n" not in said


@pytest.mark.parametrize("dialect", DIALECTS)
def test_customers_are_the_same_in_every_dialect(dialect):
    found = read(f"customers_{dialect}", leavers="ever")
    rows = shapes.customers()
    assert found.shape == "customers"
    assert [len(one.exits) for one in found.groups] == [36, 12, 12, 12]
    assert sorted(one.term for one in found.groups[1:]) == [0.0, 12.0, 24.0]
    every = found.groups[0]
    assert every.exits.tolist() == [row[1] for row in rows]
    assert every.left.tolist() == [row[4] for row in rows]
    assert every.spend == pytest.approx(np.mean([row[3] for row in rows]))


def test_survival_is_that_of_an_independent_tool():
    rows = shapes.customers()
    for group in read("customers_english.csv", leavers="ever").groups:
        mine = [row for row in rows if group.name in ("all", row[2])]
        other = KaplanMeierFitter().fit([row[1] for row in mine], [row[4] for row in mine])
        when = np.arange(0.0, 30.0)
        assert group.curve.at(when) == pytest.approx(other.predict(when).to_numpy())
        low, high = group.curve.interval(when)
        theirs = other.confidence_interval_.reindex(when, method="ffill").to_numpy()
        inside = (group.curve.at(when) < 1) & (group.curve.at(when) > 0)
        assert np.column_stack([low, high])[inside] == pytest.approx(theirs[inside])


def test_only_recent_leavers_are_seen_late():
    """Hazards from left-truncated spells, against the same independent tool."""
    rows = shapes.customers()
    (every, *_) = read("customers_english.csv", leavers=4).groups
    exits = np.array([row[1] for row in rows], dtype=float)
    gone = np.array([row[4] for row in rows])
    for time, at_risk, ended in zip(
        every.curve.times, every.curve.at_risk, every.curve.ended, strict=True
    ):
        assert at_risk == np.sum((exits - 4 < time) & (exits >= time))
        assert ended == np.sum(gone & (exits == time))
    other = KaplanMeierFitter().fit(exits, gone, entry=exits - 4)
    when = np.arange(1.0, 9.0)
    assert every.curve.at(when) == pytest.approx(other.predict(when).to_numpy())


def test_it_asks_what_the_mark_means_and_says_what_hangs_on_it():
    (asked, *_) = read("customers_english.csv").questions()
    assert "who ever left, or who left in the last month alone" in str(asked)
    every = read("customers_english.csv", leavers="ever")
    recent = read("customers_english.csv", leavers=1)
    for found in (every, recent):
        share = float(found.groups[0].curve.at(np.array([12.0]))[0])
        assert f"{100 * share:.1f}\u00a0%" in str(asked)
    assert every.questions() == []
    assert any("left truncation" in str(note) for note in recent.notes())
    assert any("is the last one known" in str(note) for note in every.notes())


def test_more_leavers_than_a_firm_lives_through_are_named(tmp_path):
    path = tmp_path / "balanced.csv"
    lines = [f"{number},{2 + number % 30},{int(number % 3 == 0)}" for number in range(90)]
    path.write_text("\n".join(["id,tenure,churn", *lines]))
    (said,) = relsim.read(path, leavers=1).questions()
    assert "If all 30 left in the last month, 0 joined" in str(said)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_purchases_are_the_same_in_every_dialect(dialect):
    found = read(f"transactions_{dialect}", silence=120)
    rows = shapes.purchases()
    assert len(found.days) == len(rows) and len(found.each) == 12
    assert found.days["amount"].sum() == pytest.approx(sum(row[2] for row in rows))
    best = sorted(
        (sum(row[2] for row in rows if row[0] == who) for who in {row[0] for row in rows}),
        reverse=True,
    )
    assert found.best_fifth_share() == pytest.approx(sum(best[:2]) / sum(best))


def test_silence_is_a_rule_that_is_said_and_tried():
    found = read("transactions_english.csv")
    assert "Nobody says when they leave here" in str(found.questions()[0])
    rules = found.silences()
    assert rules["silence_days"].is_monotonic_increasing and len(rules) > 1
    spells = found.spells(120.0)
    until = found.end - 120
    first, last = found.each["first"], found.each["last"]
    assert spells.left.tolist() == (last[first <= until] < until).tolist()


def test_the_best_fifth_that_is_lost_is_last_years(tmp_path):
    path = tmp_path / "two_years.csv"
    before = [f"{who},2023-06-{who:02d},{100 - who}" for who in range(1, 21)]
    after = [f"{who},2024-06-01,1" for who in (1, 3, 9)]
    path.write_text(
        "\n".join(["id,date,amount", "0,2022-06-01,1", *before, *after, "99,2024-12-31,5"])
    )
    assert relsim.read(path).best_fifth_lost() == (2, 4)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_triangles_are_the_same_in_every_dialect(dialect):
    found = read(f"triangle_{dialect}")
    rows = shapes.triangle()
    assert found.names == tuple(row[0] for row in rows)
    assert found.sizes.tolist() == [row[1] for row in rows]
    shares, seen = found.pooled()
    both = [row for row in rows if len(row[2]) > 1]
    first = sum(size * kept[1] for _, size, kept in both) / sum(size for _, size, _ in both)
    assert shares[1] == pytest.approx(first, abs=1e-3)
    assert shares[3] / shares[2] == pytest.approx(0.84 / 0.881, abs=1e-3)
    assert seen[1] == sum(size for _, size, _ in both)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dates_above_a_triangle_are_ages(dialect):
    found, plain = read(f"triangle_dates_{dialect}"), read(f"triangle_{dialect}")
    assert found.shape == "triangle" and found.sizes.tolist() == plain.sizes.tolist()
    assert found.left == pytest.approx(plain.left, abs=1e-3, nan_ok=True)
    assert found.pooled()[0] == pytest.approx(plain.pooled()[0], abs=1e-3)


def test_a_total_below_a_triangle_is_left_out_and_said():
    said = [str(note) for note in read("triangle_excel.xlsx").notes()]
    assert "The total on line 8 was left out." in said


@pytest.mark.parametrize("dialect", DIALECTS)
def test_surveys_are_the_same_in_every_dialect(dialect):
    found = read(f"survey_{dialect}")
    rows = shapes.answers()
    tiers = {(one.question, one.name): (one.customers, one.stayed) for one in found.tiers}
    best = [row for row in rows if row[1] != "" and row[1] >= 9]
    assert tiers["recommendation", "promoters"] == (len(best), sum(not row[2] for row in best))
    low = [row for row in rows if row[0] < 4]
    assert tiers["satisfaction", "low"] == (len(low), sum(not row[2] for row in low))
    assert all(0 < one.error < 0.5 for one in found.tiers)


@pytest.mark.parametrize("shape", ["customers", "transactions", "survey", "triangle"])
def test_nothing_that_is_written_names_a_person(shape, tmp_path):
    found = read(f"{shape}_english.csv")
    said = json.dumps(found.to_json(), allow_nan=False) + str(found) + found._repr_html_()
    found.to_csv(tmp_path / "out.csv")
    found.to_xlsx(tmp_path / "out.xlsx")
    said += (tmp_path / "out.csv").read_text() + (tmp_path / "out.settings.csv").read_text()
    names = {str(row[0]) for row in shapes.customers() + shapes.purchases()}
    assert [name for name in names if name in said] == []


def test_groups_in_which_somebody_might_be_known_are_put_together(tmp_path):
    path = tmp_path / "few.csv"
    lines = [f"{number},{number % 7},{int(number % 2)},big" for number in range(20)]
    path.write_text("\n".join(["id,tenure,churn,town", *lines, "77,3,1,Lone", "78,4,0,Alone"]))
    assert "so that nobody is known again" in str(relsim.read(path, by="town").notes()[0])
    assert [one.name for one in relsim.read(path, by="town").groups] == ["all", "big"]
    with pytest.raises(InputError, match="has 22 different values"):
        relsim.read(path, by="id")
    with pytest.raises(InputError, match="id you mean town"):
        relsim.read(path, by="twon")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"shape": "customer"}, "--as: found"),
        ({"period": "day"}, "--period: found"),
        ({"leavers": "all"}, "--leavers: found"),
        ({"leavers": "-1"}, "--leavers: found"),
        ({"silence": -3.0}, "--silence: found -3"),
        ({"columns": {"tenor": "tenure"}}, "--column: "),
        ({"columns": {"tenure": "Nowhere"}}, 'there is no column "Nowhere" for tenure'),
        ({"left": "perhaps"}, 'nobody has "perhaps"'),
    ],
)
def test_a_wrong_question_is_answered_in_words(more, words):
    with pytest.raises(InputError, match=words):
        read("customers_english.csv", **more)


def test_headings_may_be_said(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("who;alter;zustand\n1;3;fort\n2;5;da\n")
    found = relsim.read(
        path, "customers", columns={"tenure": "alter", "left": "zustand"}, left="fort"
    )
    assert found.groups[0].left.tolist() == [True, False]


def test_columns_set_apart_by_blanks_and_empty_cells(tmp_path):
    path = tmp_path / "blanks.txt"
    path.write_text(" customer_id  date  dollar_value\n 0001 19970101  11.77\n 0001 19970301   9\n")
    assert relsim.read(path).days["day"].tolist() == [0.0, 59.0]
    assert is_empty(" n/a ") and not is_empty("0") and not is_empty(0.0)


def test_nobody_is_at_risk_before_coming_into_view():
    curve = curve_of(
        np.array([3.0, 3.0, 5.0]), np.array([True, False, True]), np.array([2.0, 0, 4])
    )
    assert curve.at_risk.tolist() == [2.0, 1.0]
    assert not math.isfinite(curve.doubt(np.array([5.0]))[0])
