package dev.portage.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * What a new step is called.
 *
 * @param id in the book: a date and the name
 * @param className of the Java source
 */
record StepName(String id, String className) {
  private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}-(?=.)");

  /** What the source uses under its short name, or all sources do. */
  private static final Set<String> TAKEN =
      Set.of(
          "BookBuilder",
          "InDoubt",
          "List",
          "OnDone",
          "Override",
          "OutputMap",
          "Part",
          "String",
          "Whole");

  /** A name without a date gets that of the day. */
  static StepName of(String given, Instant now) {
    if (!GIVEN.matcher(given).matches()) {
      throw CommandException.usage(
          "a step is named by letters, digits, '-', '_' and '.'; found '"
              + Text.line(given)
              + "'\n  next: a name such as split-ship");
    }
    boolean isDated = DATE.matcher(given).lookingAt();
    String id = isDated ? given : LocalDate.ofInstant(now, ZoneOffset.UTC) + "-" + given;
    StringBuilder name = new StringBuilder();
    for (String word : DATE.matcher(given).replaceFirst("").split("[._-]+", -1)) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    boolean isName = SourceVersion.isIdentifier(name) && !TAKEN.contains(name.toString());
    return new StepName(id, isName ? name.toString() : "Step" + name);
  }
}
