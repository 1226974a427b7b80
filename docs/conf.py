"""Sphinx's configuration of the reading site; ``coursekit site`` lays out the pages."""

project = "SVD Lab"
author = "The SVD Lab authors"
copyright = "The SVD Lab authors. Text and data: CC BY 4.0. Code: MIT"
extensions = ["myst_nb"]
exclude_patterns = ["_build"]

# The notebooks come with their outputs.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath", "colon_fence"]
myst_heading_anchors = 3
# Authors' pages link to files of the repository, which are no pages here.
suppress_warnings = ["myst.xref_missing", "mystnb.unknown_mime_type"]

html_theme = "sphinx_book_theme"
html_title = "SVD Lab"
html_theme_options = {"show_toc_level": 2, "use_download_button": True}
