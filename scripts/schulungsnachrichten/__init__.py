"""Parts of the generator of the training messages."""
