package dev.portage.shape;

import dev.portage.model.DefinitionException;
import dev.portage.model.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lockfile of released shapes: one block for each, from which a build without a database learns
 * what may be in flight. Immutable; equal if the texts are.
 *
 * <pre>
 * portage-lock/1
 * # checkout
 * 0c4417f3a8 flow checkout
 * 0c4417f3a8 digest 5d0a8b1f2c...
 * 0c4417f3a8 fingerprint d59a24b8c2...
 * 0c4417f3a8 release 2025.11
 * 0c4417f3a8 born charge-by-card
 * 0c4417f3a8 | portage-shape/1
 * 0c4417f3a8 | linear checkout
 * 0c4417f3a8 |   task reserve 1.0 requires order provides reservation
 * # checkout gift
 * ...
 * </pre>
 *
 * <p>It is made to be merged. Blocks are sorted by flow, variant and digest, so two branches seldom
 * write at one place; a note stands between flows, as git wants a line between two changes. Each
 * line of a block begins with a mark of the block's own, so no merge takes a line of one block for
 * a line of another, and the lines of both sides are always right, in whatever order. Nothing in it
 * changes with the clock.
 */
public final class ShapeLock {
  /** How the file is called. */
  public static final String FILE = "flow-shapes.lock";

  static final String HEADER = "portage-lock/1";
  private static final int MARK = 10;
  private static final String NOTE =
      "# Released shapes, written by 'portage record'. Merge branches by keeping the lines of both.";
  private static final Comparator<ReleasedShape> ORDER =
      Comparator.comparing(ReleasedShape::flow, Names.BY_UTF8)
          .thenComparing(ReleasedShape::variant, Names.BY_UTF8)
          .thenComparing(released -> released.shape().digest());

  private final List<ReleasedShape> shapes;

  private ShapeLock(List<ReleasedShape> shapes) {
    this.shapes = List.copyOf(shapes);
  }

  /** A lock without a shape. */
  public static ShapeLock empty() {
    return new ShapeLock(List.of());
  }

  /**
   * Reads a lock. Blocks may be in any order and stand there twice, as after a merge.
   *
   * @param file what mistakes call it
   * @throws DefinitionException with every mistake, each with file and line; so for a block whose
   *     text is not what its digest says
   */
  public static ShapeLock parse(String file, String text) {
    return empty().addAll(new ShapeLockReader(file).read(text));
  }

  /** The shapes, sorted by flow, variant and digest. */
  public List<ReleasedShape> shapes() {
    return shapes;
  }

  /** A copy with that shape; of one that is there already labels and steps are added. */
  public ShapeLock add(ReleasedShape shape) {
    return addAll(List.of(shape));
  }

  /** A copy with these. */
  public ShapeLock addAll(Collection<ReleasedShape> some) {
    List<ReleasedShape> all = new ArrayList<>(shapes);
    all.addAll(some);
    all.sort(ORDER);
    List<ReleasedShape> joined = new ArrayList<>();
    for (ReleasedShape each : all) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).isOf(each)) {
        joined.set(last, joined.get(last).with(each));
      } else {
        joined.add(each);
      }
    }
    return new ShapeLock(joined);
  }

  /** The text that {@link #parse} reads; ends with a line feed. */
  public String render() {
    StringBuilder out = new StringBuilder();
    out.append(HEADER).append('\n').append(NOTE).append('\n');
    ReleasedShape last = null;
    for (ReleasedShape each : shapes) {
      if (last == null || !words(last).equals(words(each))) {
        out.append(words("#", words(each))).append('\n');
      }
      render(each, out);
      last = each;
    }
    return out.toString();
  }

  private static List<String> words(ReleasedShape released) {
    return released.variant().isEmpty()
        ? List.of(released.flow())
        : List.of(released.flow(), released.variant());
  }

  /** What the lines of a block begin with. */
  static String mark(String flow, String variant, String digest) {
    return Fingerprint.digest(words("", List.of(flow, variant, digest))).substring(0, MARK);
  }

  private static void render(ReleasedShape released, StringBuilder out) {
    Shape shape = released.shape();
    List<String> lines = new ArrayList<>();
    lines.add(words("flow", words(released)));
    lines.add("digest " + shape.digest());
    lines.add("fingerprint " + shape.fingerprint().hex());
    released.releases().forEach(label -> lines.add(words("release", List.of(label))));
    released.born().forEach(heads -> lines.add(words("born", heads)));
    shape.text().lines().forEach(line -> lines.add("| " + line));
    String mark = mark(released.flow(), released.variant(), shape.digest()) + " ";
    lines.forEach(line -> out.append(mark).append(line).append('\n'));
  }

  /** A keyword and words, quoted where they have to be. */
  static String words(String keyword, Collection<String> words) {
    StringBuilder out = new StringBuilder(keyword);
    words.forEach(word -> out.append(' ').append(ShapeWords.quote(word)));
    return out.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShapeLock lock && lock.shapes.equals(shapes);
  }

  @Override
  public int hashCode() {
    return shapes.hashCode();
  }

  /** How many shapes it has. */
  @Override
  public String toString() {
    return "ShapeLock(" + shapes.size() + ")";
  }
}
