"""What all screens have in common: the frame round them, the components they are made of, how one is opened."""
