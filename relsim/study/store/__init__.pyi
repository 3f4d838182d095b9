from .exporting import export as export
from .filling import fill as fill
from .merging import merge as merge
from .opening import open_store as open_store
from .purpose import purpose_of as purpose_of
from .store import Failure as Failure
from .store import Store as Store
