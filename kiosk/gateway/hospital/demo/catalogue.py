"""What the demo hospital sells: medicines, tests, examinations and treatments with their prices."""

from dataclasses import dataclass

from kiosk.core.money import Money
from kiosk.core.words import Named
from kiosk.gateway.hospital.records import InsuranceClass


@dataclass(frozen=True)
class Good:
    """One thing on the price list; `most` is the largest count on one bill, `days` how long one of it lasts."""

    name: Named
    unit: str
    price: Money
    insurance_class: InsuranceClass
    most: int = 1
    med_list_codg: str = ""
    days: int = 0


@dataclass(frozen=True)
class Order:
    """A kind of bill: what a doctor orders together, and where the patient goes once it is paid."""

    title: Named
    next_place: Named
    goods: tuple[Good, ...]


def _good(zh: str, en: str, unit: str, price: int, insurance_class: InsuranceClass, most: int = 1) -> Good:
    return Good(Named(zh, en), unit, Money(price), insurance_class, most)


PRESCRIPTION = Order(
    Named("西药处方", "Prescription"),
    Named("一楼西药房", "Pharmacy, ground floor"),
    (
        _good("阿莫西林胶囊 0.25g×24粒", "Amoxicillin capsules 0.25 g × 24", "盒", 12_60, "A", 3),
        _good("头孢克肟分散片 0.1g×6片", "Cefixime tablets 0.1 g × 6", "盒", 23_80, "B", 3),
        _good("阿托伐他汀钙片 20mg×28片", "Atorvastatin tablets 20 mg × 28", "盒", 38_64, "B", 2),
        _good("氨氯地平片 5mg×28片", "Amlodipine tablets 5 mg × 28", "盒", 9_52, "A", 3),
        _good("缬沙坦胶囊 80mg×28粒", "Valsartan capsules 80 mg × 28", "盒", 25_90, "A", 2),
        _good("二甲双胍缓释片 0.5g×60片", "Metformin SR tablets 0.5 g × 60", "盒", 18_35, "A", 3),
        _good("阿卡波糖片 50mg×30片", "Acarbose tablets 50 mg × 30", "盒", 16_47, "A", 3),
        _good("甘精胰岛素注射液 3ml:300单位", "Insulin glargine injection 3 ml : 300 U", "支", 69_12, "B", 4),
        _good("奥美拉唑肠溶胶囊 20mg×28粒", "Omeprazole capsules 20 mg × 28", "盒", 21_40, "A", 2),
        _good("布洛芬混悬液 100ml", "Ibuprofen suspension 100 ml", "瓶", 19_50, "A", 2),
        _good("孟鲁司特钠咀嚼片 4mg×30片", "Montelukast chewable tablets 4 mg × 30", "盒", 46_20, "B", 2),
        _good("布地奈德吸入混悬液 2ml:1mg", "Budesonide inhalation 2 ml : 1 mg", "支", 5_48, "B", 20),
        _good("氯雷他定片 10mg×6片", "Loratadine tablets 10 mg × 6", "盒", 8_76, "A", 3),
        _good("阿司匹林肠溶片 100mg×30片", "Aspirin tablets 100 mg × 30", "盒", 15_15, "A", 3),
        _good("维生素D滴剂 400单位×36粒", "Vitamin D drops 400 U × 36", "盒", 35_00, "C", 2),
        _good("玻璃酸钠滴眼液 0.4ml×30支", "Sodium hyaluronate eye drops 0.4 ml × 30", "盒", 58_30, "C", 3),
    ),
)

HERBS = Order(
    Named("中药处方", "Herbal prescription"),
    Named("二楼中药房", "Herbal pharmacy, floor 2"),
    (
        _good("中药饮片（十四味）", "Herbal decoction, 14 ingredients", "剂", 32_57, "A", 14),
        _good("中药颗粒剂（十味）", "Herbal granules, 10 ingredients", "剂", 41_33, "B", 14),
        _good("中药代煎", "Decoction service", "剂", 3_00, "C", 14),
        _good("复方丹参滴丸 27mg×180丸", "Compound Danshen dripping pills 27 mg × 180", "瓶", 27_28, "A", 3),
    ),
)

