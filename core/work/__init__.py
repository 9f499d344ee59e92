"""Steps of a record (return, withdraw) and the delivery of events to plugins."""
