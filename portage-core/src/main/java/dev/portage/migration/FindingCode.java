package dev.portage.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Everything that can stand against a migration, or should be known before it. */
public enum FindingCode {
  RERUN01(
      Severity.ERROR,
      "A finished task goes, a similar one starts",
      "The old task has done its work and has side effects; the new one provides the same and would"
          + " do it again. If they are the same task under another name, say so with a rename (or"
          + " formerly on the task): what is stored is kept and nothing runs twice."),
  RERUN02(
      Severity.ERROR,
      "A finished task with side effects is reset",
      "A reset makes a task run again. Its side effects would happen a second time."),
  LEAK01(
      Severity.ERROR,
      "A finished task that can be reverted is dropped",
      "Once its row is gone nobody can undo what it did if the flow reverts later. Let a new task"
          + " undo it, with dropCompensating(..), or drop it with OnDone.FORGET if nothing needs to be"
          + " undone. A task that is there to undo what another did can itself be dropped only when it"
          + " has run."),
  DATA01(
      Severity.ERROR,
      "A stored value that is still needed is not there",
      "A task that will run needs a slot whose provider is done, gone or renamed, and no value is"
          + " stored under that slot. Map the provider's output, or rename what was renamed."),
  DATA02(
      Severity.ERROR,
      "A task needs a value that nobody provides",
      "A task that will run requires a slot that no task provides and the flow was not submitted"
          + " with. Provide it from a task, seed a task that does, or add it to a stored output."),
  DATA03(
      Severity.ERROR,
      "A stored output has no map to the new version",
      "A higher major version says that stored data changed its meaning. Say how the old output"
          + " becomes the new one, keep it with OutputMap.SAME, or reset the task."),
  DATA04(
      Severity.WARNING,
      "A value now comes from another task",
      "A task that will run took a slot from one task, and takes it from another in the new code."
          + " If that is not meant, give one of the slots another name."),
  DATA05(
      Severity.ERROR,
      "Two values would get one name",
      "A step renames a slot or an input to a name that the flow has stored a value under, or hands a"
          + " value over as an input that the flow has already. Neither may vanish without a word:"
          + " use another name, or take the one of them away first."),
  LATE01(
      Severity.ERROR,
      "A new task stands before finished ones",
      "It would run after what it may be meant to guard. Three answers: late(..) runs it now,"
          + " seed(..) takes it as done, reset(..) runs again what comes after it."),
  LATE02(
      Severity.WARNING,
      "What is finished stands in another order now",
      "The order of the tasks has changed so that something that is done should have waited, or so"
          + " that finished tasks would be reverted in another order than the one they ran in."),
  DOUBT01(
      Severity.ERROR,
      "A task was running when its process died",
      "Nobody knows how far it got, so the migration must say what to take it for:"
          + " InDoubt.AS_PENDING if it may run again, asDone(..), or AS_FAILED."),
  FAIL01(
      Severity.ERROR,
      "A failed task, or one that is to be reverted, would vanish",
      "With its row the failure, or the duty to revert, would be lost."),
  DEAD01(
      Severity.ERROR,
      "A revert has failed",
      "The flow needs a person first: what the task did is still there. It is left as it is."),
  DIR01(
      Severity.INFO,
      "A new task stands in a part of the flow that is reverting",
      "It will not run there, unless a retry undoes that part only to try it again."),
  RETRY01(
      Severity.ERROR,
      "A retry is undoing another part of the flow than the code has behind it",
      "A retry has decided that what stands behind it is reverted, for good or to be tried again. If"
          + " it were gone, or others stood behind it, something else would be reverted than was"
          + " decided. Let the old code finish that first. Names and versions may change meanwhile."),
  RETRY02(
      Severity.WARNING,
      "Another retry decides about a part of the flow that has begun",
      "If a task of it fails from now on, the retry of the new code is asked, with the attempts that"
          + " it remembers itself. The attempts of a retry that is gone are in the journal."),
  RETRY03(
      Severity.WARNING,
      "There were more attempts than the retry allows now",
      "Attempts that were made count against the new limit, so the next failure is the last one."),
  KIND01(
      Severity.ERROR,
      "A task became a retry or a fan-out, or the other way round",
      "One name stands for two kinds of atom, and what is stored of the one says nothing about the"
          + " other. Give the new one another name."),
  KEY01(
      Severity.ERROR,
      "The keys of a fan-out are not those that it is stored with",
      "A fan-out keeps the keys that were fixed when its list was known. The code makes other keys"
          + " of that list now, so stored atoms would not find their elements. Let keyedBy(..) give"
          + " the keys that it gave, or reset the fan-out, which runs all of it again. A list in the"
          + " code that only has more elements is a warning: they are for new flows."),
  SKIP01(
      Severity.ERROR,
      "A task was left out, and the new code always runs it",
      "A decider left the task out, and in the new code no decider could. A reset runs it in flows"
          + " that left it out; allow(\"SKIP01\", ..) leaves it out for good in these flows. A step"
          + " that allows this needs no operation."),
  MIX01(
      Severity.ERROR,
      "Of tasks that become one, some are done and some are not",
      "A merge takes the new task as done where all of the old ones are, and as not begun where none"
          + " is. Between the two the migration must say so: whenMixed(WhenMixed.RESET) runs the new"
          + " task as a whole, whenMixed(WhenMixed.asDone(..)) takes it as done. Flows in which some"
          + " of the old tasks are undone and others are not go on under the old code first."),
  RULE01(
      Severity.ERROR,
      "A rule of the book answers wrongly",
      "A rule was asked about a difference. It threw, or what it answered does not fit what is"
          + " stored, or leaves as much that differs as before. Mend the rule; a detour over several"
          + " operations is one answer, or a step."),
  NAME01(
      Severity.ERROR,
      "A retired name is used again",
      "A name that was retired may still stand in stored flows, with another meaning."),
  UNDO01(
      Severity.ERROR,
      "The flow is past what is to be taken back",
      "A migration can be undone after the flow has gone on, if each of its operations has a way back"
          + " and what it has added has done nothing since. Here it has. Let the flow go on under the"
          + " new code."),
  NAME02(
      Severity.WARNING,
      "Names of tasks hold an id",
      "Stored flows of one kind have tasks whose names differ by an id or a number only. Each flow"
          + " is then a shape of its own, and no step can name its tasks. Declare one task that"
          + " stands for each element of a list: the ids become keys, and the name stays."),
  VER02(
      Severity.ERROR,
      "A version went back",
      "The flow was stored by newer code. Older code must not read newer data; deploy the newer"
          + " code, or undo the migration."),
  STEP01(
      Severity.INFO,
      "No unfinished flow needs the step any more",
      "Every unfinished flow has been through it, or has nothing that it concerns. Delete the step"
          + " and name it in retiredSteps(..), so that stored flows that name it stay known."),
  RAW01(
      Severity.WARNING,
      "Not all of the flow can be checked",
      "The database is another system's, which stores names, versions and states of tasks, and what"
          + " each returned as one raw value; not what they require, provide and undo, nor their"
          + " order. What would need that is not checked."),
  OPAQUE01(
      Severity.INFO,
      "Code changes the flow",
      "A step does something by code of its own. Plans and forecasts know its declared effect only;"
          + " what it makes of a flow shows when that flow is migrated."),
  STEP02(
      Severity.ERROR,
      "Two steps touch one atom, and nothing orders them",
      "Which of them comes first would decide the result. Order them with after(..)."),
  STEP03(
      Severity.ERROR,
      "A step no longer does what was reviewed",
      "The step is anchored to a shape before and a shape after, and does not lead from the one to"
          + " the other."),
  STEP04(
      Severity.WARNING,
      "A step was changed after flows had been through it",
      "Flows that went through it earlier were changed in another way than those that go through it"
          + " now, and look the same. Put back what the step said, and let a new step do the rest."),
  STEP05(
      Severity.ERROR,
      "A step does not do what it replaces",
      "A step that replaces others was run beside them over stored shapes. It leads to another end,"
          + " or does something else to a task. Flows that have been through the old steps would then"
          + " differ from flows that go through it.");

  private final Severity severity;
  private final String title;
  private final String explanation;

  FindingCode(Severity severity, String title, String explanation) {
    this.severity = severity;
    this.title = title;
    this.explanation = explanation;
  }

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** In lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How bad it is, unless a step allows it. */
  public Severity severity() {
    return severity;
  }

  /** What it means, in one line. */
  public String title() {
    return title;
  }

  /** What it means and what to do, in a few sentences. */
  public String explanation() {
    return explanation;
  }

  /**
   * The page of the reference about it, as Markdown: what it means, how it arises, what would
   * happen otherwise, the ways out.
   */
  public String page() {
    try (InputStream in = FindingCode.class.getResourceAsStream("findings/" + name() + ".md")) {
      return in == null
          ? "# "
              + name()
              + ": "
              + title
              + "\n\nSeverity: "
              + severity
              + ".\n\n"
              + explanation
              + "\n"
          : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page of " + name() + " cannot be read", e);
    }
  }

  /** The code of that name, whatever its case. */
  public static Optional<FindingCode> of(String name) {
    for (FindingCode code : values()) {
      if (code.name().equalsIgnoreCase(name)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
