"""The citizen's folder [la meva carpeta]: what is theirs to do, what is ours, what is finished."""
