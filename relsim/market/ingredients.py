"""How code that only passes call is compiled: as an ingredient, worked through where it ends.

Numba makes machine code of every function, of which here none is ever run: a rule is taken into
what calls it. And it optimises each with all that it calls, so that a rule ten calls below a pass
is optimised ten times.
"""

from __future__ import annotations

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering, NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes, InlineInlinables, WithLifting

_LIBRARY: Any = JITCodeLibrary
_COMPILER: Any = CompilerBase
_LOWERING: Any = NativeLowering
_STEPS: Any = DefaultPassBuilder
_REGISTER: Any = register_pass
"""Numba's own classes have no types."""

_NEEDLESS = frozenset({InlineClosureLikes, InlineInlinables, NopythonRewrites, WithLifting})
"""What Numba looks for in every function and a rule has not: closures, ``with``, whole arrays."""


class Ingredient(_LIBRARY):  # type: ignore[misc]
    """Code that is linked with what it calls, and neither optimised as a whole nor run."""

    def finalize(self) -> None:
        """Link in what is called; whoever takes this in goes on from there."""
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return that there is none, as Numba says of what a library has not."""
        return 0

    @property
    def codegen(self) -> Ingredient:
        """Who is told of an environment."""
        return self

    def set_env(self, name: str, environment: object) -> None:
        """Leave out the environment: compiled code that is loaded from disk has none, either."""


@_REGISTER(mutates_CFG=True, analysis_only=False)
class _Writing(_LOWERING):  # type: ignore[misc]
    """Write a function down as an ingredient."""

    _name = "ingredient_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write it down."""
        state.library = Ingredient(state.targetctx.codegen(), state.func_id.func_qualname)
        return bool(super().run_pass(state))


class ForPasses(_COMPILER):  # type: ignore[misc]
    """Numba's compiler for functions that only passes call."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps of compiling: Numba's own, but for those that are not needed."""
        usual = _STEPS.define_nopython_pipeline(self.state)
        usual.passes = [
            (_Writing if step is NativeLowering else step, words)
            for step, words in usual.passes
            if step not in _NEEDLESS
        ]
        usual._finalized = False
        usual.finalize()
        return [usual]
