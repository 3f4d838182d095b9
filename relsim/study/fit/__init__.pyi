from .cohort import Cohort as Cohort
from .cohort import read_cohort as read_cohort
from .fitting import fit as fit
from .result import Fit as Fit
