package dev.portage.shape;

import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.model.Names;
import dev.portage.model.Problem;
import dev.portage.shape.ShapeText.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ShapeLock}, with every mistake. For one text. */
final class ShapeLockReader {
  private static final Pattern LINE =
      Pattern.compile("(?<mark>[0-9a-f]{10}) (?<rest>.+)", Pattern.DOTALL);
  private static final Pattern CONFLICT = Pattern.compile("(<{7}|={7}|>{7}|\\|{7})( .*)?");
  private static final String AGAIN = "take the file of one branch and run: portage record";

  private final String file;
  private final SortedMap<Integer, List<Problem>> problems = new TreeMap<>();
  private final List<ReleasedShape> shapes = new ArrayList<>();
  private @Nullable Block block;

  ShapeLockReader(String file) {
    this.file = file;
  }

  /** The lines of one shape. */
  private static final class Block {
    private final int start;
    private final String mark;
    private final List<List<String>> flows = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private final List<String> fingerprints = new ArrayList<>();
    private final List<String> releases = new ArrayList<>();
    private final List<List<String>> born = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    Block(int start, String mark) {
      this.start = start;
      this.mark = mark;
    }
  }

  List<ReleasedShape> read(String text) {
    String[] lines = text.split("\n", -1);
    if (!ended(lines[0]).equals(ShapeLock.HEADER)) {
      mistake(1, "expected '" + ShapeLock.HEADER + "'", "this is no lock of this version");
      throw refusal();
    }
    for (int i = 1; i < lines.length; i++) {
      line(ended(lines[i]), i + 1);
    }
    close();
    if (!problems.isEmpty()) {
      throw refusal();
    }
    return shapes;
  }

  /** Without what a checkout on Windows adds. */
  private static String ended(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private DefinitionException refusal() {
    return new DefinitionException(
        "the lock of released shapes", problems.values().stream().flatMap(List::stream).toList());
  }

  private void mistake(int line, String sentence, String remedy) {
    problems
        .computeIfAbsent(line, number -> new ArrayList<>())
        .add(new Problem(file + ":" + line, sentence, remedy));
  }

  private void line(String line, int number) {
    Matcher marked = LINE.matcher(line);
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (CONFLICT.matcher(line).matches()) {
      mistake(number, "an unfinished merge", "delete this line and keep the lines of both sides");
    } else if (marked.matches()) {
      inBlock(marked.group("mark"), marked.group("rest"), number);
    } else {
      mistake(number, "expected ten digits and a line of a shape", "delete the line, or " + AGAIN);
    }
  }

  /** The words without their quotes; none if they cannot be read, which is a mistake then. */
  private List<String> words(String line, int number) {
    try {
      return ShapeWords.split(line, 0, number).stream()
          .map(word -> ShapeWords.unquote(word, number))
          .toList();
    } catch (FormatException e) {
      mistake(number, "cannot be read: " + e.getMessage(), AGAIN);
      return List.of();
    }
  }

  private void inBlock(String mark, String rest, int number) {
    Block open = block;
    boolean again = open != null && rest.startsWith("flow ") && !open.text.isEmpty();
    if (open == null || again || !open.mark.equals(mark)) {
      close();
      open = new Block(number, mark);
      block = open;
    }
    if (rest.startsWith("| ")) {
      open.text.append(rest, 2, rest.length()).append('\n');
      return;
    }
    List<String> words = words(rest, number);
    if (words.isEmpty()) {
      return;
    }
    List<String> values = words.subList(1, words.size());
    switch (words.get(0)) {
      case "flow" -> open.flows.add(flow(values, number));
      case "digest" -> open.digests.add(one(values, number));
      case "fingerprint" -> open.fingerprints.add(one(values, number));
      case "release" -> open.releases.add(one(values, number));
      case "born" -> open.born.add(values);
      default ->
          mistake(
              number,
              "unknown word '" + words.get(0) + "'",
              "expected flow, digest, fingerprint, release, born or |");
    }
  }

  /** A name and a variant. */
  private List<String> flow(List<String> values, int number) {
    if (values.isEmpty() || values.size() > 2) {
      mistake(number, "expected the name of a flow, and of a variant if it has one", AGAIN);
      return List.of("", "");
    }
    Names.objectionTo(values.get(0)).ifPresent(why -> mistake(number, why, AGAIN));
    return List.of(values.get(0), values.size() == 2 ? values.get(1) : "");
  }

  private String one(List<String> values, int number) {
    if (values.size() != 1) {
      mistake(number, "expected one word after the first", AGAIN);
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  private void close() {
    Block done = block;
    block = null;
    if (done == null) {
      return;
    }
    String text = done.text.toString();
    String digest = Fingerprint.digest(text);
    List<String> digests = done.digests.stream().distinct().toList();
    List<List<String>> flows = done.flows.stream().distinct().toList();
    if (!digests.equals(List.of(digest))) {
      mistake(
          done.start,
          "the text of this shape has the digest "
              + digest
              + ", and the block says "
              + (digests.isEmpty() ? "none" : String.join(", ", digests)),
          "somebody edited it, or a merge lost lines of it: " + AGAIN);
    } else if (flows.size() != 1
        || !ShapeLock.mark(flows.get(0).get(0), flows.get(0).get(1), digest).equals(done.mark)) {
      mistake(
          done.start,
          "the lines of this shape are marked " + done.mark + ", which is not its mark",
          "somebody edited the name of its flow, or a merge lost it: " + AGAIN);
    } else if (done.born.isEmpty()) {
      mistake(
          done.start,
          "does not say which steps its flows are born with",
          "add a line '" + done.mark + " born', with the ids of steps if there are any");
    } else {
      released(done, flows.get(0), text);
    }
  }

  private void released(Block done, List<String> flow, String text) {
    try {
      Shape shape = Shape.parse(text);
      String found = shape.fingerprint().hex();
      if (!shape.text().equals(text)) {
        mistake(done.start, "the text of this shape is not in its one order", AGAIN);
      } else if (done.fingerprints.stream().anyMatch(hex -> !hex.equals(found))) {
        mistake(
            done.start, "this shape has the fingerprint " + found + ", not the said one", AGAIN);
      } else {
        shapes.add(
            new ReleasedShape(
                flow.get(0), flow.get(1), shape, new TreeSet<>(done.releases), done.born));
      }
    } catch (FlowException e) {
      mistake(done.start, "the shape that begins here is wrong: " + e.getMessage(), AGAIN);
    }
  }
}
