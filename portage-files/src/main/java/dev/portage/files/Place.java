package dev.portage.files;

/**
 * Where something stands.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) {
  /** As editors and compilers write it. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
