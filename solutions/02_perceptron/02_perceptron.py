# %% [markdown]
# # Title

# %%
import numpy as np

from annlab import check, hint, progress

