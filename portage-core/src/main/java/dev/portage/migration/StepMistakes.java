package dev.portage.migration;

import dev.portage.model.Problem;
import dev.portage.model.Version;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one step, by itself.
 *
 * @param step its id
 * @param problems where mistakes are noted
 */
record StepMistakes(String step, List<Problem> problems) {
  void add(String sentence, String remedy) {
    problems.add(new Problem("step " + step, sentence, remedy));
  }

  /** The code that a step allows; null if it cannot. */
  @Nullable FindingCode allowed(String code, String why) {
    Optional<FindingCode> known = FindingCode.of(code);
    if (known.isEmpty()) {
      add("allows '" + code + "', which is not a finding", "use a code such as RERUN01");
    } else if (!known.get().isAllowable()) {
      add("allows " + code + ", which needs an answer", "portage show " + code + " says which");
    } else if (why.isBlank()) {
      add("allows " + code + " without a reason", "say why");
    } else {
      return known.get();
    }
    return null;
  }

  void rename(String from, String to) {
    if (from.equals(to)) {
      add("renames '" + from + "' to itself", "remove the rename");
    }
  }

  void version(String task, String from, String to) {
    Optional<Version> old = Version.from(from);
    Optional<Version> now = Version.from(to);
    if (now.isPresent() && old.isPresent() && old.get().compareTo(now.get()) >= 0) {
      add(
          "takes '" + task + "' from " + from + " back to " + to,
          "versions only go up; to go back, undo the migration (VER02)");
    }
    made(task, to);
  }

  private void made(String task, String version) {
    if (Version.from(version).isEmpty()) {
      add(
          "gives '" + task + "' the version '" + version + "'",
          "a version is two whole numbers with a dot, such as 2.0");
    }
  }

  void split(String task, List<Part> parts) {
    long heirs = parts.stream().filter(Part::inheritsKey).count();
    if (parts.size() < 2) {
      add("splits '" + task + "' into " + parts.size(), "name at least two parts, or rename");
    }
    if (heirs > 1) {
      add("splits '" + task + "' with " + heirs + " heirs", "mark one part with inherits()");
    }
    if (parts.stream().map(Part::name).distinct().count() < parts.size()) {
      add("splits '" + task + "' into parts of one name", "names are unique");
    }
    parts.forEach(part -> made(part.name(), part.version()));
  }

  void merge(List<String> tasks, Whole whole) {
    String into = "' into '" + whole.name() + "'";
    if (tasks.size() < 2) {
      add("merges '" + String.join("', '", tasks) + into, "name at least two tasks, or rename");
    }
    if (tasks.stream().distinct().count() < tasks.size()) {
      add("merges '" + String.join("', '", tasks) + into, "name each task once");
    }
    String heir = whole.heir();
    if (heir != null && !tasks.contains(heir)) {
      add(
          "lets '" + whole.name() + "' inherit from '" + heir + "', which it is not merged of",
          "name one of " + tasks);
    }
    made(whole.name(), whole.version());
  }
}
