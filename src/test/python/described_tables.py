"""Counts of published tables as pandas has them.

usage: described_tables.py FOLDER
FOLDER becomes what the wheel of torchxrayvision 1.5.7 has in torchxrayvision/data (downloaded when it is not there).
Prints lines NAME WHAT COUNT: images, patients, one a class (positive labels), one a view.
"""

import ast
import glob
import os
import subprocess
import sys
import tarfile
import xml.etree.ElementTree
import zipfile

import pandas

folder = sys.argv[1]
WHEEL = "torchxrayvision==1.5.7"


def fetch():
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, WHEEL], check=True, stdout=sys.stderr)
    wheel = next(name for name in os.listdir(folder) if name.endswith(".whl"))
    with zipfile.ZipFile(os.path.join(folder, wheel)) as archive:
        for name in archive.namelist():
            if name.startswith("torchxrayvision/data/") and not name.endswith("/"):
                with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
                    file.write(archive.read(name))
    with tarfile.open(os.path.join(folder, "NLMCXR_reports.tgz")) as archive:
        os.makedirs(os.path.join(folder, "ecgen-radiology"), exist_ok=True)
        for member in archive.getmembers():
            if member.isfile() and member.name.endswith(".xml"):
                name = os.path.join(folder, "ecgen-radiology", os.path.basename(member.name))
                with open(name, "wb") as file:
                    file.write(archive.extractfile(member).read())
    labels = os.path.join(folder, "kaggle_stage_2_train_labels.csv.zip")
    with zipfile.ZipFile(labels) as archive:
        inner = next(name for name in archive.namelist() if name.endswith(".csv"))
        with open(os.path.join(folder, "kaggle_stage_2_train_labels.csv"), "wb") as file:
            file.write(archive.read(inner))


def table(name):
    return pandas.read_csv(os.path.join(folder, name), low_memory=False, skipinitialspace=True)


def show(name, images, patients, classes, views):
    print(name, "images", images, sep="\t")
    print(name, "patients", patients, sep="\t")
    for key, count in list(classes.items()) + list(views.items()):
        print(name, key, int(count), sep="\t")


def padchest():
    rows = table("PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv.gz")
    rows = rows[rows.Projection.isin(["PA", "AP", "AP_horizontal", "L"])]
    rows = rows[~rows.ImageID.isin(broken())]
    labels = rows.Labels.fillna("[]").map(lambda cell: {each.strip() for each in ast.literal_eval(cell)})
    wanted = {
        "Atelectasis": {"atelectasis", "laminar atelectasis", "lobar atelectasis", "segmental atelectasis",
                        "round atelectasis", "total atelectasis", "atelectasis basal"},
        "Cardiomegaly": {"cardiomegaly"},
        "Consolidation": {"consolidation", "air bronchogram"},
        "COPD": {"COPD signs"},
        "Edema": {"pulmonary edema"},
        "Effusion": {"pleural effusion", "loculated pleural effusion", "loculated fissural effusion"},
        "Emphysema": {"emphysema"},
        "Fibrosis": {"pulmonary fibrosis", "post radiotherapy changes", "asbestosis signs"},
        "Hernia": {"hiatal hernia"},
        "Infiltration": {"infiltrates", "alveolar pattern", "interstitial pattern", "ground glass pattern",
                         "reticular interstitial pattern", "reticulonodular interstitial pattern", "miliary opacities"},
        "Mass": {"pulmonary mass", "mass"},
        "Nodule": {"nodule", "multiple nodules"},
        "Pleural_Thickening": {"pleural thickening", "apical pleural thickening", "calcified pleural thickening"},
        "Pneumonia": {"pneumonia", "atypical pneumonia"},
        "Pneumothorax": {"pneumothorax", "hydropneumothorax"},
        "Tuberculosis": {"tuberculosis", "tuberculosis sequelae"},
    }
    counts = {name: labels.map(lambda found, names=names: bool(found & names)).sum() for name, names in wanted.items()}
    years = rows.StudyDate_DICOM // 10000 - rows.PatientBirth
    views = {
        "FRONTAL": (rows.Projection != "L").sum(),
        "LATERAL": (rows.Projection == "L").sum(),
        "Female": (rows.PatientSex_DICOM == "F").sum(),
        "age sum": years[(years >= 0) & (years <= 130)].sum(),
    }
    show("Padchest", len(rows), rows.PatientID.nunique(), counts, views)


