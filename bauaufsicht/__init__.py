"""Digital case room (Vorgangsraum) of the lower building authorities."""
