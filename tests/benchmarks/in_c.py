"""The passes in plain C, compiled on the spot over the engine's own memory."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from relsim.market import records
from relsim.market.births import SET_BACK
from relsim.market.chance import Purpose

HERE = Path(__file__).parent
SOURCES = sorted(HERE.glob("*.c"))
WORDS = {"f8": "double", "f4": "float", "i8": "int64_t", "i4": "int32_t", "i1": "int8_t"}
WORDS |= {"u1": "uint8_t", "u2": "uint16_t"}
STRICT = ("-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math")
"""Every product and sum rounded by itself, as the engine's are: then the bits are the same."""
FUSED = ("-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math")
"""Products and sums in one instruction, as gcc does unasked."""
CODES = {
    "behaviour.choice": "LEFT_MARKET FAILURE POOR_RECOVERY PRICE PULL PEERS BOREDOM NO_BOND "
    "ASSIGNED CLOSED",
    "behaviour.service": "FINE RESOLVED RESOLVED_FAST MISHANDLED SILENT",
    "market.tallying": "SEVERITIES COUNTS LADDER STAYS QUALITY_BINS TIERS STAGES KINDS",
    "behaviour.contact": "MACHINE",
    "behaviour.relationship": "SIX_NEEDS",
}


def compiler() -> str | None:
    """Return the C compiler there is."""
    return shutil.which("gcc") or shutil.which("clang")


def named(field: str) -> str:
    """Return a field's name in C, of which `signed` is a word of its own."""
    return f"{field}_" if field == "signed" else field


def struct(name: str, kind: np.dtype[Any]) -> str:
    """Return a record as C reads it, and the columns that lie on the memory of others."""
    fields, rows, end = [], [], 0
    for field, (one, place, *_) in (kind.fields or {}).items():
        if place < end:
            rows.append(f"#define ROW_{field}(record) ((double *)(record) + {place // 8})")
            continue
        length = f"[{one.shape[0]}]" if one.shape else ""
        fields.append(f"  {WORDS[one.base.str[1:]]} {named(field)}{length};")
        end = place + one.itemsize
    packed = "__attribute__((packed)) " if kind.itemsize % 8 else ""
    holds = f'_Static_assert(sizeof(struct {name}) == {kind.itemsize}, "{name}");'
    return "\n".join([f"struct {packed}{name} {{", *fields, "};", holds, *rows])


def layout(customer: np.dtype[Any], firms: int) -> str:
    """Return what the sources include: records, codes and purposes as they stand today."""
    kinds = {"firm": records.FIRM, "theory": records.THEORY, "world": records.WORLD}
    kinds |= {"customer": customer, "tally": records.TALLY}
    kinds |= {"spell": records.SPELL, "message": records.MESSAGE}
    words: dict[str, int] = {}
    for module, names in CODES.items():
        values = vars(import_module(f"relsim.{module}"))
        words |= {name: int(values[name]) for name in names.split()}
    words |= {f"LUCK_{purpose.name}": int(purpose) for purpose in Purpose} | {"FIRMS": firms}
    again = " ".join(f"(one)->{name} = (newborn)->{name};" for name in map(named, SET_BACK))
    return "\n".join(
        [
            *(struct(name, kind) for name, kind in kinds.items()),
            *(f"#define {name} {value}" for name, value in words.items()),
            f"#define BEGIN_AGAIN(one, newborn) do {{ {again} }} while (0)\n",
        ]
    )


@cache
def library(customer: np.dtype[Any], firms: int, options: tuple[str, ...]) -> ctypes.CDLL:
    """Return the passes, compiled for this layout."""
    made = compiler()
    assert made is not None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "layout.h").write_text(layout(customer, firms), encoding="utf-8")
        target = Path(folder) / "passes.so"
        where = ("-shared", "-fPIC", f"-I{folder}", f"-I{HERE}", "-o", str(target))
        subprocess.run([made, *options, *where, *map(str, SOURCES), "-lm"], check=True)
        return ctypes.CDLL(str(target))


POINTERS = """customers:rows:first:nobody:before:offsets:neighbours:sides:theory:world:settled
severities:newborn:keys:tallies:moves:stays:departures:messages""".replace("\n", ":").split(":")


class Job(ctypes.Structure):
    """What a pass in C is handed: numbers, and where the engine's tables lie."""

    _fields_ = [(name, ctypes.c_int64) for name in POINTERS]
