"""Networks and signal processing on tensors; knows nothing of recordings or windows on screens."""
