"""What people look at: charts and the report. The one home of colours, dashes and titles.

Names are loaded when they are first used: the charts' library takes a while to import.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
