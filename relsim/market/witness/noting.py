"""From the calls of a pass to facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from relsim.behaviour.assurance import heard_share
from relsim.behaviour.choice import ASSIGNED, REASONS
from relsim.behaviour.contact import MACHINE
from relsim.behaviour.contract import reason_while_bound
from relsim.behaviour.recovery import voice_chance
from relsim.behaviour.review import review_chance
from relsim.behaviour.service import MISHANDLED, RESOLVED, RESOLVED_FAST, SILENT
from relsim.behaviour.targeting import CONTROL_GROUP
from relsim.market.binding import BOUND, PROMPTED, SETTLED
from relsim.market.chance import Purpose, uniform
from relsim.market.knowing import known_market
from relsim.market.witness.facts import (
    OFFER,
    Advertised,
    Aimed,
    ContractRenewed,
    Doubted,
    Fact,
    Failed,
    GaveNotice,
    Heard,
    Moved,
    News,
    Renewed,
    Repeated,
    Report,
    Reviewed,
    Told,
    TurnedAway,
    Used,
)
from relsim.market.witness.offers import RULES, offers_of
from relsim.market.witness.overhearing import Call, Calls

HEARD = frozenset(
    {
        *("review_chance", "looks_around", "decide", "move"),
        *("reason_while_bound", "is_held_back", "renew_contract"),
        *("pay", "fails", "severity_felt", "feel", "is_handled", "recovery_given", "take_in"),
        *("turn_away", "tell", "hear", "hear_of_offer"),
        *RULES,
    }
)
"""The rules whose calls are overheard."""

OUTCOMES = {
    RESOLVED_FAST: "resolved fast",
    RESOLVED: "resolved",
    MISHANDLED: "mishandled",
    SILENT: "silent",
}


def news_noted(before: Any, after: Any, calls: Calls, given: Mapping[str, Any]) -> list[Fact]:
    """Note what challenges, scandals and media did."""
    found: list[Fact] = []
    for place, firm in enumerate(given["conditions"].sides[: given["keys"].shape[1] - 1]):
        if before.belief[place] != after.belief[place]:
            own = int(before.firm) == place
            kinds = ["scandal"] if firm.scandal > 0.0 or firm.exposed > 0.0 else []
            kinds += ["media"] if firm.media != 0.0 else []
            if firm.challenge > 0.0 and not own:
                kinds.insert(0, "challenge")
            moved = float(before.belief[place]), float(after.belief[place])
            found.append(News(place, tuple(kinds), *moved))
    if after.doubt > before.doubt:
        found.append(Doubted("news"))
    return found


def renewal_noted(before: Any, after: Any, calls: Calls, given: Mapping[str, Any]) -> list[Fact]:
    """Note what an innovation did; as :func:`news_noted`."""
    return [Renewed(int(after.firm))] if after.satiation != before.satiation else []


def aim_noted(before: Any, after: Any, calls: Calls, given: Mapping[str, Any]) -> list[Fact]:
    """Note whether the firm's personal levers came to pass by, or to reach; as the others."""
    if before.aside == after.aside:
        return []
    return [Aimed(int(after.firm), bool(after.aside == 0), bool(after.aside == CONTROL_GROUP))]


