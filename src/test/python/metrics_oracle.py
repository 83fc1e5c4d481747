"""Prints as JSON what tf_keras and scikit-learn say: labels.f32 scores.f32 classes -> metrics."""

import json
import sys

import numpy as np
from sklearn.metrics import classification_report, roc_auc_score, roc_curve
import tf_keras


def f2(precision, recall):
    denominator = 4 * precision + recall
    return 5 * precision * recall / denominator if denominator else 0.0


def value(metric, labels, scores, batch=97):
    for start in range(0, len(labels), batch):
        metric.update_state(labels[start : start + batch], scores[start : start + batch])
    return float(metric.result())


def keras_metrics(labels, scores):
    result = {}
    metrics = tf_keras.metrics
    result["auc"] = value(metrics.AUC(multi_label=True, num_labels=labels.shape[1]), labels, scores)
    result["precision"] = value(metrics.Precision(), labels, scores)
    result["recall"] = value(metrics.Recall(), labels, scores)
    result["f2_score"] = f2(result["precision"], result["recall"])
    result["binary_accuracy"] = value(metrics.BinaryAccuracy(), labels, scores)
    for name, make in (
        ("accuracy", metrics.BinaryAccuracy),
        ("auc", metrics.AUC),
        ("precision", metrics.Precision),
        ("recall", metrics.Recall),
    ):
        for c in range(labels.shape[1]):
            result[f"{name}_c{c}"] = value(make(), labels[:, c : c + 1], scores[:, c : c + 1])
    for c in range(labels.shape[1]):
        result[f"f2_score_c{c}"] = f2(result[f"precision_c{c}"], result[f"recall_c{c}"])
    return result, value(metrics.AUC(), labels, scores)


def main(labels_file, scores_file, classes):
    labels = np.fromfile(labels_file, "<f4").reshape(-1, classes)
    scores = np.fromfile(scores_file, "<f4").reshape(-1, classes)
    keras, micro = keras_metrics(labels, scores)
    exact, curves = [], []
    for c in range(classes):
        both = 0 < labels[:, c].sum() < len(labels)
        exact.append(float(roc_auc_score(labels[:, c], scores[:, c])) if both else None)
        if both:
            fpr, tpr, thresholds = roc_curve(labels[:, c], scores[:, c])
            best = int(np.argmin(np.abs(tpr - (1 - fpr))))
            curves.append([len(fpr), float(thresholds[best]), float(tpr[best]), float(fpr[best])])
    names = [f"Class {c}" for c in range(classes)]
    report = classification_report(
        labels.astype(int), (scores >= 0.5).astype(int), target_names=names, zero_division=0
    )
    answer = {"keras": keras, "micro": micro, "exact": exact, "curves": curves, "report": report}
    print("ANSWER " + json.dumps(answer))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
