package dev.portage.cli;

import dev.portage.cli.Terminal.Keyboard;
import picocli.CommandLine.Option;

/** Whether a verb that changes something may go on. */
final class YesOption {
  @Option(names = "--yes", description = "Go on without asking.")
  private boolean yes;

  /**
   * Asks for the number of flows, unless that was answered by the option.
   *
   * @param output the way to the person
   * @param question what will be done, without a question mark
   * @param flows the number that means yes
   * @param look what was shown before: a plan, or what else
   * @throws CommandException if nobody can be asked, or the answer is another
   */
  void confirm(OutputOptions output, String question, long flows, String look) {
    if (!yes) {
      ask(output, question + "? Type the number of flows", Long.toString(flows), look);
    }
  }

  /** Asks for a plain yes, where no flow is touched. */
  void confirm(OutputOptions output, String question, String look) {
    if (!yes) {
      ask(output, question + "? Type yes", "yes", look);
    }
  }

  private static void ask(OutputOptions output, String question, String answer, String look) {
    Keyboard keyboard = output.terminal().keyboard();
    if (keyboard == null) {
      throw new CommandException(
          ExitCode.UNCONFIRMED,
          "confirmation needed and no terminal\n  next: look at " + look + ", then add --yes");
    }
    String said = keyboard.ask(question + " to go on, anything else to stop: ");
    if (said == null || !said.strip().equals(answer)) {
      throw new CommandException(ExitCode.UNCONFIRMED, "declined; nothing was changed");
    }
  }
}
