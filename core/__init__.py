"""The wiring: Flask, pluggy, stores, organisation, records, web pages and the command line."""
