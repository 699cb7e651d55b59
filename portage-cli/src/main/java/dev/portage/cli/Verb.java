package dev.portage.cli;

import java.util.concurrent.Callable;

/** One verb of the command. */
interface Verb extends Callable<Integer> {
  /** How it talks. */
  OutputOptions output();

  /** Does the work and prints the answer. */
  ExitCode run();

  @Override
  default Integer call() {
    return run().code();
  }
}
