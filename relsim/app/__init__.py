"""The web page: sliders left, outcomes right. The only room that knows Solara."""
