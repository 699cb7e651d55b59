package dev.portage.store;

import dev.portage.model.Failure;
import dev.portage.shape.Fingerprint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Puts something else of the same look in the place of texts and numbers: digits for digits, small
 * letters for small letters; a date stays a date, a UUID one. What it is follows from the value and
 * from the whole document, which only who has that can try out.
 */
final class Masking {
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)(?:([T ])(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d+))?)?((?:Z|[+-]\\d\\d:?\\d\\d)?(?:\\[[A-Za-z_/]+\\])?))?");
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{8,}|[0-9A-F]{8,}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final int UUID_VERSION = 14;
  private static final int UUID_VARIANT = 19;
  private final String salt;
  private final Set<String> kept;

  /**
   * For one document.
   *
   * @param kept texts that stay
   */
  Masking(String document, Set<String> kept) {
    this.salt = Fingerprint.digest(document);
    this.kept = kept;
  }

  private SplittableRandom random(String value) {
    String digest = Fingerprint.digest(salt + value);
    return new SplittableRandom(Long.parseUnsignedLong(digest.substring(0, 16), 16));
  }

  JsonNode leaf(JsonNode leaf) {
    if (leaf.isString()) {
      return JsonNodeFactory.instance.stringNode(text(leaf.stringValue()));
    }
    return leaf.isNumber() ? number(leaf) : leaf;
  }

  Failure failure(Failure was) {
    return new Failure(
        was.type(),
        text(was.message()),
        "",
        was.causes().stream().map(this::failure).toList(),
        was.at());
  }

  private JsonNode number(JsonNode was) {
    if (was.isIntegralNumber()) {
      return JsonNodeFactory.instance.numberNode(whole(was.bigIntegerValue()));
    }
    if (was.isBigDecimal()) {
      BigDecimal value = was.decimalValue();
      return JsonNodeFactory.instance.numberNode(
          new BigDecimal(anyWhole(value.unscaledValue()), value.scale()));
    }
    return was; // NaN and Infinity, which say nothing
  }

  /** What fits into an int or a long fits still. */
  private BigInteger whole(BigInteger was) {
    BigInteger masked = anyWhole(was);
    for (int bits : new int[] {Integer.SIZE - 1, Long.SIZE - 1}) {
      if (was.bitLength() <= bits) {
        BigInteger most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        return masked.bitLength() <= bits ? masked : was.signum() < 0 ? most.negate() : most;
      }
    }
    return masked;
  }

  private BigInteger anyWhole(BigInteger was) {
    return was.signum() == 0 ? was : new BigInteger(digits(was.toString()));
  }

  /** Other digits; the first that is none of the leading zeros stays no zero. */
  private String digits(String was) {
    SplittableRandom random = random(was);
    StringBuilder out = new StringBuilder();
    boolean leads = true;
    for (int i = 0; i < was.length(); i++) {
      char c = was.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit || (leads && c == '0')) {
        out.append(c);
      } else {
        out.append((char) ((leads ? '1' : '0') + random.nextInt(leads ? 9 : 10)));
        leads = false;
      }
    }
    return out.toString();
  }

  String text(String was) {
    if (was.isEmpty() || kept.contains(was)) {
      return was;
    }
    Matcher moment = MOMENT.matcher(was);
    if (moment.matches()) {
      return moment(moment, random(was));
    }
    if (NUMBER.matcher(was).matches()) {
      return digits(was);
    }
    SplittableRandom random = random(was);
    StringBuilder out = new StringBuilder(was.length());
    if (UUID.matcher(was).matches()) {
      for (int i = 0; i < was.length(); i++) {
        boolean stays = i == UUID_VERSION || i == UUID_VARIANT || was.charAt(i) == '-';
        out.append(stays ? was.charAt(i) : hex(random, was));
      }
    } else if (HEX.matcher(was).matches()) {
      was.chars().forEach(c -> out.append(hex(random, was)));
    } else {
      was.codePoints().forEach(point -> out.appendCodePoint(other(point, random)));
    }
    return out.toString();
  }

  private static char hex(SplittableRandom random, String like) {
    boolean isUpper = like.chars().anyMatch(c -> c >= 'A' && c <= 'F');
    return (isUpper ? "0123456789ABCDEF" : "0123456789abcdef").charAt(random.nextInt(16));
  }

  private static String moment(Matcher was, SplittableRandom random) {
    StringBuilder out = new StringBuilder();
    out.append(2000 + random.nextInt(30));
    out.append(two('-', 1 + random.nextInt(12))).append(two('-', 1 + random.nextInt(28)));
    if (was.group(4) == null) {
      return out.toString();
    }
    out.append(two(was.group(4).charAt(0), random.nextInt(24)))
        .append(two(':', random.nextInt(60)));
    if (was.group(7) != null) {
      out.append(two(':', random.nextInt(60)));
    }
    if (was.group(8) != null) {
      out.append('.');
      was.group(8).chars().forEach(c -> out.append((char) ('0' + random.nextInt(10))));
    }
    return out.append(was.group(9)).toString();
  }

  private static String two(char before, int number) {
    return before + (number < 10 ? "0" : "") + number;
  }

  /** Another character of the same class, with as many bytes in UTF-8. */
  private static int other(int point, SplittableRandom random) {
    if (point >= '0' && point <= '9') {
      return '0' + random.nextInt(10);
    }
    if (point >= 'a' && point <= 'z') {
      return 'a' + random.nextInt(26);
    }
    if (point >= 'A' && point <= 'Z') {
      return 'A' + random.nextInt(26);
    }
    if (!Character.isLetterOrDigit(point)) {
      return point < 0x80 ? point : point < 0x800 ? 0xB7 : point < 0x10000 ? 0x2022 : 0x1F4E6;
    }
    if (point < 0x800) {
      return (Character.isUpperCase(point) ? 0xC0 : 0xE0) + random.nextInt(16);
    }
    return point < 0x10000 ? 0x4E00 + random.nextInt(0x1000) : 0x20000 + random.nextInt(0x1000);
  }
}
