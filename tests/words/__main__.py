"""Renews the catalogues: python -m tests.words.

A new text has no translation yet, and one that is no longer shown is gone.
"""

from relsim.words.language import LANGUAGES, SOURCE
from tests.words.catalogues import has_words, path_of, renewed, written

for name in LANGUAGES:
    if name != SOURCE:
        catalogue = renewed(name)
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        path_of(name).write_bytes(written(catalogue))
        empty = sum(not has_words(one) for one in catalogue if one.id)
        print(f"{name}: {len(catalogue)} texts, {empty} without a translation")
