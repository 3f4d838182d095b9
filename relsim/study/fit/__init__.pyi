from .fitting import fit as fit
from .result import Fit as Fit
