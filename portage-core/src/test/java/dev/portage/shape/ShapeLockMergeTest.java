package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two branches that add shapes, merged by git itself where the machine has it. */
class ShapeLockMergeTest {
  private static final long SEED = 61_202L;
  private static final ShapeLock BASE = released("checkout", "invoice", "refund", "ship");

  @TempDir private Path repository;

  private static ShapeLock released(String... flows) {
    ShapeLock lock = ShapeLock.empty();
    for (String flow : flows) {
      lock = lock.add(ShapeLockTest.released(flow, "pay", "2025.11"));
    }
    return lock;
  }

  @BeforeEach
  void aRepository() throws IOException, InterruptedException {
    boolean there = true;
    try {
      new ProcessBuilder("git", "--version").start().waitFor();
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "git is installed");
    assertThat(git("init", "-q", "-b", "main")).isZero();
  }

  private int git(String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private Path file() {
    return repository.resolve(ShapeLock.FILE);
  }

  private void commit(ShapeLock lock) throws IOException, InterruptedException {
    Files.writeString(file(), lock.render());
    assertThat(git("add", ".")).isZero();
    assertThat(git("commit", "-q", "--allow-empty", "-m", "lock")).isZero();
  }

  /** How the merge of a branch into another ended; both came from one base. */
  private int merge(ShapeLock base, ShapeLock ours, ShapeLock theirs)
      throws IOException, InterruptedException {
    commit(base);
    git("branch", "-D", "theirs");
    assertThat(git("checkout", "-q", "-b", "theirs")).isZero();
    commit(theirs);
    assertThat(git("checkout", "-q", "main")).isZero();
    commit(ours);
    return git("merge", "-q", "theirs", "-m", "both");
  }

  private String merged() throws IOException {
    return Files.readString(file(), StandardCharsets.UTF_8);
  }

  @Test
  void branchesThatChangeDifferentFlowsMergeByThemselves() throws Exception {
    ShapeLock ours = BASE.add(ShapeLockTest.released("checkout", "pay-by-card"));
    ShapeLock theirs = BASE.add(ShapeLockTest.released("invoice", "print"));
    assertThat(merge(BASE, ours, theirs)).isZero();
    assertThat(merged()).isEqualTo(ours.addAll(theirs.shapes()).render());
  }

  @Test
  void branchesThatAddAShapeInDifferentPlacesOfOneFlowMergeByThemselves() throws Exception {
    ShapeLock base = BASE;
    for (int i = 0; i < 30; i++) {
      base = base.add(ShapeLockTest.released("checkout", "pay" + i));
    }
    ShapeLock ours = base.add(ShapeLockTest.released("checkout", "left"));
    ShapeLock theirs = base.add(ShapeLockTest.released("checkout", "right"));
    assertThat(merge(base, ours, theirs)).isZero();
    assertThat(merged()).isEqualTo(ours.addAll(theirs.shapes()).render());
  }

  @Test
  void aConflictIsRefusedUntilTheLinesOfBothAreKept() throws Exception {
    ShapeLock base = released("checkout");
    ShapeLock ours = base.add(ShapeLockTest.released("refund", "pay"));
    ShapeLock theirs = base.add(ShapeLockTest.released("ship", "pack"));
    assertThat(merge(base, ours, theirs)).isNotZero();
    String conflict = merged();
    assertThat(catchThrowable(() -> ShapeLock.parse("x", conflict)))
        .hasMessageContaining("an unfinished merge");
    String kept = conflict.replaceAll("(?m)^(<{7}|={7}|>{7}).*\n", "");
    assertThat(ShapeLock.parse("x", kept)).isEqualTo(ours.addAll(theirs.shapes()));
  }

  /** One line in .gitattributes, and nobody has to look at a lock again. */
  @Test
  void withTheUnionDriverEveryMergeHasWhatBothSidesHad() throws Exception {
    Files.writeString(repository.resolve(".gitattributes"), ShapeLock.FILE + " merge=union\n");
    Random random = new Random(SEED);
    RandomShapes shapes = new RandomShapes(SEED);
    for (int round = 0; round < 15; round++) {
      ShapeLock base = some(random, shapes, ShapeLock.empty());
      ShapeLock ours = some(random, shapes, base);
      ShapeLock theirs = some(random, shapes, base);
      assertThat(merge(base, ours, theirs)).as("seed %s, round %s", SEED, round).isZero();
      assertThat(ShapeLock.parse("x", merged()))
          .as("seed %s, round %s", SEED, round)
          .isEqualTo(ours.addAll(theirs.shapes()));
    }
  }

  private static ShapeLock some(Random random, RandomShapes shapes, ShapeLock base) {
    ShapeLock lock = base;
    for (int i = random.nextInt(4); i > 0; i--) {
      String flow = "flow" + random.nextInt(3);
      ReleasedShape fresh = ReleasedShape.of(flow, "", shapes.shape(), List.of("step"));
      lock = lock.add(fresh.labelled("r" + random.nextInt(3)));
    }
    for (ReleasedShape each : base.shapes()) {
      lock = random.nextInt(4) == 0 ? lock.add(each.labelled("more" + random.nextInt(5))) : lock;
    }
    return lock;
  }
}
