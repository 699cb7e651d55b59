package dev.portage.cli;

import dev.portage.engine.Declared;
import dev.portage.model.FlowException;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds shapes by what people call them, where it takes no store. */
final class ShapeNames {
  /** What the code has today. */
  static final String CURRENT = "current";

  private static final String RELEASE = "release:";

  private ShapeNames() {}

  /** Whether it is the name of a release. */
  static boolean isRelease(String name) {
    return name.startsWith(RELEASE);
  }

  /**
   * The one shape of a release.
   *
   * @param type of which flow; null if that goes without saying
   * @throws CommandException if there is none, or several with different fingerprints
   */
  static Shape released(String name, @Nullable String type, LockOption lock) {
    String label = name.substring(RELEASE.length());
    ShapeLock read = lock.read();
    List<ReleasedShape> labelled =
        read.shapes().stream().filter(one -> one.releases().contains(label)).toList();
    List<ReleasedShape> meant =
        labelled.stream().filter(one -> type == null || one.flow().equals(type)).toList();
    if (meant.isEmpty()) {
      throw CommandException.usage(
          "no shape"
              + (type == null || labelled.isEmpty() ? "" : " of '" + Text.line(type) + "'")
              + " was released as '"
              + Text.line(label)
              + "', by "
              + lock.name()
              + labels(read));
    }
    return only(name, meant.stream().map(ReleasedShape::shape).toList());
  }

  private static String labels(ShapeLock lock) {
    TreeSet<String> all = new TreeSet<>();
    lock.shapes().forEach(one -> all.addAll(one.releases()));
    return all.isEmpty()
        ? "; no release has a label\n  next: portage record --label LABEL"
        : "\n  releases there: " + Text.line(String.join(", ", all));
  }

  /**
   * The one shape of the lock whose fingerprint begins so.
   *
   * @throws CommandException if there is none, or several with different fingerprints
   */
  static Shape locked(String prefix, LockOption lock) {
    String digits = prefix.toLowerCase(Locale.ROOT);
    List<Shape> found =
        lock.read().shapes().stream()
            .map(ReleasedShape::shape)
            .filter(shape -> shape.fingerprint().hex().startsWith(digits))
            .toList();
    if (!SelectionOption.isPrefix(prefix) || found.isEmpty()) {
      throw CommandException.usage(
          "no released shape is called '"
              + Text.line(prefix)
              + "', by "
              + lock.name()
              + "\n  next: add --store URL to look among stored flows and shapes too");
    }
    return only(prefix, found);
  }

  /**
   * The one shape that the code has.
   *
   * @param type of which flow; null if the code has one flow
   * @throws CommandException if there is none, or several with different fingerprints
   * @throws FlowException if the code cannot say which shapes it has
   */
  static Shape current(@Nullable String type, Application application) {
    List<Shape> declared =
        application.catalog().declared().stream()
            .filter(one -> type == null || one.flow().equals(type))
            .map(Declared::target)
            .map(target -> target.shape())
            .toList();
    if (declared.isEmpty()) {
      throw CommandException.usage(
          "the code has no flow"
              + (type == null ? "" : " '" + Text.line(type) + "'")
              + ", only "
              + Text.line(application.catalog().flows().toString()));
    }
    return only(CURRENT, declared);
  }

  /** The first, if all have one fingerprint; else nobody knows which is meant. */
  static Shape only(String name, List<Shape> shapes) {
    if (shapes.stream().map(Shape::fingerprint).distinct().count() > 1) {
      throw Shapes.ambiguous(name, shapes);
    }
    return shapes.get(0);
  }
}
