package dev.portage.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the values of one write take, refused as soon as it is too much. */
final class WriteSizes {
  private final FlowId flow;
  private final StoreOptions options;
  private long total;

  WriteSizes(FlowId flow, StoreOptions options) {
    this.flow = flow;
    this.options = options;
  }

  void addHead(FlowWrite.Head head) {
    add(() -> "the inputs", head.inputs());
    add(() -> "the metadata", head.meta());
  }

  void addRow(AtomRecord row) {
    Output output = row.execution().output();
    add(() -> "the output of '" + row.name() + "'", output == null ? null : output.value());
    add(() -> "what reverting returned of '" + row.name() + "'", row.reversal().output());
    add(() -> "the history of '" + row.name() + "'", row.history());
    add(() -> "the metadata of '" + row.name() + "'", row.meta());
  }

  /** Of a journal entry only the write as a whole is limited. */
  void addJournal(JournalEntry entry) {
    total += entry.moves().size();
    addToTotal(() -> "the journal entry with what the flow was before", entry.before());
  }

  private void add(Supplier<String> what, @Nullable Payload payload) {
    if (payload == null) {
      return;
    }
    String ofFlow = " of flow '" + flow + "'";
    if (PayloadCodecs.isEncoded(payload.codec())) {
      throw new PayloadException(
          what.get()
              + ofFlow
              + " has the codec id '"
              + payload.codec()
              + "'; a '"
              + PayloadCodecs.MARK
              + "' stands there only for the codecs of a store, so give it another id",
          null);
    }
    if (payload.size() > options.maxPayloadBytes()) {
      throw new PayloadTooLargeException(
          what.get() + ofFlow, payload.size(), options.maxPayloadBytes());
    }
    addToTotal(what, payload);
  }

  private void addToTotal(Supplier<String> what, Payload payload) {
    total += payload.size();
    if (total > options.maxWriteBytes()) {
      throw new PayloadTooLargeException(
          "what is written of flow '" + flow + "' at once, up to " + what.get(),
          total,
          options.maxWriteBytes());
    }
  }
}
