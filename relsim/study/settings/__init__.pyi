from .calibrating import calibrate as calibrate
from .calibration import Calibration as Calibration
from .settings import Settings as Settings
from .settings import bundled as bundled
from .uncertain import uncertain as uncertain
