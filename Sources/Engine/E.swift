import Ansatz
public enum EnginePlaceholder {}