def broken():
    import re

    source = open("src/main/resources/org/thorax/data/description/padchest.yaml").read()
    return re.findall(r"^ +- (2168\S+\.png)$", source, re.M)


def vindr():
    rows = table("vinbigdata-train.csv.gz")
    counts = {}
    for name in sorted(set(rows.class_name) - {"No finding"}):
        readers = rows[rows.class_name == name].groupby("image_id").rad_id.nunique()
        all_readers = rows.groupby("image_id").rad_id.nunique()
        counts[name] = (2 * readers > all_readers.loc[readers.index]).sum()
    show("Vindr", rows.image_id.nunique(), rows.image_id.nunique(), counts, {"UNKNOWN": rows.image_id.nunique()})


def rsna():
    rows = table("kaggle_stage_2_train_labels.csv")
    images = rows.groupby("patientId").Target.max()
    show("Rsna", len(images), len(images), {"Pneumonia": images.sum()}, {"UNKNOWN": len(images)})


def siim():
    rows = table("siim-pneumothorax-train-rle.csv.gz")
    positive = (rows.EncodedPixels.astype(str).str.strip() != "-1").groupby(rows.ImageId).any()
    show("Siim", len(positive), len(positive), {"Pneumothorax": positive.sum()}, {"UNKNOWN": len(positive)})


def google():
    rows = table("google2019_nih-chest-xray-labels.csv.gz")
    rows = rows[rows["Set Id"] == "val"]
    names = ["Airspace opacity", "Fracture", "Nodule or mass", "Pneumothorax"]
    show("Chestxraygoogle", len(rows), rows["Patient ID"].nunique(),
         {name: (rows[name] == "YES").sum() for name in names}, {"FRONTAL": len(rows)})


def nih():
    rows = table("Data_Entry_2017_v2020.csv.gz")
    names = sorted(set("|".join(rows["Finding Labels"]).split("|")))
    found = rows["Finding Labels"].str.split("|")
    counts = {name: found.map(lambda each, name=name: name in each).sum() for name in names}
    ages = rows["Patient Age"]
    show("Chestxray", len(rows), rows["Patient ID"].nunique(), counts,
         {"FRONTAL": len(rows), "Female": (rows["Patient Gender"] == "F").sum(), "age sum": ages[ages <= 130].sum()})


def chexpert():
    rows = table("chexpert_train.csv.gz")
    patients = rows.Path.str.extract("patient([0-9]+)")[0]
    names = list(rows.columns[5:])
    counts = {name: (rows[name] == 1).sum() for name in names}
    counts.update({"uncertain " + name: (rows[name] == -1).sum() for name in names})
    show("Chexpert", len(rows), patients.nunique(), counts,
         {"FRONTAL": (rows["Frontal/Lateral"] == "Frontal").sum(),
          "LATERAL": (rows["Frontal/Lateral"] == "Lateral").sum(), "Female": (rows.Sex == "Female").sum()})


def openi():
    wanted = {
        "Atelectasis": {"Pulmonary Atelectasis"}, "Cardiomegaly": {"Cardiomegaly"},
        "COPD": {"Pulmonary Disease, Chronic Obstructive"}, "Effusion": {"Pleural Effusion"},
        "Emphysema": {"Emphysema", "Pulmonary Emphysema"}, "Fracture": {"Fractures, Bone"},
        "Granuloma": {"Granuloma", "Calcified Granuloma"}, "Hernia": {"Hernia, Hiatal"}, "Opacity": {"Opacity"},
        "Pneumonia": {"Pneumonia"}, "Pneumothorax": {"Pneumothorax"}, "Scoliosis": {"Scoliosis"},
    }
    images, reports, counts = 0, set(), dict.fromkeys(wanted, 0)
    for name in glob.glob(os.path.join(folder, "ecgen-radiology", "*.xml")):
        report = xml.etree.ElementTree.parse(name).getroot()
        own = len(list(report.iter("parentImage")))
        if [each.text for each in report.iter("major")] == ["No Indexing"]:
            continue
        headings = {(each.text or "").split("/")[0].strip() for each in report.iter("major")}
        images += own
        if own:
            reports.add(report.find("uId").get("id"))
        for key, names in wanted.items():
            counts[key] += own if headings & names else 0
    show("Openi", images, len(reports), counts, {"UNKNOWN": images})


os.makedirs(folder, exist_ok=True)
if not os.path.exists(os.path.join(folder, "kaggle_stage_2_train_labels.csv")):
    fetch()
for each in (padchest, vindr, rsna, siim, google, nih, chexpert, openi):
    each()
