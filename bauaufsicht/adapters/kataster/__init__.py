"""Cadastre files: GeoJSON, GeoPackage and ALKIS in NAS format."""
