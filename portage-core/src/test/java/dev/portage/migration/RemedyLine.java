package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of code of a remedy, taken apart: a chain of calls with literals as arguments. */
final class RemedyLine {
  /** An argument that is {@code null}. */
  static final Object NULL = new Object();

  /** An argument that is a value to be filled in, printed {@code ...}. */
  static final Object VALUE = new Object();

  /** An argument that is a map, printed {@code out -> ...}. */
  static final Object MAP = new Object();

  /**
   * A method and its arguments: texts, {@link #NULL}, {@link #MAP} and {@link Path}s.
   *
   * @param arguments in order
   */
  record Call(String method, List<Object> arguments) {
    /** Its texts, and the first of each argument that is made of calls, such as a part. */
    List<String> names() {
      List<String> names = new ArrayList<>();
      for (Object argument : arguments) {
        if (argument instanceof String text) {
          names.add(text);
        } else if (argument instanceof Path path && !path.calls().isEmpty()) {
          List<String> made = path.calls().get(0).names();
          names.addAll(path.type().equals("List") ? made : made.subList(0, 1));
        }
      }
      return names;
    }

    /**
     * The first of its names; of an operation the atom, or the first one. Empty if there is none.
     */
    String subject() {
      if (arguments.isEmpty()) {
        return "";
      }
      Object first = arguments.get(0);
      return first instanceof Path path && !path.calls().isEmpty()
          ? path.calls().get(0).subject()
          : first instanceof String text ? text : "";
    }
  }

  /**
   * {@code Type.FIELD}, or {@code Type.call(..).call(..)}.
   *
   * @param field null if there are calls
   */
  record Path(String type, String field, List<Call> calls) {}

  private static final Pattern MAPS = Pattern.compile("\\(?[\\w, ]*\\)? -> \\.\\.\\.");

  private final String text;
  private int at;

  private RemedyLine(String text) {
    this.text = text;
  }

  /** The calls of a line, without the {@code book} before them. */
  static List<Call> calls(String line) {
    RemedyLine reading = new RemedyLine(line.startsWith("book.") ? line.substring(4) : line);
    List<Call> calls = reading.chain();
    reading.expect(reading.at == reading.text.length() && !calls.isEmpty(), "the end");
    return calls;
  }

  private List<Call> chain() {
    List<Call> calls = new ArrayList<>();
    while (takes('.')) {
      calls.add(call(word()));
    }
    return calls;
  }

  private Call call(String method) {
    List<Object> arguments = new ArrayList<>();
    expect(takes('('), "(");
    if (!takes(')')) {
      do {
        arguments.add(argument());
      } while (takes(','));
      expect(takes(')'), ")");
    }
    return new Call(method, arguments);
  }

  private Object argument() {
    skip();
    if (text.charAt(at) == '"') {
      return literal();
    }
    if (isMap()) {
      return MAP;
    }
    if (text.startsWith("...", at)) {
      at += 3;
      return VALUE;
    }
    String word = word();
    if (word.equals("null")) {
      return NULL;
    }
    expect(takes('.'), ".");
    String next = word();
    if (at == text.length() || text.charAt(at) != '(') {
      return new Path(word, next, List.of());
    }
    List<Call> calls = new ArrayList<>(List.of(call(next)));
    calls.addAll(chain());
    return new Path(word, null, calls);
  }

  private boolean isMap() {
    Matcher map = MAPS.matcher(text).region(at, text.length());
    boolean found = map.lookingAt();
    at = found ? map.end() : at;
    return found;
  }

  private String literal() {
    StringBuilder out = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
        out.append(
            switch (text.charAt(at)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              default -> text.charAt(at);
            });
      } else {
        out.append(text.charAt(at));
      }
      at++;
    }
    at++;
    return out.toString();
  }

  private String word() {
    skip();
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    expect(at > from, "a name");
    return text.substring(from, at);
  }

  private boolean takes(char wanted) {
    skip();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skip() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private void expect(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("at " + at + " of '" + text + "' there should be " + what);
    }
  }
}
