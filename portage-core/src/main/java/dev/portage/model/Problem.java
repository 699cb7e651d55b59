package dev.portage.model;

/**
 * One mistake in a definition.
 *
 * @param subject the atom, slot or flow it is about
 * @param sentence what is wrong, as one sentence without a full stop
 * @param remedy what to write instead
 */
public record Problem(String subject, String sentence, String remedy) {
  @Override
  public String toString() {
    return subject + ": " + sentence + "; " + remedy;
  }
}
