"""The claims that come with relsim: the scripts of the experiments folder."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from relsim.claims.claim import Claim
from relsim.errors import InputError, ScenarioError
from relsim.scenario import bundled


def claims() -> dict[str, Path]:
    """Return the scripts of all claims.

    Returns
    -------
    dict of str to pathlib.Path
        By name, in alphabetical order.

    Examples
    --------
    >>> "bonding_levels" in claims()
    True
    """
    return bundled("experiments")


def read_claim(source: str | Path) -> Claim:
    """Return the claim that a script states.

    Parameters
    ----------
    source : str or pathlib.Path
        The name of a claim that comes with relsim, or the path of a script. A script is a
        program: read none that you would not run.

    Returns
    -------
    Claim
        The script's ``claim``.

    Raises
    ------
    InputError
        When there is no such script, or it states no claim.

    Examples
    --------
    >>> read_claim("bonding_levels").scenario
    'insurance'
    """
    from relsim.scenario.places import find

    try:
        path = find(str(source), "experiments")
    except ScenarioError as error:
        raise InputError(str(error)) from None
    spec = spec_from_file_location(f"relsim_experiment_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise InputError(f"{path}: this is no Python script.")
    module = module_from_spec(spec)
    # The script's folder stays as it is: nothing compiled is left in it.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(f"{path}:{error.lineno}: this is no Python: {error.msg}.") from error
    finally:
        sys.dont_write_bytecode = before
    found = getattr(module, "claim", None)
    if not isinstance(found, Claim):
        raise InputError(f"{path}: the script states no claim; write claim = Claim(…) in it.")
    return found
