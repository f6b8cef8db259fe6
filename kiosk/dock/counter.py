"""The dock's counter: takes orders from its window, has them done beside it, and shows how the world stands."""

import base64
import queue
import threading
from collections.abc import Mapping
from dataclasses import asdict

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from kiosk.core.money import Money, yuan
from kiosk.core.words import LANGUAGES, Phrase, Words
from kiosk.dock.cabinet import Seen
from kiosk.dock.gateway_program import GatewayDied
from kiosk.dock.paper import read_paper
from kiosk.dock.picture import draw_paper
from kiosk.dock.sim import Ledger, Member, NotThere, OpenAlarm
from kiosk.dock.situation import Situation, after
from kiosk.dock.world import World
from kiosk.ui.bridge import plain

QML_IMPORT_NAME = "Dock"
QML_IMPORT_MAJOR_VERSION = 1

LOOK_S = 1.5  # how often the ledger is looked at while nothing is done
OVER = "over"


@QmlElement
@QmlSingleton
class Counter(QObject):
    """`do` returns at once: verbs run one after the other on a thread of their own."""

    changed = Signal()
    peopleChanged = Signal()
    _news = Signal(str, object)

    def __init__(self, world: World, language: str) -> None:
        super().__init__()
        self._world, self._words = world, Words(language)
        self._situation, self._ledger = Situation(), Ledger(0, 0, 0)
        self._stands = Situation()  # as the thread that does the verbs knows it: the window may not have heard yet
        self._people: tuple[Member, ...] = ()
        self._alarms: tuple[OpenAlarm, ...] = ()
        self._seen = Seen()
        self._said, self._failed, self._busy, self._code, self._slip = "", False, False, "", ""
        self._slips = 0
        self._shown: Mapping[str, object] = {}
        self._orders: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._news.connect(self._take_news, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="dock", daemon=True)

    @staticmethod
    def create(engine: QQmlEngine) -> "Counter":
        """The engine's own counter: the window has left it there."""
        counter = engine.property("counter")
        assert isinstance(counter, Counter)
        return counter

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def close(self) -> None:
        """Take no more orders, and wait until the one that is being done is done."""
        self._orders.put(OVER)
        self._thread.join(20)

    def follow(self, shown: Mapping[str, object]) -> None:
        """Another screen is shown at the terminal: its record, as QML has it."""
        self._shown = shown
        self.changed.emit()
        self._orders.put("")  # the lights change with it

    @Slot(str)
    def do(self, line: str) -> None:
        """Have a verb done: `put_card employee`."""
        self._said, self._failed, self._busy = line, False, True
        self.changed.emit()
        self._orders.put(line)

    @Slot(str, "QVariantMap", str, result=str)
    def say(self, text: str, args: dict[str, object], language: str) -> str:  # noqa: ARG002  # said anew when it changes
        return self._words.say(Phrase(text, args))

    @Slot("qlonglong", result=str)
    def yuan(self, fen: int) -> str:
        return yuan(Money(fen))

    @Slot()
    def turn_language(self) -> None:
        """The other language."""
        self._words = Words(LANGUAGES[1 - LANGUAGES.index(self._words.language)])
        self.peopleChanged.emit()

    def _work(self) -> None:
        line = ""
        while line != OVER:
            if line:
                self._have_done(line)
            self._look()
            try:
                line = self._orders.get(timeout=LOOK_S)
            except queue.Empty:
                line = ""

    def _have_done(self, line: str) -> None:
        try:
            self._world.do(line)
        except (NotThere, GatewayDied) as error:
            self._news.emit("_said", f"{line}: {error}")
            self._news.emit("_failed", True)
        else:
            self._stands = after(self._stands, line)
            self._news.emit("_situation", self._stands)
        self._news.emit("_code", self._world.phones.code_end)
        self._news.emit("_busy", False)

    def _look(self) -> None:
        """At the ledger, the people, the paper and the cabinet."""
        self._news.emit("_seen", self._world.cabinet.seen())
        slips = self._world.printer.slips
        if len(slips) > self._slips:
            self._slips = len(slips)
            picture = base64.b64encode(draw_paper(read_paper(slips[-1]))).decode()
            self._news.emit("_slip", f"data:image/png;base64,{picture}")
        try:
            self._news.emit("_people", tuple(self._world.cast()))
            self._news.emit("_ledger", self._world.ledger())
            self._news.emit("_alarms", tuple(self._world.alarms()))
        except NotThere:
            return  # the gateway is stopped: what we knew still stands

    @Slot(str, object)
    def _take_news(self, name: str, news: object) -> None:
        if getattr(self, name) != news:
            setattr(self, name, news)
            (self.peopleChanged if name == "_people" else self.changed).emit()

    def _get_people(self) -> object:
        return plain(self._people, self._words)

    def _get_state(self) -> object:
        return {
            "situation": plain(self._situation, self._words),
            "ledger": {**asdict(self._ledger), "adds_up": self._ledger.adds_up, "per_purchase": None},
            "alarms": plain(self._alarms, self._words),
            "cabinet": plain(self._seen, self._words),
            "said": self._said,
            "failed": self._failed,
            "busy": self._busy,
            "code": self._code,
            "screen": self._shown.get("kind", ""),
            "slip": self._shown.get("slip", ""),
            "call": self._shown.get("call", ""),
        }

    def _get_slip(self) -> str:
        return self._slip

    def _get_language(self) -> str:
        return self._words.language

    people = Property("QVariant", _get_people, notify=peopleChanged)  # type: ignore[arg-type]  # also takes names
    language = Property(str, _get_language, notify=peopleChanged)
    state = Property("QVariant", _get_state, notify=changed)  # type: ignore[arg-type]
    slip = Property(str, _get_slip, notify=changed)
