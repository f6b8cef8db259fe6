"""Where the demo hospital is: three campuses, 24 departments, and the 120 doctors who work there."""

from random import Random

from kiosk.core.words import Named
from kiosk.gateway.hospital.demo.names import full_name
from kiosk.gateway.hospital.records import Campus, Department, Doctor

MAIN, EAST, CHILDREN = "main", "east", "children"

CAMPUSES = (
    Campus(MAIN, Named("本部院区", "Main Campus")),
    Campus(EAST, Named("东湖院区", "East Lake Campus")),
    Campus(CHILDREN, Named("儿童院区", "Children's Campus")),
)

_CLINICS: tuple[tuple[str, str, str, str], ...] = (
    (MAIN, "cardiology", "心血管内科", "Cardiology"),
    (MAIN, "respiratory", "呼吸内科", "Respiratory Medicine"),
    (MAIN, "gastroenterology", "消化内科", "Gastroenterology"),
    (MAIN, "endocrinology", "内分泌科", "Endocrinology"),
    (MAIN, "neurology", "神经内科", "Neurology"),
    (MAIN, "nephrology", "肾内科", "Nephrology"),
    (MAIN, "surgery", "普通外科", "General Surgery"),
    (MAIN, "orthopaedics", "骨科", "Orthopaedics"),
    (MAIN, "urology", "泌尿外科", "Urology"),
    (MAIN, "oncology", "肿瘤科", "Oncology"),
    (MAIN, "emergency", "急诊科", "Emergency Department"),
    (EAST, "geriatrics", "老年医学科", "Geriatrics"),
    (EAST, "ophthalmology", "眼科", "Ophthalmology"),
    (EAST, "ent", "耳鼻咽喉科", "Ear, Nose and Throat"),
    (EAST, "dentistry", "口腔科", "Dentistry"),
    (EAST, "dermatology", "皮肤科", "Dermatology"),
    (EAST, "rehabilitation", "康复医学科", "Rehabilitation"),
    (EAST, "chinese-medicine", "中医科", "Chinese Medicine"),
    (EAST, "obstetrics", "妇产科", "Obstetrics and Gynaecology"),
    (CHILDREN, "paediatrics", "儿科", "Paediatrics"),
    (CHILDREN, "child-respiratory", "儿童呼吸科", "Children's Respiratory Clinic"),
    (CHILDREN, "child-surgery", "小儿外科", "Children's Surgery"),
    (CHILDREN, "child-health", "儿童保健科", "Child Health"),
    (CHILDREN, "child-dentistry", "儿童口腔科", "Children's Dentistry"),
)

DEPARTMENTS = tuple(Department(name, campus, Named(zh, en)) for campus, name, zh, en in _CLINICS)

CHILD_DEPARTMENTS = frozenset(row.department_id for row in DEPARTMENTS if row.campus_id == CHILDREN)

_TITLES = (
    Named("主任医师", "Chief Physician"),
    Named("副主任医师", "Associate Chief Physician"),
    Named("主治医师", "Attending Physician"),
    Named("主治医师", "Attending Physician"),
    Named("住院医师", "Resident Physician"),
)

RARE_DOCTORS = {7: "钟𬭎", 42: "赵子䶮"}  # their names are on the slips, so the printer has to know them


def doctors(rng: Random) -> tuple[Doctor, ...]:
    """Five in each department, from the chief down."""
    rows = []
    for place, department in enumerate(DEPARTMENTS):
        for rank, title in enumerate(_TITLES):
            number = place * len(_TITLES) + rank + 1
            name = RARE_DOCTORS.get(number) or full_name(rng, rng.choice(("male", "female")))
            rows.append(Doctor(f"D{number:03d}", department.department_id, name, title))
    return tuple(rows)
