# Lets a target of 2019 start on a Python of today: names that Python 3.10 took out of `collections`.
import collections
import collections.abc

for name in ("Iterable", "Mapping", "MutableMapping", "Sequence"):
    if not hasattr(collections, name):
        setattr(collections, name, getattr(collections.abc, name))
