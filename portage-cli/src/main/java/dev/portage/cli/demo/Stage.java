package dev.portage.cli.demo;

/** Where the demo is played: what it needs of the command line. */
public interface Stage {
  /** Tells the audience something; whole lines, as it happens. */
  void tell(String text);

  /**
   * Runs a command of Portage as a user would.
   *
   * @return what it wrote to stdout
   * @throws DemoException if it failed
   */
  String portage(String... arguments);
}
