from .debrief import Debrief as Debrief
from .debrief import debrief as debrief
from .game import Decision as Decision
from .game import Game as Game
from .game import begin as begin
from .living import lived as lived
from .reports import Report as Report
from .reports import report as report
