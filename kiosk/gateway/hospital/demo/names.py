"""Invented names: common and rare, short and long, as a Chinese hospital meets them."""

from random import Random

from kiosk.gateway.hospital.records import Sex

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟")
_GIVEN: dict[Sex, tuple[str, str]] = {
    "male": (
        "建国志强明伟俊杰浩宇子轩文博思远家豪天佑晓东立新海波庆丰永康",
        "军勇磊涛超鹏飞斌刚辉平亮林洋毅凯峰昊然泽宁",
    ),
    "female": ("秀英桂兰雪梅雅婷诗涵欣怡梦琪晓燕玉珍丽华思雨若曦可馨语桐", "芳娜敏静艳娟霞丹萍红玲莉莹倩颖洁琳瑶薇宁"),
}
RARE_GIVEN = ("䶮", "𬭎", "㛃", "堃", "喆", "燚", "犇", "彧", "頔", "骉", "翀", "淼")
_MINORITY: dict[Sex, tuple[str, ...]] = {
    "male": ("买买提江·吐尔逊", "艾力·阿卜杜热合曼", "巴特尔·苏和", "扎西·次仁多吉", "努尔兰·哈斯木别克"),
    "female": ("阿依古丽·买买提", "古丽娜尔·艾尔肯", "其其格·乌云", "卓玛·央金拉姆", "热依汗古丽·阿卜杜克热木"),
}


def surname(rng: Random) -> str:
    """Mostly one character; one in thirty has two."""
    return rng.choice(COMPOUND_SURNAMES) if rng.random() < 1 / 30 else rng.choice(SURNAMES)


def surname_of(name: str) -> str:
    """The part of a name that children take over."""
    return name[:2] if name.startswith(COMPOUND_SURNAMES) else name[:1]


def given_name(rng: Random, sex: Sex) -> str:
    """One or two characters; now and then one that few fonts know."""
    first, last = _GIVEN[sex]
    ending = rng.choice(RARE_GIVEN) if rng.random() < 0.02 else rng.choice(last)
    return ending if rng.random() < 0.3 else rng.choice(first) + ending


def full_name(rng: Random, sex: Sex) -> str:
    """A whole name, now and then one with a middle dot."""
    if rng.random() < 0.03:
        return rng.choice(_MINORITY[sex])
    return surname(rng) + given_name(rng, sex)
