"""One compiled pass calls another where that lies, in place of taking it in.

Numba copies what a compiled function calls into it and optimises all of it once more: for a
whole period that is half of all the time that compiling takes, and gains nothing where a call
is for thousands of customers. So a pass is given a symbol of its own, which is called; whoever
loads the calling code from disk has the pass loaded, and its symbol said, before.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

import numba.core.cgutils
import numba.core.codegen
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])

_TOOLS: Any = numba.core.cgutils
_CODEGEN: Any = numba.core.codegen
"""What Numba builds code with; it has no types."""


def apart(function: Function) -> Function:
    """Return what compiled code calls in place of a compiled pass, and does not take in."""
    compiled: Any = function
    name = compiled.__name__
    module = compiled.py_func.__module__

    def called(_: Any, *types: Any) -> Any:
        signature = _made(compiled, types).signature
        places = signature.args

        def call(context: Any, builder: Any, _: Any, values: Any) -> Any:
            context.active_code_library._reload_init.add(partial(_bind, module, name, places))
            kind = context.call_conv.get_function_type(signature.return_type, places)
            target = _TOOLS.get_or_insert_function(
                builder.module, kind, _bind(module, name, places)
            )
            status, answer = context.call_conv.call_function(
                builder, target, signature.return_type, places, values
            )
            with _TOOLS.if_unlikely(builder, status.is_error):
                context.call_conv.return_status_propagate(builder, status)
            return answer

        return signature, call

    # Without names Numba would hand the values over in one tuple.
    named = inspect.signature(compiled.py_func)
    first = inspect.Parameter("_", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    shape = named.replace(parameters=[first, *named.parameters.values()])
    called.__signature__ = shape  # type: ignore[attr-defined]
    return cast(Function, intrinsic(called))


def _made(compiled: Any, types: tuple[Any, ...]) -> Any:
    """Return a pass compiled, or loaded, for some types."""
    compiled.compile(types)
    return compiled.overloads[types]


def _bind(module: str, name: str, types: tuple[Any, ...]) -> str:
    """Have a pass at hand for some types, and return the symbol that it is called by."""
    made = _made(getattr(importlib.import_module(module), name), types)
    kind = hashlib.sha256(repr((module, name, types)).encode()).hexdigest()[:20]
    symbol = f"relsim.{name}.{kind}"
    address = made.library.get_pointer_to_function(made.fndesc.llvm_func_name)
    _CODEGEN.ll.add_symbol(symbol, address)
    return symbol