LAB = Order(
    Named("检验", "Lab tests"),
    Named("二楼抽血处", "Blood collection, floor 2"),
    (
        _good("血常规（五分类）", "Complete blood count", "次", 20_00, "A"),
        _good("C反应蛋白测定", "C-reactive protein", "次", 25_00, "A"),
        _good("肝功能全套", "Liver function panel", "次", 68_00, "A"),
        _good("肾功能三项", "Kidney function panel", "次", 24_00, "A"),
        _good("血脂四项", "Blood lipids panel", "次", 36_00, "A"),
        _good("糖化血红蛋白测定", "Glycated haemoglobin", "次", 60_00, "B"),
        _good("空腹血糖", "Fasting glucose", "次", 5_00, "A"),
        _good("甲状腺功能五项", "Thyroid function panel", "次", 125_00, "A"),
        _good("尿常规", "Urinalysis", "次", 8_50, "A"),
        _good("肺炎支原体抗体", "Mycoplasma pneumoniae antibodies", "项", 45_00, "B"),
        _good("肿瘤标志物八项", "Tumour markers, 8 items", "次", 268_00, "B"),
        _good("25-羟基维生素D测定", "25-hydroxyvitamin D", "次", 90_00, "C"),
        _good("一次性采血针", "Disposable blood-collection needle", "支", 1_20, "C", 2),
    ),
)

EXAMINATION = Order(
    Named("检查", "Examination"),
    Named("一楼影像登记台", "Imaging desk, ground floor"),
    (
        _good("胸部CT平扫", "Chest CT, plain", "部位", 238_00, "B"),
        _good("颅脑磁共振平扫", "Brain MRI, plain", "部位", 446_00, "B"),
        _good("彩色多普勒超声（心脏）", "Echocardiography", "次", 185_00, "B"),
        _good("彩色多普勒超声（腹部）", "Abdominal ultrasound", "次", 120_00, "B"),
        _good("数字化摄影（DR）", "Digital X-ray", "部位", 65_00, "A", 2),
        _good("常规心电图", "Electrocardiogram", "次", 24_00, "A"),
        _good("动态血压监测", "24-hour blood pressure monitoring", "次", 150_00, "B"),
        _good("骨密度测定", "Bone density scan", "次", 110_00, "B"),
        _good("影像胶片", "Imaging film", "张", 20_00, "C", 3),
        _good("无痛胃镜", "Gastroscopy under sedation", "次", 520_00, "B"),
    ),
)

TREATMENT = Order(
    Named("治疗", "Treatment"),
    Named("三楼治疗室", "Treatment room, floor 3"),
    (
        _good("雾化吸入治疗", "Nebuliser treatment", "次", 12_00, "A", 5),
        _good("静脉输液", "Intravenous infusion", "组", 9_00, "A", 3),
        _good("换药（中）", "Dressing change, medium", "次", 28_00, "A", 3),
        _good("普通针刺", "Acupuncture", "次", 30_00, "A", 5),
        _good("红外线治疗", "Infrared therapy", "部位", 15_00, "B", 5),
        _good("关节松动训练", "Joint mobilisation", "次", 45_00, "B", 5),
        _good("复合树脂补牙", "Composite filling", "牙", 260_00, "C", 2),
        _good("全口洁治", "Full-mouth scaling", "次", 180_00, "C"),
        _good("一次性输液器", "Disposable infusion set", "套", 3_60, "B", 3),
    ),
)

# What only the cast is prescribed: the insurer's audit knows these medicines by their codes.
AUDITED = Order(
    PRESCRIPTION.title,
    PRESCRIPTION.next_place,
    (
        Good(Named("氨氯地平片 5mg×28片", "Amlodipine tablets 5 mg × 28"), "盒", Money(9_52), "A", 3, "XC08CAA286", 28),
        Good(
            Named("黄体酮胶囊 0.1g×20粒", "Progesterone capsules 0.1 g × 20"),
            "盒",
            Money(42_80),
            "B",
            1,
            "XG03DAH011",
            10,
        ),
        Good(
            Named("阿托伐他汀钙片 20mg×28片", "Atorvastatin tablets 20 mg × 28"),
            "盒",
            Money(38_64),
            "B",
            2,
            "XC10AAA091",
            28,
        ),
        Good(
            Named("非那雄胺片 5mg×10片", "Finasteride tablets 5 mg × 10"), "盒", Money(21_60), "B", 1, "XG04CBF012", 10
        ),
    ),
)

DAY_WARD = Order(
    Named("日间化疗", "Day chemotherapy"),
    Named("四楼日间病房", "Day ward, floor 4"),
    (
        _good("注射用曲妥珠单抗 440mg", "Trastuzumab injection 440 mg", "支", 4_286_00, "B"),
        _good("日间病房床位", "Day ward bed", "日", 80_00, "A"),
    ),
)

ORDERS = (PRESCRIPTION, HERBS, LAB, EXAMINATION, TREATMENT)

WINDOWS = (
    Named("二楼 5 号窗口：麻醉药品处方须人工核对", "Window 5, floor 2: controlled medicine is checked by hand"),
    Named("一楼 8 号窗口：项目价格待人工核定", "Window 8, ground floor: the price is set by hand"),
    Named("一楼 2 号窗口：工伤费用须人工办理", "Window 2, ground floor: work injuries are settled by hand"),
)
