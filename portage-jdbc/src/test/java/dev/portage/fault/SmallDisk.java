package dev.portage.fault;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk under a directory, as large as that and a few megabytes. Only processes that enter it see
 * it: it is a tmpfs in namespaces of its own, which takes no rights of a superuser.
 */
final class SmallDisk implements AutoCloseable {
  private static final String KEEPER =
      """
      set -e
      cd "$1"
      size=$(du -sm . | cut -f 1)
      mount -t tmpfs -o mode=0700,size=$((size + $2))m tmpfs "$1"
      cp -a . "$1"
      echo ready
      read -r room
      mount -o remount,size=$((size + 512))m "$1"
      echo roomy
      read -r end
      """;

  private final Process keeper;
  private final BufferedReader says;
  private final BufferedWriter told;

  private SmallDisk(Process keeper) {
    this.keeper = keeper;
    this.says = keeper.inputReader();
    this.told = keeper.outputWriter();
  }

  /** Holds what is in a directory, which nobody uses meanwhile, and so many megabytes more. */
  static SmallDisk under(Path directory, int spare) throws IOException {
    SmallDisk disk =
        new SmallDisk(
            new ProcessBuilder(
                    List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        KEEPER,
                        "keeper",
                        directory.toString(),
                        String.valueOf(spare)))
                .redirectErrorStream(true)
                .start());
    String said = disk.says.readLine();
    if (!"ready".equals(said)) {
      disk.close();
      Assumptions.abort("this system lets no user mount a disk: " + said);
    }
    return disk;
  }

  /** What stands before the command line of a process that shall see it, as nobody's user. */
  List<String> entering() {
    return List.of(
        "nsenter",
        "--target=" + keeper.pid(),
        "--user",
        "--mount",
        "--preserve-credentials",
        "unshare",
        "--user");
  }

  /** Lets it grow. */
  void makeRoom() throws IOException {
    told.write("room\n");
    told.flush();
    if (!"roomy".equals(says.readLine())) {
      throw new IOException("the disk does not grow");
    }
  }

  /** It is gone once no process is in it. */
  @Override
  public void close() throws IOException {
    keeper.destroyForcibly();
    says.close();
  }
}
