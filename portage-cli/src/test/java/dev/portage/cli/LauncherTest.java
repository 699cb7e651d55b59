package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code portage} in front of a program that says how it was started. */
@Timeout(120)
class LauncherTest {
  private static final Path SCRIPT = Path.of("../portage");
  private static final String PROGRAM =
      """
      package dev.portage.cli;
      import java.lang.management.ManagementFactory;
      public class Main {
        public static void main(String[] args) {
          System.out.println("%s " + String.join(" ", args));
          System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
        }
      }
      """;
  private static final String FEW_COMMANDS =
      """
      package dev.portage.cli;
      public class FewCommands {
        public static void main(String[] args) { %s }
      }
      """;

  @TempDir private Path root;

  private record Launched(int code, String out, String err) {}

  @BeforeEach
  void aCheckoutThatIsBuilt() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/bash")) && Files.exists(SCRIPT), "needs a checkout");
    Files.copy(SCRIPT, root.resolve("portage"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    build("first", "Main.main(args);");
  }

  private Path home() {
    return root.resolve("portage-cli/target/launcher");
  }

  /** As Maven would, at this moment. */
  private void build(String name, String fewCommands) throws IOException {
    Path classes = Files.createDirectories(root.resolve("classes/dev/portage/cli"));
    Path main = Files.writeString(classes.resolve("Main.java"), PROGRAM.formatted(name));
    Path few =
        Files.writeString(classes.resolve("FewCommands.java"), FEW_COMMANDS.formatted(fewCommands));
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, main.toString(), few.toString());
    assertThat(failed).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.portage.cli.Main");
    Path jar = Files.createDirectories(home()).resolve("portage-cli.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      for (String each : List.of("Main", "FewCommands")) {
        zip.putNextEntry(new JarEntry("dev/portage/cli/" + each + ".class"));
        zip.write(Files.readAllBytes(classes.resolve(each + ".class")));
      }
    }
    Path stamp = home().resolve(".built");
    Files.deleteIfExists(stamp);
    Files.createFile(stamp);
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(5)));
  }

  private Launched portage(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("portage").toString()));
    command.addAll(List.of(args));
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process child = builder.start();
    assertThat(child.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return new Launched(
        child.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home())) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  @Test
  void anArchiveOfClassesIsMadeOnceAndTaken() throws Exception {
    Launched first = portage("status", "two words");
    assertThat(first.err()).isEmpty();
    assertThat(first.out()).startsWith("first status two words\n").contains("SharedArchiveFile");
    assertThat(archives()).singleElement().matches(file -> file.toFile().length() > 1000);
    FileTime made = Files.getLastModifiedTime(archives().get(0));
    assertThat(portage("status").out()).contains("SharedArchiveFile", "TieredStopAtLevel=1");
    assertThat(Files.getLastModifiedTime(archives().get(0))).isEqualTo(made);
  }

  @Test
  void anArchiveOfOtherCodeIsNeverTaken() throws Exception {
    portage("status");
    Path archive = archives().get(0);
    build("second", "Main.main(args);");
    // Java tells jars apart by size and second, and this is a quick build
    Path jar = home().resolve("portage-cli.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(3)));
    // as if it were newer than the code, which is what the script looks at
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));
    Launched stale = portage("status");
    assertThat(stale.out()).startsWith("second status\n");
    assertThat(stale.err()).isEmpty();
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(3600)));
    assertThat(portage("status").out()).startsWith("second status\n");
    assertThat(Files.getLastModifiedTime(archives().get(0)).toInstant())
        .isAfter(Instant.now().minusSeconds(600));
  }

  @Test
  void oneThatCannotBeMadeIsNotTriedAgain() throws Exception {
    build("first", "System.exit(3);");
    assertThat(portage("status").out()).startsWith("first status\n");
    assertThat(portage("status").out()).doesNotContain("SharedArchiveFile");
    assertThat(archives()).singleElement().matches(file -> file.toFile().length() == 0);
  }

  @Test
  void aBrokenArchiveIsNoErrorAndNoOutput() throws Exception {
    portage("status");
    Path archive = archives().get(0);
    assertThat(archive.toFile().setWritable(true)).isTrue();
    Files.writeString(archive, "no archive");
    Launched run = portage("status");
    assertThat(run.out()).startsWith("first status\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void whereNothingCanBeWrittenThereIsNone() throws Exception {
    for (Path directory : List.of(home(), home().getParent())) {
      assertThat(directory.toFile().setWritable(false)).isTrue();
    }
    assumeTrue(!Files.isWritable(home()), "root may write everywhere");
    try {
      assertThat(portage("status").out()).startsWith("first status\n");
      assertThat(archives()).isEmpty();
    } finally {
      for (Path directory : List.of(home().getParent(), home())) {
        assertThat(directory.toFile().setWritable(true)).isTrue();
      }
    }
  }

  @Test
  void whatMayRunForLongIsCompiledToTheFull() throws Exception {
    assertThat(portage("migrate").out()).doesNotContain("TieredStopAtLevel");
  }
}
