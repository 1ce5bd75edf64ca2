"""Training data: real authorities and Gemeinden, fictitious people and applications."""
