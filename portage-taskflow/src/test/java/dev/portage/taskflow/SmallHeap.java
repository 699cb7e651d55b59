package dev.portage.taskflow;

import dev.portage.fleet.Fate;
import java.nio.file.Path;

/** Migrates the database that it is told, in a process with a small heap. */
final class SmallHeap {
  private SmallHeap() {}

  /** Prints how many flows were migrated. */
  public static void main(String[] args) {
    System.out.println(ManyFlowsTest.migrate(Path.of(args[0]), 1).count(Fate.MIGRATED));
  }
}
