package dev.portage.cli;

import dev.portage.migration.PlanDocument;
import dev.portage.migration.StalePlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plan document in a file. */
final class PlanFile {
  private PlanFile() {}

  /** Writes it, in place of what is there. */
  static void write(PlanDocument plan, Path file) {
    try {
      Files.writeString(file, plan.text());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "the plan cannot be written to " + Text.line(file.toString()) + ": " + e,
          e);
    }
  }

  /** Reads it; one that is not what was written ends the command with INTEGRITY. */
  static PlanDocument read(Path file) {
    try {
      return PlanDocument.parse(Files.readString(file));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "the plan in " + Text.line(file.toString()) + " cannot be read: " + e, e);
    } catch (StalePlanException e) {
      throw refused(e);
    }
  }

  /** Ends the command if code, steps or shapes changed since the plan was made. */
  static void requireStill(PlanDocument saved, PlanDocument now) {
    try {
      saved.requireStill(now);
    } catch (StalePlanException e) {
      throw refused(e);
    }
  }

  private static CommandException refused(StalePlanException why) {
    return new CommandException(ExitCode.INTEGRITY, String.valueOf(why.getMessage()), why);
  }
}
