"""What stands around the page and is for everybody: the server, its guards, whose turn it is."""
