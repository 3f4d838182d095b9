"""A link holds everything and can hold nothing worse than a mistake."""

import zlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relsim.app.session import opening
from relsim.app.session.link import LONGEST, MOST_PINS, from_link, pinned_in, to_link
from relsim.app.session.selection import Selection
from relsim.scenario import bundled, load, parse

MARKET = '[market]\ncustomers = 100\n[[firms]]\nname = "Dr. Weiß, & Söhne"\n'


def there_and_back(selection):
    return from_link(to_link(selection))


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_market_comes_back(name):
    assert there_and_back(Selection(name)) == (Selection(name), [])


def test_everything_that_is_selected_comes_back():
    selection = Selection(
        "insurance",
        overrides=(
            ("market.freedom", 0.5),
            ("strategies.social.level", "partnership"),
            ("behaviour.word_of_mouth", False),
            ('strategies."a, b%"', {"social": 0.3}),
        ),
        strategies=("structural", "none", "a, b%"),
        seed=2**53,
        budget=0.6,
        picture="profit",
        story=("a, b%", 17),
    )
    aside = (("A", Selection("logistics", seed=3)), ("C", replace(selection, story=None)))
    assert there_and_back(selection) == (selection, [])
    assert from_link(to_link(selection, aside)) == (selection, [])
    assert pinned_in(to_link(selection, aside)) == aside


@pytest.mark.parametrize("story", ["", "x,social", "-1,social", "3,nobody", "3", "٣,social"])
def test_a_story_that_makes_no_sense_is_said(story):
    selection, problems = from_link(urlencode({"scenario": "insurance", "story": story or ","}))
    assert selection.story is None
    assert problems


def test_pins_that_make_no_sense_are_left_out():
    pins = ["", "A", "a,scenario=insurance", "AB,scenario=insurance", "B,scenario=nowhere"]
    assert pinned_in(urlencode([("pin", one) for one in pins])) == ()
    many = [("pin", f"{letter},scenario=insurance") for letter in "ABCDEFGHIJ"]
    assert len(pinned_in(urlencode(many))) == MOST_PINS


def test_an_uploaded_market_comes_back_as_the_same_market():
    selection, problems = there_and_back(Selection(text=MARKET))
    assert not problems
    assert selection.market() == parse(MARKET)


def test_the_opening_market_comes_back_where_it_is_not_the_opening_one():
    opening.open_with(load("logistics", {"market.customers": 77}))
    try:
        link = to_link(Selection())
    finally:
        opening.open_with(None)
    selection, problems = from_link(link)
    assert not problems
    assert selection.market().to_dict() == load("logistics", {"market.customers": 77}).to_dict()


def test_a_market_too_large_for_a_link_has_none():
    # A comment that does not compress.
    noise = "".join(f"# {number**7:x}\n" for number in range(2000))
    assert to_link(Selection(text=MARKET + noise)) is None


def test_links_stay_short_enough_to_be_sent():
    assert all(len(to_link(Selection(name))) < 200 for name in bundled())
    assert LONGEST < 8_000


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("scenario=../../etc/passwd", "no bundled market"),
        ("scenario=/etc/passwd", "no bundled market"),
        ("scenario=insurence", 'Did you mean "insurance"'),
        ("scenario=insurance&seed=-1", "a whole number from 0"),
        ("scenario=insurance&seed=1e3", "a whole number from 0"),
        ("scenario=insurance&budget=-3", "an amount of money above 0"),
        ("scenario=insurance&budget=nan", "an amount of money above 0"),
        ("scenario=insurance&strategies=none", "Two to four"),
        ("scenario=insurance&strategies=none,sozial", "no strategy"),
        ("scenario=insurance&set=market.customers%3D-5", "allowed"),
        ("scenario=insurance&set=market.network_file%3Dx.csv", "opens no file"),
        ("toml=AAAA", "damaged"),
        ("toml=%2F%2F%2F", "damaged"),
    ],
)
def test_what_makes_no_sense_is_said_and_the_rest_is_shown(link, said):
    selection, problems = from_link(link)
    assert said in problems[0]
    selection.market()


def test_one_wrong_setting_leaves_the_others():
    link = urlencode(
        [("scenario", "insurance"), ("set", "market.freedom=7"), ("set", "market.customers=50")]
    )
    selection, problems = from_link(link)
    assert len(problems) == 1
    assert selection.market().market.customers == 50


def test_a_small_link_cannot_swell_to_a_large_market():
    bomb = urlsafe_b64encode(zlib.compress(b"#" * 5_000_000, 9)).decode().rstrip("=")
    assert len(bomb) < LONGEST
    _, problems = from_link(f"toml={bomb}")
    assert "too large" in problems[0]


def test_a_link_that_no_page_of_ours_wrote_is_not_even_read():
    _, problems = from_link("set=" + "a" * 100_000)
    assert "longer than" in problems[0]


@given(st.text(max_size=300))
def test_anything_at_all_gives_a_page(link):
    selection, _ = from_link(link)
    selection.market()


def test_a_picture_that_there_is_not_is_the_opening_one():
    assert from_link("scenario=insurance&show=<script>")[0].picture == "survival"
