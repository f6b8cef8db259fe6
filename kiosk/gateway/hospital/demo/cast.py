"""The named cast: invented patients with fixed numbers whom dock, tour and tests ask for by role."""

from dataclasses import dataclass, replace
from datetime import date

from kiosk.contract import Carrier
from kiosk.core.money import NOTHING, Money
from kiosk.core.words import Named
from kiosk.gateway.hospital.demo.bills import Ordered, Seen
from kiosk.gateway.hospital.demo.catalogue import (
    AUDITED,
    DAY_WARD,
    EXAMINATION,
    HERBS,
    LAB,
    ORDERS,
    PRESCRIPTION,
    TREATMENT,
    WINDOWS,
)
from kiosk.gateway.hospital.demo.people import Person, insured, person
from kiosk.gateway.hospital.records import CarrierState, InsuranceKind, PatientRow, Sex


@dataclass(frozen=True)
class Part:
    """One member of the cast; `shows` is the carrier they put on the reader, empty for a child without one.

    `on_card`: cash on the prepaid card. `owes`: what they pay later, and how many days ago that was.
    """

    role: str
    person: Person
    shows: Carrier | None
    story: Named
    visits: tuple[Seen, ...] = ()
    card: CarrierState = "active"
    on_card: Money = NOTHING
    owes: tuple[tuple[Money, int], ...] = ()

    @property
    def patient(self) -> PatientRow:
        """As the hospital knows them."""
        return self.person.patient


def _person(
    number: int, name: str, sex: Sex, born: str, insutype: InsuranceKind = "", balc: int = 0, aid: bool = False
) -> Person:
    return insured(person(number, name, sex, date.fromisoformat(born), insutype), Money(balc), aid)


def _child(number: int, name: str, sex: Sex, born: str, guardian_id: str) -> Person:
    row = person(number, name, sex, date.fromisoformat(born), "390", papers=False)
    return insured(replace(row, guardian_id=guardian_id))


_BLOOD = Ordered(LAB, ((0, 1), (1, 1), (12, 1)))
_CHEST = Ordered(EXAMINATION, ((0, 1), (8, 1)))
_MEDICINE = Ordered(PRESCRIPTION, ((0, 2), (8, 1)))
_PRESSURE = Ordered(PRESCRIPTION, ((3, 3), (4, 2), (13, 1)))
_HEART = Ordered(EXAMINATION, ((2, 1), (5, 1)))
_SYRUP = Ordered(PRESCRIPTION, ((9, 1), (10, 1)))
_MIST = Ordered(TREATMENT, ((0, 3),))
_CONTROLLED = Ordered(PRESCRIPTION, ((8, 1),), "window", WINDOWS[0])
_PAID = Ordered(LAB, ((0, 1),), "paid")
_TAKEN = replace(_MEDICINE, state="paid")
_NOT_DONE = replace(_HEART, state="paid")
_EVERYTHING = tuple(
    Seen(f"D{visit * 9 + 1:03d}", visit * 4, tuple(Ordered(order, ((visit % 4, 1),)) for order in ORDERS[:4]))
    for visit in range(10)
)

