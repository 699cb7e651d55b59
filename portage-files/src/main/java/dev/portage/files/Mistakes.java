package dev.portage.files;

import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong in some files, collected so that all of it is told at once. */
final class Mistakes {
  private record Mistake(Place place, String sentence, String remedy) {}

  private static final Comparator<Mistake> ORDER =
      Comparator.comparing((Mistake one) -> one.place.file())
          .thenComparing(one -> one.place.line())
          .thenComparing(one -> one.place.column());

  private final List<Mistake> found = new ArrayList<>();

  /** Notes one; sentence without a full stop, and what to write instead. */
  void add(Place place, String sentence, String remedy) {
    found.add(new Mistake(place, sentence, remedy));
  }

  /** How many there are so far. */
  int size() {
    return found.size();
  }

  /**
   * Ends here if anything was wrong.
   *
   * @throws DefinitionException with every mistake, by file and line
   */
  void refuse(String what) {
    if (!found.isEmpty()) {
      throw new DefinitionException(
          what,
          found.stream()
              .sorted(ORDER)
              .map(one -> new Problem(one.place.toString(), one.sentence, one.remedy))
              .toList());
    }
  }
}
