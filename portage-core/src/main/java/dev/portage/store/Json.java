package dev.portage.store;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON and back. Money-safe: decimal fractions and big integers keep every digit.
 * Duplicate keys are refused; class names are neither written nor read. Thread-safe.
 */
public final class Json {
  /** Deeper than what may be read, for a value that was read is shown inside a document. */
  private static final StreamWriteConstraints WRITING =
      StreamWriteConstraints.builder().maxNestingDepth(1_100).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamWriteConstraints(WRITING).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final JsonMapper PYTHON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(pythonLimits())
                  .streamWriteConstraints(WRITING)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Well within what may be read as plain JSON: levels, and bits of a number. */
  private static final int PLAIN_DEPTH = 400;

  private static final int PLAIN_BITS = 3_000;

  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES));

  private Json() {}

  /** Whatever Python itself reads: 4,300 digits, a thousand levels, texts of any length. */
  private static StreamReadConstraints pythonLimits() {
    return StreamReadConstraints.builder()
        .maxNumberLength(5_000)
        .maxNestingDepth(1_000)
        .maxStringLength(Integer.MAX_VALUE)
        .build();
  }

  /** The mapper behind this class, for those who build trees. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The tree as compact JSON text in UTF-8. */
  public static byte[] write(JsonNode tree) {
    return write(tree, false);
  }

  /** The tree as JSON text for people: a member on each line, the same on every system. */
  public static String pretty(JsonNode tree) {
    try {
      return PRETTY.writeValueAsString(tree);
    } catch (JacksonException e) {
      throw new PayloadException("a value cannot be written as JSON: " + reason(e), e);
    }
  }

  /** The tree as compact text; {@code python} leaves NaN and Infinity the numbers that they are. */
  static byte[] write(JsonNode tree, boolean python) {
    try {
      return (python ? PYTHON : MAPPER).writeValueAsBytes(tree);
    } catch (JacksonException e) {
      throw new PayloadException("a value cannot be written as JSON: " + reason(e), e);
    }
  }

  /** Whether the tree, once written as plain JSON, is read as what it is. */
  static boolean isPlain(JsonNode tree) {
    return isPlain(tree, PLAIN_DEPTH);
  }

  private static boolean isPlain(JsonNode tree, int depth) {
    if (tree.isContainer()) {
      return depth > 0 && tree.valueStream().allMatch(each -> isPlain(each, depth - 1));
    }
    if (tree.isBigInteger()) {
      return tree.bigIntegerValue().bitLength() <= PLAIN_BITS;
    }
    if (tree.isBigDecimal()) {
      return tree.decimalValue().unscaledValue().bitLength() <= PLAIN_BITS;
    }
    return !tree.isFloatingPointNumber() || Double.isFinite(tree.doubleValue());
  }

  /** Reads JSON text; {@code python} also takes NaN, Infinity and duplicate keys. */
  static JsonNode parse(byte[] bytes, boolean python) {
    try {
      JsonNode tree = (python ? PYTHON : MAPPER).readTree(bytes);
      if (tree.isMissingNode()) {
        throw new PayloadException("a stored value is empty, expected JSON text", null);
      }
      return tree;
    } catch (JacksonException e) {
      throw new PayloadException("a stored value is not readable JSON" + place(e), e);
    }
  }

  /** A Java value as a tree. */
  public static JsonNode tree(@Nullable Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new PayloadException("a value cannot be written as JSON: " + reason(e), e);
    }
  }

  /** A tree as a value of a Java type; JSON null gives null, or the type's own null value. */
  public static @Nullable Object value(JsonNode tree, Type type) {
    try {
      return MAPPER.treeToValue(tree, MAPPER.constructType(type));
    } catch (JacksonException e) {
      String path = e.getPathReference();
      String where = path == null || path.isEmpty() ? "" : ", at " + path;
      throw new PayloadException(
          "a stored value cannot be read as " + type.getTypeName() + where, e);
    } catch (IllegalArgumentException e) {
      throw new PayloadException("a stored value cannot be read as " + type.getTypeName(), e);
    }
  }

  /** Never the parser's own message, which quotes the value. */
  private static String place(JacksonException e) {
    return e.getLocation() == null ? "" : ", at byte " + e.getLocation().getByteOffset();
  }

  private static String reason(Exception e) {
    return e instanceof JacksonException jackson
        ? jackson.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}
