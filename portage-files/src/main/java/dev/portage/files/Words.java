package dev.portage.files;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the word that was meant. */
final class Words {
  private Words() {}

  /** What to write instead of a word that is not known. */
  static String instead(String word, List<String> known) {
    String all = "known here: " + String.join(", ", known);
    return known.stream()
        .min(Comparator.comparing(one -> distance(word, one)))
        .filter(nearest -> distance(word, nearest) <= 1 + nearest.length() / 3)
        .map(nearest -> "did you mean '" + nearest + "'? " + all)
        .orElse(all);
  }

  /** How many letters to insert, drop, change or swap with the next, whatever their case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, a, b, i, j);
      }
    }
    return steps[a.length()][b.length()];
  }

  private static int cheapest(int[][] steps, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best =
        Math.min(
            steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }
}
