package dev.portage.cli;

import dev.portage.cli.Terminal.Keyboard;
import picocli.CommandLine.Option;

/** Whether a verb that changes many flows may go on. */
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
    if (yes) {
      return;
    }
    Keyboard keyboard = output.terminal().keyboard();
    if (keyboard == null) {
      throw new CommandException(
          ExitCode.UNCONFIRMED,
          "confirmation needed and no terminal\n  next: look at " + look + ", then add --yes");
    }
    String answer =
        keyboard.ask(question + "? Type the number of flows to go on, anything else to stop: ");
    if (answer == null || !answer.strip().equals(Long.toString(flows))) {
      throw new CommandException(ExitCode.UNCONFIRMED, "declined; nothing was changed");
    }
  }
}
