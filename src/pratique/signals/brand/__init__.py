"""In which role a listing names a brand: as the maker of the goods, as what they fit, as what they imitate."""
