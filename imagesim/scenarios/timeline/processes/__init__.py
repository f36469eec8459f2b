"""Random processes of a Timeline: what happens now and then, at times that are drawn when a run begins."""
