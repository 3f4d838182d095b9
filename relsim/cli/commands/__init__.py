"""The commands, one file each: what is in this folder is a command, and nothing else lists them."""
