"""Prints NumPy's Dirichlet(1, ..., 1). usage: dirichlet.py SEED MEMBERS DRAWS"""

import sys

import numpy as np

seed, members, draws = map(int, sys.argv[1:])
for row in np.random.RandomState(seed).dirichlet(np.ones(members), draws):
    print(*map(repr, map(float, row)))
