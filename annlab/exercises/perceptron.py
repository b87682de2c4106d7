"""Chapter 02."""

from annlab.exercises.chapter import Chapter

chapter = Chapter("02_perceptron", "02 Perceptron", ())
