package dev.portage.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that nobody would have stored, and some that look as if. Each from a seed. */
final class SpoiledValues {
  private static final int DEPTH = 10_000;
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0007",
          "null",
          "[]",
          "{}",
          "[1]",
          "[null]",
          "{\"causes\":[]}",
          "[" + "[".repeat(DEPTH),
          "{\"a\":".repeat(DEPTH),
          "SUCCESS",
          "RUNNING",
          "-1",
          "NaN",
          "1e999",
          "json",
          "2026-02-30T25:61:00.000000000Z",
          "2026-03-01T12:00:00.000000000Z",
          "'; DROP TABLE portage_flow; --",
          "\uD83D\uDE80",
          "x".repeat(65));
  private static final List<Long> NUMBERS =
      List.of(0L, -1L, 1L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, Long.MAX_VALUE);

  private final Random random;

  SpoiledValues(Random random) {
    this.random = random;
  }

  /** One for a column of that type, or of any where the database takes all of them. */
  @Nullable Object next(String type, boolean takesAll) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    String kind = takesAll ? List.of("char", "int", "blob").get(random.nextInt(3)) : type;
    if (kind.contains("int")) {
      return number(kind.contains("big"));
    }
    return kind.contains("byte") || kind.contains("blob") ? bytes() : text();
  }

  private Object number(boolean isBig) {
    long number = random.nextBoolean() ? random.nextLong() : pick(NUMBERS);
    if (isBig) {
      return number;
    }
    return (int) number;
  }

  private String text() {
    if (random.nextBoolean()) {
      return pick(TEXTS);
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.appendCodePoint(1 + random.nextInt(0xd7fe));
    }
    return text.toString();
  }

  private byte[] bytes() {
    if (random.nextBoolean()) {
      return pick(TEXTS).getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