def choice_noted(before: Any, after: Any, calls: Calls, given: Mapping[str, Any]) -> list[Fact]:
    """Note reviews and moves; as :func:`news_noted`."""
    found: list[Fact] = []
    if any(call.after.doubt > call.given["customer"].doubt for call in calls.of("hear_of_offer")):
        found.append(Doubted(OFFER))
    found += [_review(call, calls) for call in calls.of("decide")]
    considered = calls.first("looks_around")
    if considered is not None and not considered.answer and considered.given["standing"] != SETTLED:
        place = int(considered.given["customer"].firm)
        luck = float(considered.given["luck"])
        found.append(Repeated(place, *_chance(calls), luck))
    found += [_notice(call) for call in calls.of("is_held_back") if call.answer]
    found += _renewals(calls)
    fees = [call.given["customer"].fee for call in calls.of("is_held_back") if _paid_fee(call)]
    for call in calls.of("move"):
        customer, winner = call.given["customer"], int(call.given["winner"])
        gone, code = int(customer.firm) >= 0, int(call.given["reason"])
        joined = winner >= 0
        moved = Moved(
            origin=int(customer.firm),
            to=winner,
            reason=REASONS[code] if gone or code == ASSIGNED else "",
            points_forfeited=float(customer.points) if gone else 0.0,
            fee=float(fees[0]) if fees else 0.0,
            came_back=joined and bool(call.after.ever_left >> winner & 1),
            after_hearing_good=joined and bool(customer.heard_good >> winner & 1),
        )
        # A closed firm first lets its customers go; then they may choose.
        found.insert(0 if moved.reason == "firm closed" else len(found), moved)
    return found


def use_noted(before: Any, after: Any, calls: Calls, given: Mapping[str, Any]) -> list[Fact]:
    """Note a use, its failure, a need turned away, and what was told; as :func:`news_noted`."""
    place = int(after.firm)
    found: list[Fact] = []
    if calls.first("turn_away") is not None:
        found.append(TurnedAway(place))
    lived = calls.first("take_in")
    if lived is not None:
        felt = float(lived.given["felt"])
        if calls.answer("fails"):
            found.append(_failure(place, felt, after, calls))
        found.append(
            Used(
                firm=place,
                paid=float(calls.answer("pay")),
                expected=float(lived.given["customer"].belief[place]),
                experience=float(lived.given["experience"]),
                felt=felt,
            )
        )
    for call in calls.of("tell"):
        if call.given["listener"] >= 0:
            told = float(call.given["felt"])
            found.append(Told(int(call.given["listener"]), place, told >= 0.5, told))
    return found


def talk_noted(
    before: Any, after: Any, calls: Calls, given: Mapping[str, Any], reports: Sequence[Report]
) -> list[Fact]:
    """Note what was heard and which advertising came through; as :func:`news_noted`.

    ``reports`` says who told what; empty where everybody knows everybody.
    """
    found: list[Fact] = []
    hear = calls.first("hear")
    left = before if hear is None else hear.after
    messages, order = given["reports"]
    known = list(reports) or [
        Report(-1, int(message.firm), bool(message.good > 0)) for message in messages[order]
    ]
    for place in sorted({report.firm for report in known}):
        about = tuple(report for report in known if report.firm == place)
        moved = float(before.belief[place]), float(left.belief[place])
        found.append(Heard(place, about, *moved))
    if left.doubt > before.doubt:
        found.append(Doubted("talk"))
    for place in range(given["keys"].shape[1] - 1):
        if left.belief[place] != after.belief[place]:
            moved = float(left.belief[place]), float(after.belief[place])
            found.append(Advertised(place, *moved))
    return found


def _notice(call: Call) -> GaveNotice:
    """Return a notice that was given."""
    customer = call.given["customer"]
    return GaveNotice(
        firm=int(customer.firm),
        to=int(call.given["winner"]),
        until=int(customer.bound_until),
        reason=REASONS[int(call.given["reason"])],
    )


def _paid_fee(call: Call) -> bool:
    """Tell whether somebody who was bound paid for leaving."""
    return call.given["standing"] == BOUND and bool(call.after.spent > call.given["customer"].spent)


def _renewals(calls: Calls) -> list[Fact]:
    """Return the renewals that signed anything."""
    found: list[Fact] = []
    for call in calls.of("renew_contract"):
        before, after = call.given["customer"], call.after
        if after.bound_until != before.bound_until:
            old = float(before.signed) or float(call.given["firm"].offer)
            rise = float(after.signed) / old - 1.0 if after.signed > 0.0 else 0.0
            found.append(ContractRenewed(int(after.firm), int(after.bound_until), rise))
    return found


