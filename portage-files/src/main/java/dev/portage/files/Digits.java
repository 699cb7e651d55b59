package dev.portage.files;

import java.math.BigDecimal;

/**
 * Which numbers survive in a double, which is what expressions reckon in. A double holds every
 * decimal of up to 15 significant digits so that the same digits come back, and every whole number
 * up to 2^53; of all others some are changed.
 */
final class Digits {
  /** The last whole number below which none is rounded to. */
  static final long SAFE = (1L << 53) - 1;

  private static final int DECIMAL_DIGITS = 15;

  private Digits() {}

  /** Whether a double gives this number back as it is. */
  static boolean hold(BigDecimal number) {
    double as = number.doubleValue();
    if (!Double.isFinite(as) || (as == 0 && number.signum() != 0)) {
      return false;
    }
    boolean isShort = number.stripTrailingZeros().precision() <= DECIMAL_DIGITS;
    return isShort
        ? BigDecimal.valueOf(as).compareTo(number) == 0
        : isWhole(number) && isLong(number) && new BigDecimal(as).compareTo(number) == 0;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static boolean isLong(BigDecimal number) {
    return number.precision() - number.scale() <= 19
        && number.toBigInteger().bitLength() < Long.SIZE;
  }

  /** Whether a number that was reckoned in doubles cannot have been rounded to. */
  static boolean isSure(double reckoned) {
    if (!Double.isFinite(reckoned)) {
      return false;
    }
    return reckoned == Math.rint(reckoned)
        ? Math.abs(reckoned) <= SAFE
        : BigDecimal.valueOf(reckoned).stripTrailingZeros().precision() <= DECIMAL_DIGITS;
  }
}
