"""Pages: each module makes one blueprint from the site; a view reads, calls one function, renders."""
