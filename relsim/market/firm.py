"""A firm as a Mesa agent: a view on its record, and the place for a mind of its own."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

import mesa

from relsim.behaviour import FIRM_FIELDS, LEVERS
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.market.market import Market

_WRITABLE = frozenset(LEVERS)
_READABLE = frozenset((*LEVERS, *FIRM_FIELDS))
_ALIKE = 0.8
"""From this likeness on a new attribute is a misspelt lever: socail is one, last_price not."""


class Firm(mesa.Agent):  # type: ignore[misc]
    r"""One firm of a market.

    Its levers and state are attributes: ``firm.price``, ``firm.skill``. They live in one
    array over all firms, so that a period costs no Python per firm. For a rival with a
    mind of its own, subclass and override :meth:`decide`.

    Parameters
    ----------
    market : Market
        The market it belongs to.
    place : int
        Its row among the firms.
    name : str
        Its name in the scenario.

    Examples
    --------
    >>> import relsim
    >>> class Undercutter(relsim.Firm):
    ...     def decide(self):
    ...         cheapest = min(firm.price for firm in self.rivals)
    ...         self.price = max(self.unit_cost, 0.99 * cheapest)
    >>> scenario = relsim.scenario.parse(
    ...     '[market]\nperiods = 3\nwarm_up = 0\n'
    ...     '[[firms]]\nname = "Alba"\n[[firms]]\nname = "Brio"'
    ... )
    >>> market = relsim.Market(scenario, firms={"Brio": Undercutter})
    >>> run = market.run()
    >>> round(market.firms["Brio"].price, 2)
    19.8
    """

    def __init__(self, market: Market, place: int, name: str) -> None:
        super().__init__(market)
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "name", name)

    if TYPE_CHECKING:
        place: int
        name: str

    def decide(self) -> None:
        """Set this period's levers; the default does nothing.

        Called once a period before the firm acts, warm-up excepted.
        """

    @property
    def rivals(self) -> tuple[Firm, ...]:
        """The other firms that are in the market."""
        return tuple(
            firm for firm in self.model.firms.values() if firm is not self and firm.present
        )

    @property
    def customers(self) -> int:
        """How many customers it had when the period began."""
        return int(self.model.heads[self.place])

    @property
    def share(self) -> float:
        """Its share of all customers who have a firm; NaN when nobody has."""
        total = float(self.model.heads.sum())
        return self.customers / total if total else float("nan")

    @property
    def contact_type(self) -> str:
        """How customers meet the firm: intimate, face to face, distant or brand.

        By channel and level (Kotler 2000): intimate is face to face and at least proactive,
        distant is by phone, mail or machine, and a brand is known by advertising alone.
        """
        untouched = self.social == 0.0 and self.level == "basic"
        if untouched and self.advertising > 0.0:
            return "brand"
        if self.channel != "face":
            return "distant"
        return "intimate" if self.level in ("proactive", "partnership") else "face to face"

    def __getattr__(self, name: str) -> Any:
        """Read a lever or a state from the firm's record."""
        if name not in _READABLE:
            raise AttributeError(f"a firm has no {name!r}; it has {', '.join(sorted(_READABLE))}")
        value = float(self.model.firm_records[name][self.place])
        lever = LEVERS.get(name)
        if lever is None:
            return value
        if lever.choices:
            return lever.choices[int(value)]
        if isinstance(lever.default, bool):
            return bool(value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a lever, kept in its allowed range; other attributes are the subclass's own.

        A new attribute whose name is nearly that of a lever is refused: it would change
        nothing, and nobody would notice.
        """
        lever = LEVERS.get(name)
        if lever is None:
            self._set_own(name, value)
            return
        if lever.choices:
            if value not in lever.choices:
                raise InputError(
                    f"firm {self.name!r}: {name} = {value!r}; write one of "
                    f"{', '.join(lever.choices)}."
                )
        elif not lever.low <= value <= lever.high:
            raise InputError(
                f"firm {self.name!r}: {name} = {value!r} is outside {lever.low:g} to "
                f"{lever.high:g}."
            )
        self.model.firm_records[name][self.place] = lever.code(value)

    def _set_own(self, name: str, value: Any) -> None:
        """Set an attribute that is no lever: one of Mesa's, or of a subclass."""
        if name in FIRM_FIELDS:
            raise InputError(
                f"firm {self.name!r}: {name} is a state that follows from what the firm does; it "
                f"cannot be set. Set a lever: {', '.join(LEVERS)}."
            )
        own = name in self.__dict__ or hasattr(type(self), name) or name.startswith("_")
        near = None if own else _nearest_lever(name)
        if near:
            raise InputError(
                f"firm {self.name!r}: there is no lever {name!r}. Did you mean {near}? If it is "
                f"an attribute of your own, give it a value in the class first: {name} = None."
            )
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Return the firm's name and customers."""
        return f"<Firm {self.name!r}: {self.customers} customers>"


@cache
def _nearest_lever(name: str) -> str | None:
    """Return the lever whose name is nearly that, if any; every firm asks for the same few."""
    near = get_close_matches(name, LEVERS, n=1, cutoff=_ALIKE)
    return near[0] if near else None
