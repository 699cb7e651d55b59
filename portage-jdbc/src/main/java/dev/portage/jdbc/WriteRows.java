package dev.portage.jdbc;

import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a flow with the rows that it writes, as they are bound. Made by whoever asks for the
 * change, so that the writer, of whom there is one, neither encodes nor encrypts.
 *
 * @param put rows of {@link AtomColumns#REPLACE}
 * @param delete rows of {@link AtomColumns#DELETE}
 * @param journal a row of {@link JournalColumns#INSERT}, or none
 * @param inputs encoded; null if they stay as they are
 * @param meta likewise
 */
record WriteRows(
    FlowWrite write,
    List<@Nullable Object[]> put,
    List<@Nullable Object[]> delete,
    List<@Nullable Object[]> journal,
    @Nullable Payload inputs,
    @Nullable Payload meta) {

  /**
   * Encodes its values.
   *
   * @throws RuntimeException if one of them cannot be stored
   */
  static WriteRows of(FlowWrite write, StoredValues values) {
    FlowId id = write.key().id();
    FlowWrite.Head head = write.head();
    StoredValues.Part of = values.of(id.text());
    List<@Nullable Object[]> put = new ArrayList<>(write.put().size());
    for (AtomRecord row : write.put()) {
      put.add(AtomColumns.values(id, row, values));
    }
    List<@Nullable Object[]> delete = new ArrayList<>(write.delete().size());
    for (AtomName name : write.delete()) {
      delete.add(AtomColumns.key(id, name));
    }
    boolean isBare = write.expected().isAbsent() && head.meta() == null;
    return new WriteRows(
        write,
        put,
        delete,
        write.journal() == null
            ? List.of()
            : List.<@Nullable Object[]>of(JournalColumns.values(write.journal(), values)),
        of.encodeOrNull("inputs", head.inputs()),
        of.encodeOrNull("meta", isBare ? Payload.EMPTY : head.meta()));
  }

  FlowId flow() {
    return write.key().id();
  }

  boolean isToBeMade() {
    return write.expected().isAbsent();
  }

  /** Of a flow that is to be made. */
  Shape shape() {
    return Objects.requireNonNull(write.head().shape());
  }

  /** Whether nothing of the flow's row changes but where it is. */
  boolean isProgress() {
    FlowWrite.Head head = write.head();
    return inputs == null && meta == null && head.shape() == null && head.stamp() == null;
  }
}
