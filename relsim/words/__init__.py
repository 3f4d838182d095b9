"""Words in other languages: English is the source, a catalogue a language holds the rest."""
