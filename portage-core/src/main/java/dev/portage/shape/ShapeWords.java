package dev.portage.shape;

import dev.portage.shape.ShapeText.FormatException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The words of a line in the text of a shape. */
final class ShapeWords {
  private ShapeWords() {}

  /** The word as it is if it is plain, else in double quotes. */
  static String quote(String word) {
    if (isPlain(word) && !ShapeText.KEYWORDS.contains(word)) {
      return word;
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !isPaired(word, i))) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPaired(String word, int i) {
    return (i + 1 < word.length() && Character.isSurrogatePair(word.charAt(i), word.charAt(i + 1)))
        || (i > 0 && Character.isSurrogatePair(word.charAt(i - 1), word.charAt(i)));
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }

  /** How many levels a line is indented; two spaces are one level. */
  static int depth(String line) {
    int spaces = 0;
    while (spaces < line.length() && line.charAt(spaces) == ' ') {
      spaces++;
    }
    return spaces / 2;
  }

  /** The words of a line, still quoted; at least one. */
  static List<String> split(String line, int depth, int number) {
    String indent = "  ".repeat(depth);
    if (!line.startsWith(indent)
        || line.length() == indent.length()
        || line.charAt(indent.length()) == ' ') {
      throw new FormatException(number, "expected " + depth * 2 + " spaces, then a word");
    }
    List<String> words = new ArrayList<>();
    int at = indent.length();
    while (at < line.length()) {
      int end = line.charAt(at) == '"' ? closing(line, at, number) + 1 : line.indexOf(' ', at);
      end = end < 0 ? line.length() : end;
      words.add(line.substring(at, end));
      if (end < line.length() && line.charAt(end) != ' ') {
        throw new FormatException(number, "expected a space after a quoted word");
      }
      if (end == at || end == line.length() - 1) {
        throw new FormatException(number, "expected single spaces, and only between words");
      }
      at = end + 1;
    }
    return words;
  }

  private static int closing(String line, int open, int number) {
    for (int i = open + 1; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '"') {
        return i;
      }
    }
    throw new FormatException(number, "a quotation mark is not closed");
  }

  /** The word without its quotes and escapes. */
  static String unquote(String word, int number) {
    if (!word.startsWith("\"")) {
      return word;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < word.length() - 1; i++) {
      char c = word.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (word.charAt(++i) == 'u') {
        out.append(codeUnit(word, i + 1, number));
        i += 4;
      } else if (word.charAt(i) == '"' || word.charAt(i) == '\\') {
        out.append(word.charAt(i));
      } else {
        throw new FormatException(number, "unknown escape \\" + word.charAt(i));
      }
    }
    return out.toString();
  }

  private static char codeUnit(String word, int from, int number) {
    int to = from + 4;
    if (to >= word.length() || !word.substring(from, to).chars().allMatch(HexFormat::isHexDigit)) {
      throw new FormatException(number, "a \\u escape has four hexadecimal digits");
    }
    return (char) HexFormat.fromHexDigits(word, from, to);
  }
}
