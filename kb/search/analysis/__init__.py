"""How text and query become the same terms. `segments` cuts, `ko` and `en` know the languages, `terms` puts together."""
