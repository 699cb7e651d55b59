package dev.portage.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomKind;
import dev.portage.model.Names;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final long SEED = 7_001L;
  private static final int ROUNDS = 5_000;
  private static final String ROCKET = "\ud83d\ude80";

  private static ShapeAtom task(String name, @Nullable String version) {
    return ShapeAtom.of(AtomKind.TASK, name, version);
  }

  /** What the words of the definition say, without the code under test. */
  private static String byHand(List<ShapeAtom> atoms) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("flow-shape/1\n".getBytes(StandardCharsets.US_ASCII));
    List<ShapeAtom> sorted =
        atoms.stream()
            .sorted(
                (a, b) ->
                    Arrays.compareUnsigned(
                        a.name().getBytes(StandardCharsets.UTF_8),
                        b.name().getBytes(StandardCharsets.UTF_8)))
            .toList();
    for (ShapeAtom atom : sorted) {
      write(out, atom.name());
      write(out, atom.version());
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(sha.digest(bytes.toByteArray()));
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text == null ? -1 : bytes.length);
    out.write(bytes);
  }

  @Test
  void knownSetsHaveKnownFingerprints() {
    assertThat(Fingerprint.of(AtomSet.of(List.of())).hex())
        .isEqualTo("167bd97bcf5664f67d4b903c0d289bfda0b5b4c4228457cf78d4db7d6a032b01");
    AtomSet atoms =
        AtomSet.of(
            List.of(
                task("reserve", "1.0"),
                task("charge", "2.10"),
                task("žluť " + ROCKET, null),
                task("\uffee", "x")));
    assertThat(atoms.fingerprint().hex())
        .isEqualTo("f2817d067c570914f553f0ac42736241bcb0edd35ca11e13c66b80e84d040abd");
    assertThat(atoms.fingerprint().brief()).isEqualTo("f2817d067c");
  }

  @Test
  void everyFingerprintIsWhatTheDefinitionSays() throws IOException, GeneralSecurityException {
    RandomShapes random = new RandomShapes(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = random.shape();
      assertThat(shape.fingerprint().hex())
          .as("seed %s, round %s", SEED, round)
          .isEqualTo(byHand(shape.inOrder()));
    }
  }

  @Test
  void equalNamesAndVersionsAreTheSameAsEqualFingerprints() {
    RandomShapes random = new RandomShapes(SEED + 1);
    int equal = 0;
    for (int round = 0; round < ROUNDS; round++) {
      AtomSet a = random.shape().atoms();
      AtomSet b = random.near(random.near(a));
      boolean same = identity(a).equals(identity(b));
      equal += same ? 1 : 0;
      assertThat(a.fingerprint().equals(b.fingerprint()))
          .as("seed %s, round %s: %s %s", SEED + 1, round, a, b)
          .isEqualTo(same);
    }
    assertThat(equal).isBetween(100, ROUNDS - 100);
  }

  private static Object identity(AtomSet atoms) {
    return atoms.all().stream()
        .map(atom -> List.of(atom.name(), Objects.requireNonNullElse(atom.version(), "none\u0000")))
        .collect(Collectors.toSet());
  }

  @Test
  void kindSlotsOrderAndFlowNameDoNotCount() {
    RandomShapes random = new RandomShapes(SEED + 2);
    for (int round = 0; round < 500; round++) {
      Shape shape = random.shape();
      List<ShapeNode> other =
          shape.inOrder().stream()
              .sorted((a, b) -> b.name().compareTo(a.name()))
              .map(atom -> (ShapeNode) random.atom(atom.name()).versioned(atom.version()))
              .toList();
      Shape reordered =
          Shape.of(new ShapeGroup("other", dev.portage.model.Pattern.LINEAR, other, List.of()));
      assertThat(reordered.fingerprint()).as("seed %s", SEED + 2).isEqualTo(shape.fingerprint());
    }
  }

  @Test
  void aMissingVersionIsNotAnEmptyOneAndLengthsSeparate() {
    assertThat(
            List.of(
                    AtomSet.of(List.of(task("a", null))),
                    AtomSet.of(List.of(task("a", ""))),
                    AtomSet.of(List.of(task("a", "-"))),
                    AtomSet.of(List.of(task("a1", ".0"))),
                    AtomSet.of(List.of(task("a", "1.0"))))
                .stream()
                .map(AtomSet::fingerprint)
                .distinct())
        .hasSize(5);
  }

  @Test
  void namesSortByTheirBytesNotByTheirChars() {
    assertThat("\uffee".compareTo(ROCKET)).isPositive();
    TreeSet<String> sorted = new TreeSet<>(Names.BY_UTF8);
    sorted.addAll(List.of(ROCKET, "\uffee", "z", "ž", ""));
    assertThat(sorted).containsExactly("", "z", "ž", "\uffee", ROCKET);
    AtomSet atoms = AtomSet.of(List.of(task(ROCKET, "1.0"), task("\uffee", "1.0")));
    assertThat(atoms.toString()).isEqualTo("{\uffee@1.0 " + ROCKET + "@1.0}");
  }
}
