package dev.portage.files;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of an expression, as far as they decide whether it is pure and its numbers are exact.
 * Texts, quoted names, patterns and comments are passed over.
 */
final class ExpressionText {
  /** What no map may call, and why. */
  static final Map<String, String> REFUSED =
      Map.of(
          "now", "the time is another at each run",
          "millis", "the time is another at each run",
          "random", "its result is another at each run",
          "shuffle", "its result is another at each run",
          "eval", "what it would run cannot be checked beforehand",
          "toMillis", "it reads a time by the clock and the time zone of the machine");

  private static final Pattern WORDS =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`|(?s:/\\*.*?\\*/)"
              + "|(?<=[(,\\[{:=~>&?]\\s{0,9})/(?:[^/\\\\]|\\\\.)+/"
              + "|\\$(?<variable>[A-Za-z_][A-Za-z_0-9]*)(?<called>\\s*\\()?"
              + "|(?<name>[A-Za-z_][A-Za-z_0-9]*)(?<call>\\s*\\()?"
              + "|(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");
  private static final Set<String> OPERATORS = Set.of("function", "and", "or", "in");

  private ExpressionText() {}

  /** Why the expression cannot be taken; empty if it can. */
  static List<String> objections(String text) {
    List<String> found = new ArrayList<>();
    Set<String> called = new TreeSet<>();
    Set<String> own = new HashSet<>();
    Matcher word = WORDS.matcher(text);
    while (word.find()) {
      String variable = word.group("variable");
      if (variable != null) {
        (word.group("called") == null ? own : called).add(variable);
      }
      if (word.group("call") != null && !OPERATORS.contains(word.group("name"))) {
        String name = word.group("name");
        found.add("calls '" + name + "', and functions begin with a dollar sign: $" + name);
      }
      String number = word.group("number");
      if (number != null && !Digits.hold(new BigDecimal(number))) {
        found.add("has the number " + number + ", which would be rounded");
      }
    }
    refused(called, own, found);
    return found;
  }

  private static void refused(Set<String> called, Set<String> own, List<String> found) {
    Set<String> used = new TreeSet<>(own);
    used.addAll(called);
    for (String name : used) {
      String why = REFUSED.get(name);
      if (why != null) {
        found.add("calls $" + name + ", and " + why);
      } else if (!own.contains(name) && !isFunction(name)) {
        found.add("calls $" + name + ", which is no function");
      }
    }
  }

  /** Whether the language has a function of that name. */
  private static boolean isFunction(String name) {
    return "function".equals(Jsonata.jsonata("$type($" + name + ")").evaluate(null));
  }
}
