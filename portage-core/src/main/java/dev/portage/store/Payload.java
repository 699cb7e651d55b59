package dev.portage.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stored value: bytes and the codec that can read them. Carried byte for byte wherever nobody
 * asks for the tree. The bytes are not copied; nobody may change them.
 *
 * @param codec the codec's id; {@link #JSON} is JSON text in UTF-8
 * @param bytes the value
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(String codec, byte[] bytes) {
  /** JSON text in UTF-8. */
  public static final String JSON = "json";

  /** JSON text as Python writes it, which may hold NaN and Infinity, and longer numbers. */
  public static final String PYTHON_JSON = "python-json";

  /**
   * One value that a database of others stores as a whole: JSON text as Python writes it, of which
   * nobody has noted what slots it fills.
   */
  public static final String RAW = "raw-python-json";

  /** An empty JSON object. */
  public static final Payload EMPTY = new Payload(JSON, "{}".getBytes(StandardCharsets.UTF_8));

  /** The tree as JSON text; as Python writes it where plain JSON would lose or refuse a value. */
  public static Payload of(JsonNode tree) {
    boolean python = !Json.isPlain(tree);
    return new Payload(python ? PYTHON_JSON : JSON, Json.write(tree, python));
  }

  /** The tree as one raw value. */
  public static Payload raw(JsonNode tree) {
    return new Payload(RAW, Json.write(tree, true));
  }

  /**
   * The value as a tree; numbers keep every digit.
   *
   * @throws PayloadException if the bytes are not what the codec writes, or the codec is unknown
   */
  public JsonNode tree() {
    if (!codec.equals(JSON) && !codec.equals(PYTHON_JSON) && !codec.equals(RAW)) {
      throw new PayloadException("the codec '" + codec + "' is not known here", null);
    }
    return Json.parse(bytes, !codec.equals(JSON));
  }

  /** How many bytes it has. */
  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload
        && payload.codec.equals(codec)
        && Arrays.equals(payload.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Codec and size; never the value, which may be a secret. */
  @Override
  public String toString() {
    return codec + "(" + bytes.length + " bytes)";
  }
}
