package dev.portage.cli;

/**
 * How text looks: with colours or not, with Unicode or ASCII symbols. Never by colour alone: words
 * and symbols carry the meaning.
 */
record Style(boolean unicode, boolean colour) {
  /** A colour, with the number that terminals know it by. */
  enum Tint {
    NONE(0),
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    MAGENTA(35),
    CYAN(36);

    private final int number;

    Tint(int number) {
      this.number = number;
    }
  }

  String paint(Tint tint, String text) {
    return !colour || tint == Tint.NONE || text.isEmpty()
        ? text
        : "\u001b[" + tint.number + "m" + text + "\u001b[0m";
  }

  /** In front of a child that others follow. */
  String branch() {
    return unicode ? "├─ " : "|- ";
  }

  /** In front of the last child. */
  String lastBranch() {
    return unicode ? "└─ " : "`- ";
  }

  /** In front of what hangs below a child that others follow. */
  String trunk() {
    return unicode ? "│  " : "|  ";
  }

  String dot() {
    return unicode ? "·" : "|";
  }

  String cross() {
    return unicode ? "✗" : "x";
  }

  String tick() {
    return unicode ? "✓" : "ok";
  }

  String dash() {
    return unicode ? "–" : "-";
  }

  /** The symbol of an operation, where the terminal has it. */
  String symbol(String symbol) {
    return "±∓".contains(symbol) && !unicode ? "*" : symbol;
  }

  /** The colour of an operation. */
  static Tint tintOf(String symbol) {
    return switch (symbol) {
      case "+" -> Tint.GREEN;
      case "-" -> Tint.RED;
      case "~" -> Tint.YELLOW;
      case "±", "∓" -> Tint.MAGENTA;
      default -> Tint.NONE;
    };
  }
}
