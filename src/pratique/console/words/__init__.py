"""Words of the screens: English stands in the code and templates, every other language in a `.po` file of the area it belongs to."""
