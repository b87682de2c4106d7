"""Chapter 01."""

from annlab.exercises.chapter import Chapter

chapter = Chapter("01_neuron", "01 Neuron", ())
