"""Prints as JSON what tf_keras and scikit-learn say: labels.f32 scores.f32 classes -> metrics."""

import json
import math
import sys

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    classification_report,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)
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


def kernel(positives, negatives):
    return (positives[:, None] > negatives) + 0.5 * (positives[:, None] == negatives)


def delong(labels, scores):
    """By the definition: the kernel for all m x n pairs, covariances of its row and column means."""
    components = [kernel(s[labels == 1], s[labels == 0]) for s in scores]
    by_positive = np.array([c.mean(axis=1) for c in components])
    by_negative = np.array([c.mean(axis=0) for c in components])
    m, n = components[0].shape
    covariance = np.cov(by_positive) / m + np.cov(by_negative) / n
    aucs = by_positive.mean(axis=1)
    contrast = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    z = (aucs[0] - aucs[1]) / math.sqrt(contrast)
    p = math.erfc(abs(z) / math.sqrt(2))
    return [float(covariance[0, 0]), float(aucs[1]), math.sqrt(contrast), float(z), p]


def sampled(values):
    return [float(v) for v in np.asarray(values, float)[:: max(1, len(values) // 50)]]


def exact_figures(labels, scores):
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    # A few scores lie one bit above 1.
    share, mean = calibration_curve(labels, np.minimum(scores, 1), n_bins=10)
    return {
        "average_precision": float(average_precision_score(labels, scores)),
        "brier": float(brier_score_loss(labels, np.minimum(scores, 1))),
        "points": len(precision),
        "precision": sampled(precision),
        "recall": sampled(recall),
        "thresholds": sampled(thresholds),
        "calibration": [share.tolist(), mean.tolist()],
        "delong": delong(labels, [scores, np.roll(scores, 1) * 0.5 + scores * 0.5]),
    }


def main(labels_file, scores_file, classes):
    labels = np.fromfile(labels_file, "<f4").reshape(-1, classes)
    scores = np.fromfile(scores_file, "<f4").reshape(-1, classes)
    keras, micro = keras_metrics(labels, scores)
    exact, curves, figures = [], [], []
    for c in range(classes):
        both = 0 < labels[:, c].sum() < len(labels)
        exact.append(float(roc_auc_score(labels[:, c], scores[:, c])) if both else None)
        if both:
            fpr, tpr, thresholds = roc_curve(labels[:, c], scores[:, c])
            best = int(np.argmin(np.abs(tpr - (1 - fpr))))
            figures.append(exact_figures(labels[:, c], scores[:, c]))
            curves.append([len(fpr), float(thresholds[best]), float(tpr[best]), float(fpr[best])])
    names = [f"Class {c}" for c in range(classes)]
    report = classification_report(
        labels.astype(int), (scores >= 0.5).astype(int), target_names=names, zero_division=0
    )
    masked = np.where(np.arange(labels.size).reshape(labels.shape) % 7 == 3, -1, labels)
    digits = classification_report(
        labels.astype(int), (scores >= 0.5).astype(int), target_names=names, digits=4, zero_division=0
    )
    answer = {"keras": keras, "micro": micro, "exact": exact, "curves": curves, "report": report}
    answer |= {"digits": digits, "figures": figures, "masked": keras_metrics(masked, scores)[0]}
    print("ANSWER " + json.dumps(answer))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