PARTS = (
    Part(
        "employee",
        _person(1, "张伟明", "male", "1985-04-17", "310", 68_30),
        "patient_card",
        Named("在职职工，两次就诊三笔费用，有个人账户", "Insured employee: 3 bills over 2 visits, a personal account"),
        (Seen("D007", 1, (_BLOOD, _MEDICINE)), Seen("D001", 9, (_HEART, _PAID))),
    ),
    Part(
        "retiree",
        _person(2, "李桂兰", "female", "1948-01-08", "310", 812_36),
        "social_security_card",
        Named("退休职工，78 岁，用社保卡", "Retired employee, 78, with her social-security card"),
        (Seen("D056", 0, (_PRESSURE, _HEART)),),
    ),
    Part(
        "resident",
        _person(3, "王小梅", "female", "1979-09-30", "390"),
        "id_card",
        Named("城乡居民医保，用身份证", "Insured resident, with her identity card"),
        (Seen("D012", 2, (_MEDICINE, _CHEST)),),
    ),
    Part(
        "uninsured",
        _person(4, "陈浩然", "male", "1996-11-02"),
        "id_card",
        Named("未参保，全部自费", "No insurance: pays everything himself"),
        (Seen("D031", 0, (_BLOOD, _CHEST)),),
    ),
    Part(
        "parent",
        _person(5, "刘芳", "female", "1988-06-21", "310", 45_20),
        "patient_card",
        Named("家长，卡下有两个无卡的孩子", "Her card also finds her two children, who have no card"),
    ),
    Part(
        "child",
        _child(6, "赵子轩", "male", "2019-03-11", "P0005"),
        None,
        Named("无卡儿童，用家长的卡就诊", "A boy without a card, found under his mother's"),
        (Seen("D096", 0, (_SYRUP, _MIST)),),
    ),
    Part(
        "baby",
        _child(7, "赵雨桐", "female", "2024-08-25", "P0005"),
        None,
        Named("婴幼儿，用家长的卡就诊", "A small girl without a card, found under her mother's"),
        (Seen("D111", 3, (Ordered(LAB, ((11, 1),)),)),),
    ),
    Part(
        "no-bills",
        _person(8, "黄丽娟", "female", "1992-02-14", "310", 300_00),
        "patient_card",
        Named(
            "没有待缴费用；昨天缴过两笔，药已取，检查可退", "Owes nothing; paid two bills yesterday, one may go back"
        ),
        (Seen("D071", 20, (_PAID,)), Seen("D071", 1, (_TAKEN, _NOT_DONE)), Seen("D071", 5, (_PAID,))),
    ),
    Part(
        "window-only",
        _person(9, "周建国", "male", "1961-12-05", "310", 88_00),
        "patient_card",
        Named("唯一一笔费用只能到窗口缴", "The only bill can be paid at the window alone"),
        (Seen("D046", 0, (_CONTROLLED,)),),
    ),
    Part(
        "blocked",
        _person(10, "吴晓东", "male", "1975-07-19", "390"),
        "patient_card",
        Named("就诊卡已挂失", "The card was reported lost"),
        (Seen("D021", 4, (_BLOOD,)),),
        "blocked",
    ),
    Part(
        "expired",
        _person(11, "郑海燕", "female", "1969-05-03", "310"),
        "social_security_card",
        Named("社保卡已过期", "The social-security card is too old"),
        (Seen("D026", 4, (_BLOOD,)),),
        "expired",
    ),
    Part(
        "rare-name",
        _person(12, "欧阳𬭎", "male", "1990-10-10", "310", 20_00),
        "patient_card",
        Named("姓名含生僻字（扩展 E 区）", "A name with a character that few fonts have"),
        (Seen("D042", 0, (_MEDICINE,)),),
    ),
    Part(
        "rare-name-2",
        _person(13, "李雨䶮", "female", "2001-01-20", "390"),
        "id_card",
        Named("姓名含生僻字（扩展 A 区）", "A name with another rare character"),
        (Seen("D007", 1, (_BLOOD,)),),
    ),
    Part(
        "covered",
        _person(14, "孙志远", "male", "1931-03-06", "340"),
        "social_security_card",
        Named("离休人员，医保全额支付", "Veteran: the insurance pays everything"),
        (Seen("D057", 0, (_PRESSURE, _HEART)),),
    ),
    Part(
        "many",
        _person(15, "何秀英", "female", "1955-08-28", "310", 50_00),
        "patient_card",
        Named("十次就诊，四十笔费用", "Forty bills over ten visits"),
        _EVERYTHING,
    ),
    Part(
        "aid",
        _person(16, "马强", "male", "1966-04-01", "390", aid=True),
        "id_card",
        Named("居民医保加医疗救助", "Insured resident who also receives medical aid"),
        (Seen("D012", 5, (_CHEST, _PRESSURE)),),
    ),
    Part(
        "namesake",
        _person(17, "林静", "female", "1983-03-15", "310", 10_00),
        "patient_card",
        Named("与另一位患者同名同生日", "Shares name and birthday with another patient"),
        (Seen("D081", 0, (_MEDICINE,)),),
    ),
    Part(
        "namesake-2",
        _person(18, "林静", "female", "1983-03-15", "390"),
        "patient_card",
        Named("与另一位患者同名同生日", "Shares name and birthday with another patient"),
        (Seen("D086", 6, (Ordered(HERBS, ((0, 7), (2, 7))),)),),
    ),
    Part(
        "long-name",
        _person(19, "阿依古丽·买买提", "female", "1994-12-12", "310", 66_60),
        "patient_card",
        Named("少数民族长姓名", "A long minority name with a middle dot"),
        (Seen("D066", 1, (Ordered(EXAMINATION, ((3, 1),)),)),),
    ),
    Part(
        "phone",
        _person(20, "徐琳", "female", "1999-07-07", "310", 30_00),
        "e_credential",
        Named("用手机医保码", "Shows the insurance code on her phone"),
        (Seen("D068", 0, (_BLOOD, Ordered(TREATMENT, ((7, 1),)))),),
    ),
    Part(
        "mixed",
        _person(21, "高翔", "male", "1980-05-05", "310", 5_00),
        "patient_card",
        Named("一笔可自助缴，一笔只能到窗口", "One bill can be paid here, another only at the window"),
        (Seen("D036", 0, (_MEDICINE, replace(_CONTROLLED, window=WINDOWS[1]))),),
    ),
    Part(
        "large-sum",
        _person(22, "宋文博", "male", "1972-09-09", "310", 320_00),
        "patient_card",
        Named("费用超过统筹封顶线，由大额基金支付一部分", "Above the pooled fund's limit: the large-sum fund pays too"),
        (Seen("D048", 0, (Ordered(DAY_WARD, ((0, 1), (1, 1))),)),),
    ),
    Part(
        "aid-large",
        _person(23, "唐玉珍", "female", "1958-05-17", "390", aid=True),
        "id_card",
        Named("居民医保，大额基金和医疗救助都支付", "Insured resident: large-sum fund and medical aid both pay"),
        (Seen("D048", 1, (Ordered(DAY_WARD, ((0, 1), (1, 1))),)),),
    ),
    Part(
        "audit-days",
        _person(24, "罗志强", "male", "1963-02-28", "310", 20_00),
        "patient_card",
        Named("三笔费用，其中一笔药品超出限定天数", "Three bills; on one the medicine is for too many days"),
        (Seen("D001", 0, (_BLOOD, Ordered(AUDITED, ((0, 3),)), _HEART)),),
    ),
    Part(
        "audit-sex",
        _person(25, "谢明", "male", "1987-08-19", "310", 90_00),
        "patient_card",
        Named("男性患者被开了限女性使用的药品", "A man with a medicine for women only"),
        (Seen("D016", 1, (Ordered(AUDITED, ((1, 1),)), _BLOOD)),),
    ),
    Part(
        "audit-duplicate",
        _person(26, "韩雪梅", "female", "1976-12-24", "390"),
        "id_card",
        Named("两位医生开了同一种药", "Two doctors prescribed the same medicine"),
        (Seen("D001", 0, (Ordered(AUDITED, ((2, 1),)),)), Seen("D016", 3, (Ordered(AUDITED, ((2, 1),)),))),
    ),
    Part(
        "prepaid",
        _person(27, "许文静", "female", "1971-06-06"),
        "patient_card",
        Named("就诊卡有余额（窗口现金充值）", "Money on her patient card, put there in cash at the window"),
        (Seen("D031", 0, (_BLOOD,)),),
        on_card=Money(120_00),
    ),
    Part(
        "dues",
        _person(28, "邓志刚", "male", "1982-03-30", "310"),
        "patient_card",
        Named("先诊疗后付费，两笔未到期，额度将满", "Pays later: two amounts not yet due, little of the limit left"),
        (Seen("D007", 0, (_HEART,)),),
        owes=((Money(1_560_00), 6), (Money(408_50), 2)),
    ),
    Part(
        "overdue",
        _person(29, "袁丽华", "female", "1968-10-19", "390"),
        "id_card",
        Named("先诊疗后付费逾期：不能挂号，不能再后付", "Overdue: cannot register, cannot pay later again"),
        (Seen("D012", 0, (_MEDICINE,)),),
        owes=((Money(86_40), 20),),
    ),
)
