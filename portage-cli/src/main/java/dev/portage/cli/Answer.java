package dev.portage.cli;

import tools.jackson.databind.JsonNode;

/** What a verb found out, before it is known how it is to be printed. */
interface Answer {
  /** For people; whole lines. */
  String text(Style style);

  /** For programs; one document. */
  JsonNode json();

  /** For programs that read line by line: the last one. */
  default JsonNode event() {
    return json();
  }

  /** For the shell. */
  default ExitCode exit() {
    return ExitCode.OK;
  }
}
