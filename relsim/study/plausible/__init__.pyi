from .explaining import explain as explain
from .explanation import Explanation as Explanation
from .result import Plausible as Plausible
