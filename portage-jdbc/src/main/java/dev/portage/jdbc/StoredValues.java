package dev.portage.jdbc;

import dev.portage.model.AtomName;
import dev.portage.model.Failure;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.PayloadPlace;
import dev.portage.store.RecordJson;
import dev.portage.store.StoreOptions;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The only way of payloads and failures to their columns and back: through the store's codecs. */
final class StoredValues {
  /** How the text of a failure begins that went through codecs; others begin with their type. */
  private static final String ENCODED_FAILURE = "{\"codec\":";

  /** Failures are never refused for their size. */
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /** For rows without values. */
  static final StoredValues NONE = new StoredValues(StoreOptions.defaults());

  private final StoreOptions options;

  StoredValues(StoreOptions options) {
    this.options = options;
  }

  /** A condition: the column has a failure that went through codecs. */
  static String isEncodedFailure(String column) {
    return "coalesce(" + column + ", '') LIKE '" + ENCODED_FAILURE + "%'";
  }

  /** Those of a flow's header. */
  Part of(String flow) {
    return new Part(this, flow, "flow", options.maxPayloadBytes());
  }

  /** Those of an atom. */
  Part of(String flow, AtomName atom) {
    return new Part(this, flow, "atom " + atom, options.maxPayloadBytes());
  }

  /** Those of an entry of the journal. */
  Part ofJournal(String flow, String revision) {
    return new Part(this, flow, "journal " + revision, options.maxWriteBytes());
  }

  /**
   * The values of one row. Flow, name and columns are what encrypted values are bound to: once any
   * of them is made otherwise, what is stored cannot be read.
   *
   * @param name which row of the flow
   * @param maxBytes the most that one of its payloads may have
   */
  record Part(StoredValues values, String flow, String name, int maxBytes) {
    /** What is to stand in the column and in that of its codec. */
    Payload encode(String column, Payload payload) {
      return encode(column, payload, maxBytes);
    }

    /** The same; null stays null. */
    @Nullable Payload encodeOrNull(String column, @Nullable Payload payload) {
      return payload == null ? null : encode(column, payload);
    }

    /** The text that is to stand in the column; null stays null. */
    @Nullable String failureOrNull(String column, @Nullable Failure failure) {
      return failure == null ? null : encode(column, failure);
    }

    private String encode(String column, Failure failure) {
      String text = StoredText.ascii(RecordJson.write(failure));
      if (values.options.codecs().areNone()) {
        return text;
      }
      Payload plain = new Payload(Payload.JSON, text.getBytes(StandardCharsets.US_ASCII));
      Payload stored = encode(column, plain, UNLIMITED);
      return stored.codec().equals(Payload.JSON)
          ? text
          : StoredText.ascii(RecordJson.write(stored));
    }

    private Payload encode(String column, Payload payload, int most) {
      return values.options.codecs().encode(payload, place(column, payload, most));
    }

    /**
     * The value behind what stands in the column.
     *
     * @throws dev.portage.store.PayloadException if it cannot be read
     */
    Payload decode(String column, Payload stored) {
      return decode(column, stored, maxBytes);
    }

    /** The failure behind the text that stands in the column; throws as the other. */
    Failure failure(String column, String text) {
      if (!text.startsWith(ENCODED_FAILURE)) {
        return RecordJson.failure(Json.mapper().readTree(text));
      }
      Payload stored = RecordJson.payload(Json.mapper().readTree(text));
      return RecordJson.failure(decode(column, stored, UNLIMITED).tree());
    }

    private Payload decode(String column, Payload stored, int most) {
      return values.options.codecs().decode(stored, place(column, stored, most));
    }

    private PayloadPlace place(String column, Payload payload, int most) {
      return new PayloadPlace(flow, name, column, payload.codec(), most);
    }
  }
}
