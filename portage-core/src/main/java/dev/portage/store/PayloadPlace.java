package dev.portage.store;

/**
 * Where a value is stored. A codec may bind what it writes to flow, part, column and codec, so that
 * nobody can move it elsewhere unnoticed: they are the same when the value is read.
 *
 * @param flow the id of the flow
 * @param part what of the flow it belongs to: {@code flow}, {@code atom NAME} or {@code journal
 *     REVISION}
 * @param column which of the values there, such as {@code output}
 * @param codec the id of what the bytes are before this codec writes them, such as {@code json}
 * @param maxBytes the most that the value may have; never bound to
 */
public record PayloadPlace(String flow, String part, String column, String codec, int maxBytes) {
  /** The same place for bytes of another kind. */
  PayloadPlace of(String other) {
    return new PayloadPlace(flow, part, column, other, maxBytes);
  }
}
