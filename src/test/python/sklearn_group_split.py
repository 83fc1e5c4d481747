"""Group splits by scikit-learn and permutations by NumPy, one line each: NAME followed by numbers."""
import sys

import numpy as np
from sklearn.model_selection import GroupShuffleSplit


def line(name, numbers):
    print(name, *numbers)


for seed in (0, 1, 6122156, 2**32 - 1):
    for n in (1, 2, 3, 1000, 70000):
        line(f"permutation {seed} {n}", np.random.RandomState(seed).permutation(n))
for pair in ((6122156, 0), (6122156, 1), (0, 0), (2**32 - 1, 700)):
    line(f"pair {pair[0]} {pair[1]}", np.random.RandomState(list(pair)).permutation(1000))

# 150,000 rows of more than 60,000 patients whose numbers are neither sorted nor gapless.
groups = (np.random.RandomState(3).randint(0, 70000, 150000) * 7919) % 104729
line("groups", groups)
text = np.array([f"p{g % 977}" for g in groups[:5000]])
for test_size in (0.2, 0.05, 0.5):
    for name, values in (("integers", groups), ("text", text)):
        splitter = GroupShuffleSplit(n_splits=1, test_size=test_size, random_state=6122156)
        train, test = next(splitter.split(values, groups=values))
        line(f"{name} {test_size} train", train)
        line(f"{name} {test_size} test", test)
