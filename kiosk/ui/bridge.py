"""Carries screens from the conversation to the window, and taps from the window back to the conversation."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from kiosk.core.clock import Clock
from kiosk.core.desk import Session
from kiosk.core.events import Answer, Event, Touched
from kiosk.core.money import Money, yuan
from kiosk.core.screens import Overlay, Screen
from kiosk.core.words import Named, Phrase, Words

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

TOUCH_EVERY_S = 1.0  # a resting palm must not fill the desk's queue


def plain(fact: object, words: Words) -> object:
    """A record as QML can read it: maps, lists, numbers and texts that are already said in the language of `words`.

    A map carries the class name of its record as `kind`. Tuples become lists: QML sees a tuple as an empty model.
    """
    if isinstance(fact, Phrase):
        return words.say(fact)
    if isinstance(fact, Named):
        return words.name(fact)
    if isinstance(fact, tuple):
        return [plain(one, words) for one in fact]
    if is_dataclass(fact) and not isinstance(fact, type):
        told = {each.name: plain(getattr(fact, each.name), words) for each in fields(fact)}
        return {"kind": type(fact).__name__, **told}
    return fact


@dataclass(frozen=True)
class Cabinet:
    """Where the screen hangs: its diagonal in inches, and how many millimetres its lower edge is above the floor."""

    diagonal_inch: float = 21.5
    bottom_edge_mm: float = 900
    motion: bool = True  # pages slide and buttons shrink


@QmlElement
@QmlSingleton
class Bridge(QObject):
    """The desk's `Display`, and all that QML knows of the world. `show`, `warn` and `rename` work from any thread."""

    sessionChanged = Signal()
    hospitalChanged = Signal()
    screenChanged = Signal()
    warningChanged = Signal()
    _show = Signal(int, object, object)
    _warn = Signal(object)
    _rename = Signal(object)
    _call = Signal()

    def __init__(self, post: Callable[[Event], None], clock: Clock, cabinet: Cabinet) -> None:
        super().__init__()
        self._post, self._clock, self._cabinet = post, clock, cabinet
        self._session = Session()
        self._words = Words(self._session.language)
        self._hospital = Named("", "")
        self._turn, self._name = 0, ""
        self._screen: object = {}
        self._warning: object = None
        self._touched = -TOUCH_EVERY_S
        self._show.connect(self._take_screen)
        self._warn.connect(self._take_warning)
        self._rename.connect(self._take_hospital)
        self._call.connect(self._ring)

    @staticmethod
    def create(engine: QQmlEngine) -> "Bridge":
        """The engine's own bridge: the window has left it there."""
        bridge = engine.property("bridge")
        assert isinstance(bridge, Bridge)
        return bridge

    def show(self, turn: int, screen: Screen, session: Session) -> None:
        """Show the screen soon; its answers carry `turn`."""
        self._show.emit(turn, screen, session)

    def warn(self, warning: Overlay | None) -> None:
        """Lay a question over the screen soon, or take it away."""
        self._warn.emit(warning)

    def rename(self, hospital: Named) -> None:
        """Write another hospital name in the header soon."""
        self._rename.emit(hospital)

    def call(self) -> None:
        """Make a sound soon, to call somebody back; from any thread but the window's."""
        import PySide6.QtWidgets  # noqa: F401  # holds the system's bell; loaded here, the window goes on painting

        self._call.emit()

    @Slot(int, str, str)
    def answer(self, turn: int, choice: str, value: str) -> None:
        """A choice made on the screen that was shown with `turn`."""
        self._post(Answer(turn, choice, value))

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen; told at most once a second."""
        if self._clock.monotonic() - self._touched >= TOUCH_EVERY_S:
            self._touched = self._clock.monotonic()
            self._post(Touched())

    @Slot(str, "QVariantMap", str, result=str)
    def say(self, text: str, args: dict[str, object], language: str) -> str:
        """A text of the catalogue in this language, filled in."""
        return self._words_in(language).say(Phrase(text, args))

    @Slot("qlonglong", result=str)
    def yuan(self, fen: int) -> str:
        """`123450` as `¥1,234.50`."""
        return yuan(Money(fen))

    @Slot(result=str)
    def time(self) -> str:
        """The time of day, as `14:05`."""
        return self._clock.now().astimezone().strftime("%H:%M")

    @Slot(int, object, object)
    def _take_screen(self, turn: int, screen: Screen, session: Session) -> None:
        if session != self._session or session.visit != self._session.visit:
            self._session, self._words = session, self._words_in(session.language)
            self.sessionChanged.emit()
            self.hospitalChanged.emit()
        self._turn, self._name = turn, type(screen).__name__
        self._screen = plain(screen, self._words)
        self.screenChanged.emit()

    @Slot(object)
    def _take_warning(self, warning: Overlay | None) -> None:
        self._warning = None if warning is None else plain(warning, self._words)
        self.warningChanged.emit()

    @Slot(object)
    def _take_hospital(self, hospital: Named) -> None:
        self._hospital = hospital
        self.hospitalChanged.emit()

    @Slot()
    def _ring(self) -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.beep()

    def _words_in(self, language: str) -> Words:
        return self._words if language == self._words.language else Words(language)

    def _get_screen(self) -> object:
        return self._screen

    def _get_warning(self) -> object:
        return self._warning

    def _get_turn(self) -> int:
        return self._turn

    def _get_name(self) -> str:
        return self._name

    def _get_hospital(self) -> str:
        return self._words.name(self._hospital)

    def _get_language(self) -> str:
        return self._session.language

    def _get_patient(self) -> str:
        return self._session.patient

    def _get_visit(self) -> int:
        return self._session.visit

    def _get_errand(self) -> str:
        return self._session.errand

    def _get_elder(self) -> bool:
        return self._session.elder

    def _get_contrast(self) -> bool:
        return self._session.contrast

    def _get_low(self) -> bool:
        return self._session.low

    def _get_diagonal(self) -> float:
        return self._cabinet.diagonal_inch

    def _get_bottom_edge(self) -> float:
        return self._cabinet.bottom_edge_mm

    def _get_motion(self) -> bool:
        return self._cabinet.motion

    diagonalInch = Property(float, _get_diagonal, constant=True)
    bottomEdgeMm = Property(float, _get_bottom_edge, constant=True)
    motion = Property(bool, _get_motion, constant=True)
    screen = Property("QVariant", _get_screen, notify=screenChanged)  # type: ignore[arg-type]  # also takes names
    turn = Property(int, _get_turn, notify=screenChanged)
    name = Property(str, _get_name, notify=screenChanged)
    warning = Property("QVariant", _get_warning, notify=warningChanged)  # type: ignore[arg-type]
    hospital = Property(str, _get_hospital, notify=hospitalChanged)
    language = Property(str, _get_language, notify=sessionChanged)
    patient = Property(str, _get_patient, notify=sessionChanged)
    visit = Property(int, _get_visit, notify=sessionChanged)
    errand = Property(str, _get_errand, notify=sessionChanged)
    elder = Property(bool, _get_elder, notify=sessionChanged)
    contrast = Property(bool, _get_contrast, notify=sessionChanged)
    low = Property(bool, _get_low, notify=sessionChanged)
