package dev.portage.migration;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls as they stand in a migration book. */
final class Lines {
  private static final String MAP = "out -> ...";
  private static final String MANY = "(old, whole) -> ...";

  private Lines() {}

  static String rename(String from, String to) {
    return ".rename(" + quoted(from) + ", " + quoted(to) + ")";
  }

  static String renameSlot(String atom, String from, String to) {
    return ".renameSlot(" + quoted(atom) + ", " + quoted(from) + ", " + quoted(to) + ")";
  }

  static String renameInput(String from, String to) {
    return ".renameInput(" + quoted(from) + ", " + quoted(to) + ")";
  }

  static String supplyFrom(String atom, String slot) {
    return ".supplyFrom(" + quoted(atom) + ", " + quoted(slot) + ")";
  }

  static String drop(String atom) {
    return ".drop(" + quoted(atom) + ")";
  }

  static String drop(String atom, OnDone onDone) {
    return ".drop(" + quoted(atom) + ", OnDone." + onDone + ")";
  }

  static String dropCompensating(String atom, String by) {
    return ".dropCompensating(" + quoted(atom) + ", " + quoted(by) + ")";
  }

  /** A change of version that says nothing of what is stored. */
  static String version(String atom, @Nullable String from, @Nullable String to) {
    return version(atom, from, to, "");
  }

  static String mapped(String atom, @Nullable String from, @Nullable String to) {
    return version(atom, from, to, ", " + MAP);
  }

  static String kept(String atom, @Nullable String from, @Nullable String to) {
    return version(atom, from, to, ", OutputMap.SAME");
  }

  private static String version(
      String atom, @Nullable String from, @Nullable String to, String map) {
    return ".version(" + quoted(atom) + ", " + quoted(from) + ", " + quoted(to) + map + ")";
  }

  /** A split that says of every part what becomes of the output. */
  static String split(String atom, List<Part> parts) {
    return ".split("
        + quoted(atom)
        + parts.stream().map(Lines::part).collect(Collectors.joining())
        + ")";
  }

  private static String part(Part part) {
    return ", Part.of("
        + quoted(part.name())
        + ", "
        + quoted(part.version())
        + ").output((old, part) -> ...)"
        + (part.inheritsKey() ? ".inherits()" : "");
  }

  /** A merge that says what becomes of the outputs. */
  static String merge(List<String> tasks, Whole whole) {
    return merge(tasks, whole, ".output(" + MANY + ")");
  }

  /** A merge that says what becomes of flows where some of the tasks are done. */
  static String merge(List<String> tasks, Whole whole, WhenMixed.Choice mixed) {
    String choice = mixed == WhenMixed.Choice.AS_DONE ? "asDone(" + MANY + ")" : mixed.toString();
    return merge(
        tasks,
        whole,
        (whole.output() == null ? "" : ".output(" + MANY + ")")
            + ".whenMixed(WhenMixed."
            + choice
            + ")");
  }

  private static String merge(List<String> tasks, Whole whole, String how) {
    String heir = whole.heir();
    return ".merge(List.of("
        + tasks.stream().map(Lines::quoted).collect(Collectors.joining(", "))
        + "), Whole.of("
        + quoted(whole.name())
        + ", "
        + quoted(whole.version())
        + ")"
        + (heir == null ? "" : ".inherits(" + quoted(heir) + ")")
        + how
        + ")";
  }

  static String reset(String atom) {
    return ".reset(" + quoted(atom) + ")";
  }

  static String reset(List<String> atoms) {
    return atoms.stream().map(Lines::reset).collect(Collectors.joining());
  }

  static String inDoubt(InDoubt choice) {
    return ".inDoubt(InDoubt." + choice.choice() + ")";
  }

  static String allow(FindingCode code) {
    return ".allow(" + quoted(code.name()) + ", \"why\")";
  }

  /** A new input, whose value is left open. */
  static String supply(String slot) {
    return ".supply(" + quoted(slot) + ", ...)";
  }

  static String late(String atom) {
    return "book.late(" + quoted(atom) + ")";
  }

  static String seed(String atom) {
    return "book.seed(" + quoted(atom) + ", " + MAP + ")";
  }

  /** A name in a comment, which ends with its line; a backslash could begin an escape. */
  static String written(String name) {
    String text = quoted(name);
    return text.substring(1, text.length() - 1);
  }

  static String quoted(@Nullable String text) {
    return text == null
        ? "null"
        : "\""
            + text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
            + "\"";
  }
}
