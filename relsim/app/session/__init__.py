"""One person's open page: what is selected, what is computed for it, what there is to show."""
