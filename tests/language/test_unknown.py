def test_towns_that_the_voice_says_right_by_itself_are_not_to_be_settled() -> None:
    text = "Il passe par Cherbourg, Bayeux et Verdun, dans le Cotentin, avec von Ploutz."
    assert [name.written for name in unknown_names([Sentence(written=text)], LEXICON)] == ["Ploutz"]
