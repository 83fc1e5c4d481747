"""Figures of an out-of-fold file by scikit-learn and NumPy, as JSON: pooled and of each fold."""
import json
import sys

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

table = pd.read_csv(sys.argv[1])
names = [column[len("score "):] for column in table.columns if column.startswith("score ")]
numbers = sorted(table["fold"].unique())


def figure(rows, name, score):
    rows = rows[rows["label " + name].isin([0, 1])]
    if rows["label " + name].nunique() < 2:
        return None
    return score(rows["label " + name], rows["score " + name])


def spread(values):
    values = [value for value in values if value is not None]
    return {"folds": len(values), "mean": np.mean(values), "std": np.std(values)}


result = {}
for key, score in (("auc", roc_auc_score), ("average_precision", average_precision_score)):
    for name in names:
        each = [figure(table[table["fold"] == number], name, score) for number in numbers]
        result[f"{name} {key}"] = {"pooled": figure(table, name, score), "each": each} | spread(each)
aucs = [result[name + " auc"] for name in names]
means = [np.mean([auc["each"][i] for auc in aucs if auc["each"][i] is not None])
         for i in range(len(numbers))]
result["mean auc"] = {"pooled": np.mean([auc["pooled"] for auc in aucs]), "each": means} | spread(means)
print(json.dumps(result))
