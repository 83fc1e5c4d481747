"""A run as the original project left it: trained, evaluated, saved and logged by tf_keras.

usage: legacy_experiment.py DATASET SIZE MODELS LOGS
DATASET: a folder in CheXpert's layout with train.csv. Writes MODELS/<edited name>'s files, LOGS/unvalidated-experiment-log.json
and prints as JSON what the original's evaluation gives: {"test": ..., "validation": ..., "micro": [test, validation]}
"""

import csv
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras
from PIL import Image
from sklearn.model_selection import GroupShuffleSplit

CLASSES = ["Pleural Effusion", "Lung Opacity"]
SEED = 6122156
BENCHMARK = "Chexpert_BCE_E2_B8_C0_N2_D%d_1LR3_Adam"
STAMP = "20200901-101112"
ID = "b2c8a1f0-ec3b-11ea-a1b2-0242ac110002"


def value(metric, labels, scores):
    metric.update_state(labels, scores)
    return float(metric.result())


def f2(precision, recall):
    denominator = 4 * precision + recall
    return 5 * precision * recall / denominator if denominator else 0.0


def keras_metrics(labels, scores):
    metrics = tf_keras.metrics
    result = {"auc": value(metrics.AUC(multi_label=True, num_labels=len(CLASSES)), labels, scores)}
    result["precision"] = value(metrics.Precision(), labels, scores)
    result["recall"] = value(metrics.Recall(), labels, scores)
    result["f2_score"] = f2(result["precision"], result["recall"])
    result["binary_accuracy"] = value(metrics.BinaryAccuracy(), labels, scores)
    names = [name.lower().replace(" ", "_") for name in CLASSES]
    makers = {"accuracy": metrics.BinaryAccuracy, "auc": metrics.AUC, "precision": metrics.Precision, "recall": metrics.Recall}
    for metric, make in makers.items():
        for c, name in enumerate(names):
            result["%s_%s" % (metric, name)] = value(make(), labels[:, c : c + 1], scores[:, c : c + 1])
    for name in names:
        result["f2_score_" + name] = f2(result["precision_" + name], result["recall_" + name])
    return result


def read(folder):
    with open(folder + "/train.csv") as file:
        rows = list(csv.DictReader(file))
    paths = [row["Path"] for row in rows]
    patients = np.array([next(part for part in path.split("/") if part.startswith("patient")) for path in paths])
    cells = [[{"": 0.0, "-1.0": 0.0}.get(row[name], row[name]) for name in CLASSES] for row in rows]
    return paths, patients, np.array(cells, "float32")


def split(patients):
    first = GroupShuffleSplit(1, test_size=0.2, random_state=SEED)
    rest, test = next(first.split(patients, groups=patients))
    second = GroupShuffleSplit(1, test_size=0.2, random_state=SEED)
    train, validation = next(second.split(rest, groups=patients[rest]))
    return rest[train], rest[validation], test


def images(folder, paths, size):
    grey = np.stack([np.asarray(Image.open(folder + "/" + path).convert("L").resize((size, size), Image.BICUBIC)) for path in paths])
    return tf_keras.applications.densenet.preprocess_input(np.repeat(grey[..., None], 3, -1).astype("float32"))


def own_loss(t, p):
    return tf.reduce_mean(-(t * tf.math.log(p + 1e-5) + (1 - t) * tf.math.log(1 - p + 1e-5)))


def build():
    backbone = tf_keras.applications.DenseNet121(include_top=False, weights=None, input_shape=(None, None, 3))
    x = tf_keras.layers.GlobalAveragePooling2D()(backbone.output)
    x = tf_keras.layers.Dense(1024, activation="relu")(x)
    model = tf_keras.Model(backbone.input, tf_keras.layers.Dense(len(CLASSES), activation="sigmoid")(x))
    model.compile(tf_keras.optimizers.Adam(1e-3), own_loss)
    return model


def main(folder, size, models, logs):
    size = int(size)
    tf.random.set_seed(1)
    paths, patients, labels = read(folder)
    train, validation, test = split(patients)
    x = images(folder, paths, size)
    model = build()
    benchmark = BENCHMARK % size
    saved = "DenseNet121_%s_%s" % (benchmark, STAMP)
    # Edited after saving: the entry's name is not the folder's.
    home = "%s/DenseNet121_%s" % (models, benchmark)
    os.makedirs(home)
    os.makedirs(logs, exist_ok=True)
    losses, expected = [], {}
    for epoch in (1, 2):
        model.train_on_batch(x[train][:8], labels[train][:8])
        losses.append(float(model.evaluate(x[validation], labels[validation], verbose=0)))
        scores = model.predict(x[test], verbose=0)
        expected["epoch%d" % epoch] = keras_metrics(labels[test], scores)
        model.save("%s/weights.%02d-%.2f.hdf5" % (home, epoch, losses[-1]), save_format="h5")
    model.save("%s/%s.h5" % (home, saved), save_format="h5")
    micro = []
    for name, rows in (("test", test), ("validation", validation)):
        scores = model.predict(x[rows], verbose=0)
        expected[name] = keras_metrics(labels[rows], scores)
        metric = tf_keras.metrics.AUC()
        metric.update_state(labels[rows], scores)
        micro.append(float(metric.result()))
    expected["micro"] = micro
    entry = {
        "id": ID,
        "name": "DenseNet121_%s_edited" % benchmark,
        "filename": saved + ".h5",
        "version": "1",
        "history": {"loss": losses, "val_loss": losses, "val_auc": [0.5, 0.6]},
        "description": "Trained DenseNet121 architecture using the '%s' benchmark." % benchmark,
        "test": dict({"loss": 0.5}, **expected["test"]),
        "classification_report": "",
        "benchmark": {
            "benchmark_name": benchmark,
            "dataset_name": "phantom",
            "dataset_folder": folder,
            "models_dir": "models",
            "epochs": 2,
            "optimizer": "Adam",
            "learning_rate": 0.001,
            "lr_factor": 1.0,
            "loss": "custom_binary_crossentropy",
            "use_class_weights": False,
            "metrics": list(expected["test"]),
            "label_columns": CLASSES,
            "path_column": "Path",
            "path_column_prefix": "",
            "upsample_factors": {},
            "shuffle": True,
            "batch_size": 8,
            "dim": [size, size],
            "crop": False,
            "transformations": {},
            "augmentation": None,
            "n_channels": 3,
            "nan_replacement": 0,
            "unc_value": -1,
            "u_enc": "uzeroes",
            "drop_last": False,
            "num_samples_train": len(train),
            "num_samples_validation": len(validation),
            "num_samples_test": len(test),
            "split_seed": SEED,
        },
    }
    with open(logs + "/unvalidated-experiment-log.json", "w") as file:
        file.write(json.dumps({"experiments": [entry]}, indent=4))
    print(json.dumps(expected))


main(*sys.argv[1:])
