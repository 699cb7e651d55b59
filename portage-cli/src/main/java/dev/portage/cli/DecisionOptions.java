package dev.portage.cli;

import dev.portage.migration.StepDraft;
import dev.portage.migration.StepDraft.Candidate;
import dev.portage.migration.StepDraft.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Answers to what shapes do not tell. */
final class DecisionOptions {
  @Option(
      names = "--rename",
      paramLabel = "OLD=NEW",
      description = "This stored task or retry has another name now.")
  private List<String> renames = List.of();

  @Option(
      names = "--split",
      paramLabel = "OLD=NEW,NEW",
      description = "This stored task has become several.")
  private List<String> splits = List.of();

  @Option(
      names = "--merge",
      paramLabel = "OLD,OLD=NEW",
      description = "These stored tasks have become one.")
  private List<String> merges = List.of();

  @Option(
      names = "--drop",
      paramLabel = "OLD",
      description = "This stored task or retry is gone, and nothing stands for it.")
  private List<String> drops = List.of();

  @Option(
      names = "--undecided",
      description =
          "Write what is not decided as what does not compile, or is refused when it is read.")
  private boolean undecided;

  /** Whether questions may stay open. */
  boolean mayBeOpen() {
    return undecided;
  }

  /**
   * The draft with all that is answered.
   *
   * @throws CommandException if an answer is not about these shapes, or there are two
   */
  StepDraft answer(DraftSubject subject) {
    Decisions decisions = new Decisions(subject);
    renames.forEach(text -> decisions.rename(sides("--rename", text)));
    splits.forEach(text -> decisions.split(sides("--split", text)));
    merges.forEach(text -> decisions.merge(sides("--merge", text)));
    drops.forEach(decisions::drop);
    return decisions.draft();
  }

  private static Candidate sides(String option, String text) {
    int at = text.indexOf('=');
    if (at <= 0 || at == text.length() - 1) {
      throw CommandException.usage(
          option
              + " takes OLD=NEW; found '"
              + Text.line(text)
              + "'\n  next: "
              + Shell.portage()
              + " new --help");
    }
    return new Candidate(names(text.substring(0, at)), names(text.substring(at + 1)), 1, option);
  }

  private static List<String> names(String text) {
    return List.of(text.split(",", -1));
  }

  /** The options that answer a question, the likeliest first. */
  static String hint(Question question) {
    List<String> options = new ArrayList<>();
    Decisions.likeliestFirst(question).forEach(candidate -> options.add(option(candidate)));
    options.add("--drop " + Shell.word(question.gone()));
    return String.join(" | ", options);
  }

  private static String option(Candidate candidate) {
    String verb =
        candidate.gone().size() > 1
            ? "--merge "
            : candidate.fresh().size() > 1 ? "--split " : "--rename ";
    return verb + Shell.word(joined(candidate.gone()) + "=" + joined(candidate.fresh()));
  }

  private static String joined(List<String> names) {
    return names.stream().collect(Collectors.joining(","));
  }
}
