"""Possible threats of the author to an official, and crimes that others prepare or commit."""

from collections.abc import Iterator

from otklik.language.hints.found import Found, each_sentence, folded, pattern


def find_threats(text: str) -> Iterator[Found]:
    """Give what the author says he will do to an official, his family or property (59-FZ, art. 11, part 3)."""
    low = folded(text)
    told = pattern("threats", "told")
    for start, _end, sentence in each_sentence(low):
        if told.search(sentence):
            continue
        phrase = pattern("threats", "phrases").search(sentence)
        verb = pattern("threats", "verbs").search(sentence)
        if phrase is None and (verb is None or not pattern("threats", "targets").search(sentence)):
            continue
        place = phrase or verb
        if place is not None:
            begin, stop = start + place.start(), start + place.end()
            yield Found("threat", begin, stop, text[begin:stop])


def find_crimes(text: str) -> Iterator[Found]:
    """Give what is told of a crime being prepared or committed (59-FZ, art. 11, part 1)."""
    low = folded(text)
    for start, _end, sentence in each_sentence(low):
        if pattern("crimes", "told").search(sentence):
            continue
        for match in pattern("crimes", "phrases").finditer(sentence):
            begin, stop = start + match.start(), start + match.end()
            yield Found("crime", begin, stop, text[begin:stop])


def find_court(text: str) -> Iterator[Found]:
    """Give where the author wants a court's decision undone (59-FZ, art. 11, part 2)."""
    low = folded(text)
    for start, _end, sentence in each_sentence(low):
        act = pattern("court", "acts").search(sentence)
        if act is None or not pattern("court", "wants").search(sentence):
            continue
        if pattern("court", "told").search(sentence):
            continue
        begin, stop = start + act.start(), start + act.end()
        yield Found("court", begin, stop, text[begin:stop])
