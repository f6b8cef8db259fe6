"""How long a slip of forty lines takes to become the printer's bytes, beside encoding nothing but its text."""

from collections.abc import Callable

from kiosk.bench.figures import percentile, timed
from kiosk.devices import Line, Pair, Qr, Rule, Slip, SlipLine, Title
from kiosk.devices.receipt_printers.escpos_encode import encode

DOTS = 576  # 80 mm
TARGET_MS = 5.0
WARM_UP = 20
ITEMS = (
    ("血常规（五分类）", "￥20.00"),
    ("阿莫西林胶囊 0.25g×24粒", "￥18.60"),
    ("一次性使用静脉输液针", "￥2.40"),
    ("肝功能十一项 ALT/AST", "￥96.00"),
)


def measure(runs: int, say: Callable[[str], None]) -> bool:
    """Encode in turns and tell; whether the target is met."""
    ours, bare = in_turns(forty_lines(), runs)
    strange = in_turns(strange_slip(), runs)[0]
    return verdict(ours, bare, strange, say)


def forty_lines() -> Slip:
    """A slip that comes out in forty lines of Chinese on 80 mm paper: everything an ordinary one has, only more."""
    head: tuple[SlipLine, ...] = (Title("缴费凭条"), Rule(), Pair("姓名", "张*三"), Pair("就诊科室", "心血管内科门诊"))
    tail: tuple[SlipLine, ...] = (
        Rule(),
        Pair("合计", "￥1,096.00", bold=True),
        Line("请妥善保管", centred=True),
    )
    between = 40 - len(head) - len(tail)
    return Slip((*head, *(Pair(*ITEMS[number % len(ITEMS)]) for number in range(between)), *tail))


def strange_slip() -> Slip:
    """The same with what no printer's font holds, which is drawn, and with a code."""
    return Slip((*forty_lines().lines, Pair("姓名", "张*䶮"), Qr("K01-23456789AB")))


def in_turns(slip: Slip, runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each whole encoding, and of each encoding of the bare text; neither gains from a quiet moment."""
    text = "\n".join(" ".join(_words(line)) for line in slip.lines)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(WARM_UP + runs):
        ours.append(timed(lambda: encode(slip, DOTS)))
        bare.append(timed(lambda: text.encode("gb18030")))
    return ours[WARM_UP:], bare[WARM_UP:]


def verdict(ours: list[float], bare: list[float], strange: list[float], say: Callable[[str], None]) -> bool:
    """Say the figures; whether the median is within the target."""
    p50, p95, bare_p50 = percentile(ours, 0.5), percentile(ours, 0.95), percentile(bare, 0.5)
    say(f"slip of 40 lines: p50 {p50:.2f} ms, p95 {p95:.2f} ms of {len(ours)} (target: p50 < {TARGET_MS:g} ms)")
    say(f"slip: {p50 / bare_p50:.0f} times the bare text in GB 18030 (p50 {bare_p50:.4f} ms)")
    say(f"slip with a drawn name and a code: p50 {percentile(strange, 0.5):.2f} ms")
    return p50 < TARGET_MS


def _words(line: SlipLine) -> tuple[str, ...]:
    match line:
        case Pair(left=left, right=right):
            return left, right
        case Rule():
            return ("-" * 48,)
        case _:
            return (line.text,)
