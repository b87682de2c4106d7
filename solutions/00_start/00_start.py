# %% [markdown]
# # Title

# %%
import numpy as np

from annlab import check, hint, progress

# %% exercise="rows_dot"
def rows_dot(X, w):
    return X @ w
