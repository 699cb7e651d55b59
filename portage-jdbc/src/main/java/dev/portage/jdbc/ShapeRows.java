package dev.portage.jdbc;

import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of shapes. What was read once is kept: a shape never changes. Thread-safe. */
final class ShapeRows {
  private static final String ONE = "SELECT text FROM portage_shape WHERE digest = :digest";
  private static final String DIGESTS = "SELECT digest FROM portage_shape";
  private static final String OF_SHAPE = "SELECT id FROM portage_flow WHERE digest = :digest";
  private static final String BY_PREFIX =
      """
      SELECT digest, text FROM portage_shape
      WHERE substr(fingerprint, 1, length(:prefix)) = :prefix ORDER BY fingerprint, digest
      """;

  static final Bulk ADD =
      Bulk.add(
          "portage_shape",
          List.of(Column.text("digest"), Column.text("fingerprint"), Column.text("text")),
          List.of(Column.text("digest")));

  private final Map<String, Shape> known = new ConcurrentHashMap<>();

  /** The row of a shape for {@link #ADD}. */
  static void collect(@Nullable Shape shape, DistinctRows rows) {
    if (shape != null) {
      String digest = shape.digest();
      rows.add(List.of(digest), digest, shape.fingerprint().hex(), StoredText.name(shape.text()));
    }
  }

  /** The shape of a stored flow. */
  Shape of(Handle handle, FlowHeader header) {
    String digest = header.shape().digest();
    Shape shape = known.get(digest);
    if (shape != null) {
      return shape;
    }
    try {
      String text =
          text(handle, digest)
              .orElseThrow(() -> corrupt(header, "the shape " + digest + " is not stored", null));
      return parse(digest, text);
    } catch (CorruptRecordException e) {
      throw e;
    } catch (FlowException | IllegalArgumentException e) {
      throw corrupt(header, String.valueOf(e.getMessage()), e);
    }
  }

  private static CorruptRecordException corrupt(
      FlowHeader header, String why, @Nullable Exception cause) {
    return new CorruptRecordException(header.id().text(), "digest", why, cause);
  }

  private static Optional<String> text(Handle handle, String digest) {
    return handle.createQuery(ONE).bind("digest", digest).mapTo(String.class).findOne();
  }

  private Shape parse(String digest, String text) {
    Shape shape = Shape.parse(text);
    if (!shape.digest().equals(digest)) {
      throw new IllegalArgumentException(
          "the text of shape " + digest + " has the digest " + shape.digest());
    }
    known.put(digest, shape);
    return shape;
  }

  /** The shape under that digest; empty if there is none that can be read. */
  Optional<Shape> find(Handle handle, String digest) {
    return text(handle, digest).flatMap(text -> readable(digest, text));
  }

  /** Every shape that can be read whose fingerprint begins so. */
  List<Shape> byPrefix(Handle handle, String prefix) {
    return handle
        .createQuery(BY_PREFIX)
        .bind("prefix", prefix)
        .map((cursor, context) -> readable(cursor.getString("digest"), cursor.getString("text")))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** The ids of the flows of shapes that cannot be read. */
  List<String> flowsOfUnreadable(Handle handle) {
    List<String> digests = handle.createQuery(DIGESTS).mapTo(String.class).list();
    return digests.stream()
        .filter(digest -> !known.containsKey(digest) && find(handle, digest).isEmpty())
        .flatMap(
            digest ->
                handle.createQuery(OF_SHAPE).bind("digest", digest).mapTo(String.class).stream())
        .toList();
  }

  private Optional<Shape> readable(String digest, String text) {
    try {
      return Optional.of(parse(digest, text));
    } catch (FlowException | IllegalArgumentException e) {
      // as FlowReader.shapes promises: left out here, and every flow of it is unreadable
      return Optional.empty();
    }
  }
}
