from .attributing import attribute as attribute
from .attribution import Attribution as Attribution
from .hazard import Sorting as Sorting
from .reasons import Reasons as Reasons
from .spill_over import SpillOver as SpillOver
from .spill_over import spill_over as spill_over
from .tenure import sorting as sorting
from .tenure import with_identical_customers as with_identical_customers
