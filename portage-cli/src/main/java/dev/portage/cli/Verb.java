package dev.portage.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One verb of the command. */
interface Verb extends Callable<Integer> {
  /** How it talks. */
  OutputOptions output();

  /** Does the work and prints the answer. */
  ExitCode run();

  @Override
  default Integer call() {
    Duration timeout = output().timeout();
    if (timeout == null) {
      return run().code();
    }
    String name = "portage " + getClass().getAnnotation(Command.class).name();
    return output().deadline().within(timeout, name, () -> run().code());
  }
}
