"""The kinds of incidents: each a function from a scene, and chance, to an Incident."""
