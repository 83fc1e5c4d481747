"""Folds by scikit-learn of made-up patients, one JSON object a line: the case and each row's fold."""
import json
import warnings

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

warnings.simplefilter("ignore")


def folds(splitter, groups, labels):
    fold = np.full(len(groups), -1)
    try:
        for number, (_, test) in enumerate(splitter.split(labels, labels, groups)):
            fold[test] = number
    except ValueError as error:
        return {"error": str(error)}
    assert fold.min() == 0
    return {"folds": fold.tolist()}


def case(groups, labels, splits, shuffle, seed):
    state = seed if shuffle else None
    known = {"groups": [str(g) for g in groups], "labels": labels.tolist(), "splits": splits,
             "shuffle": shuffle, "seed": seed}
    grouped = GroupKFold(n_splits=splits, shuffle=shuffle, random_state=state)
    stratified = StratifiedGroupKFold(n_splits=splits, shuffle=shuffle, random_state=state)
    print(json.dumps(known | {"group": folds(grouped, groups, labels),
                              "stratified": folds(stratified, groups, labels)}))


rng = np.random.RandomState(11)
for number in range(160):
    classes = 2 + number % 13
    rows = int(rng.choice([12, 40, 150, 600]))
    images = int(rng.choice([1, 2, 5, 30]))
    patients = max(9, rows // images)
    groups = np.arange(rows) if images == 1 else rng.randint(0, patients, rows) * 7919 % 104729
    if number % 3 == 1:
        groups = np.array([f"p{g}" for g in groups])
    # Half of the cases have rare classes, some of them with fewer rows than folds.
    shares = rng.dirichlet(np.full(classes, 5.0 if number % 2 else 0.3))
    labels = rng.choice(classes, rows, p=shares)
    if number % 5 == 0:
        # A patient's images have one label, as far as patients repeat.
        labels = np.array([sum(map(ord, str(g))) % classes for g in groups])
    splits = int(rng.choice([2, 3, 5, 10]))
    case(groups, labels, splits, bool(number // 2 % 2), int(rng.choice([0, 7, 6122156, 2**32 - 1])))
# Fewer patients than folds; equal patients; no class with as many rows as folds.
case(np.array([1, 1, 2, 2]), np.array([0, 1, 0, 1]), 3, True, 1)
case(np.repeat(np.arange(9), 3), np.tile([0, 1, 1], 9), 4, False, 0)
case(np.arange(4), np.arange(4), 2, True, 3)
# As many rows as a large data set.
many = (rng.randint(0, 2000, 6000) * 7919) % 104729
case(many, rng.choice(14, 6000, p=rng.dirichlet(np.ones(14))), 5, True, 6122156)