def _review(call: Call, calls: Calls) -> Reviewed:
    """Return a review with every offer."""
    place = int(call.given["customer"].firm)
    chance, reasons = _chance(calls) if place >= 0 else (None, {})
    offers = offers_of(call, calls)
    sides = call.given["conditions"].sides
    there = [j for j in range(len(sides) // 2) if sides[j].present > 0.0]
    weighed = {offer.firm for offer in offers}
    return Reviewed(
        firm=place,
        winner=int(call.answer),
        chance=chance,
        reasons=reasons,
        offers=offers,
        unknown=tuple(j for j in there if j not in weighed),
    )


def _chance(calls: Calls) -> tuple[float, dict[str, float]]:
    """Return the chance of a review and its parts, the largest first."""
    looked = calls.first("looks_around")
    if looked is not None and looked.given["standing"] == PROMPTED:
        return 1.0, {"renewal": 1.0}
    bound = calls.first("reason_while_bound")
    if bound is not None:
        given, calm = bound.given, {**bound.given, "harm": 0.0}
        parts = {"harm": float(given["harm"]), "doubt": float(reason_while_bound(**calm))}
        return float(bound.answer), {name: value for name, value in parts.items() if value > 0.0}
    worked_out = calls.first("review_chance")
    if worked_out is None:  # nobody reconsiders in this market
        return 0.0, {}
    assert looked is not None
    given = {**worked_out.given, **_in_view(looked)}
    nothing = {"restlessness": 0.0, "harm": 0.0, "doubt": False, "satisfaction": 1.0}
    calm = {**given, **nothing, "own_price": given["lowest_price"]}
    parts = {
        "restlessness": float(given["restlessness"]),
        "harm": float(given["harm"]),
        "doubt": float(given["theory"].doubt_review) if given["doubt"] else 0.0,
        "dissatisfaction": float(review_chance(**{**calm, "satisfaction": given["satisfaction"]})),
        "price": float(review_chance(**{**calm, "own_price": given["own_price"]})),
    }
    ordered = sorted(parts.items(), key=lambda part: -part[1])
    return float(review_chance(**given)), {name: value for name, value in ordered if value > 0.0}


def _in_view(looked: Call) -> dict[str, float]:
    """Return the market as a customer knows it, which is not worked out for whoever stays anyway.

    Whether somebody looks around is first asked as if everything were known.
    """
    seen = {name: looked.given[name] for name in ("customer", "sides", "theory", "world")}
    lowest, breadth = known_market(**seen)
    return {"lowest_price": lowest, "breadth": breadth}


def _failure(place: int, felt: float, after: Any, calls: Calls) -> Failed:
    """Return a failure with what became of it."""
    handled = calls.first("is_handled")
    recovery = calls.first("recovery_given")
    assert handled is not None
    wanted = float(handled.given["customer"].recovery_expectation)
    return Failed(
        firm=place,
        own_fault=int(calls.answer("fails")) == 2,
        severity=float(calls.answer("severity_felt")),
        handling=_handling(handled),
        outcome=OUTCOMES[int(after.last_outcome)],
        fast=recovery is not None and bool(recovery.given["fast"]),
        recovery=None if recovery is None else float(recovery.answer),
        wanted=None if recovery is None else wanted,
        felt_first=float(calls.answer("feel")),
        felt=felt,
        harm=float(after.harm),
    )


def _handling(handled: Call) -> str:
    """Return how a failure came to light, with the luck that decided it."""
    if not handled.answer:
        return "silent"
    given = handled.given
    firm, theory, _, _ = given["scene"]
    bond = given["customer"].social_bond
    chance = voice_chance(firm.encouragement, given["severity"], bond, theory)
    if theory.assurance > 0.0:
        chance *= heard_share(firm.channel > MACHINE - 0.5, firm.human_fallback)
    stream = given["keys"][Purpose.VOICE, -1]
    voiced = firm.level > 0.0 and uniform(stream, given["number"]) < chance
    return "voiced" if voiced else "found"
