"""Paper: what leaves the site as a PDF."""
