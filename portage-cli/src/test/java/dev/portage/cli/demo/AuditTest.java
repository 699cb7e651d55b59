package dev.portage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.cli.demo.outside.Ledger;
import dev.portage.cli.demo.outside.LedgerLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  private static final Set<String> ORDERS = Set.of("a", "b");
  private static final List<LedgerLine> GOOD =
      List.of(
          charge("k1", "a"),
          charge("k2", "b"),
          ship("k3", "a"),
          ship("k4", "b"),
          new LedgerLine("payments", "charge", "k1", "a", "payments-0", true));

  private static LedgerLine charge(String key, String order) {
    return new LedgerLine("payments", "charge", key, order, "x", false);
  }

  private static LedgerLine ship(String key, String order) {
    return new LedgerLine("shipping", "ship", key, order, "x", false);
  }

  private static Audit audit(LedgerLine... more) {
    return Audit.of(Stream.concat(GOOD.stream(), Stream.of(more)).toList(), ORDERS);
  }

  @Test
  void findsNothingInAGoodLedger() {
    Audit audit = audit();
    assertThat(audit.charges().once()).containsExactly("a", "b");
    assertThat(audit.charges().repeated()).isEqualTo(1);
    assertThat(audit.lost()).isEmpty();
    assertThat(audit.charges().twice()).isEmpty();
    assertThat(audit.shipments().twice()).isEmpty();
  }

  @Test
  void findsASecondCharge() {
    assertThat(audit(charge("another key", "b")).charges().twice()).containsExactly("b");
  }

  @Test
  void findsASecondParcel() {
    assertThat(audit(ship("another key", "a")).shipments().twice()).containsExactly("a");
  }

  @Test
  void findsAnOrderThatWasLost() {
    Audit audit = Audit.of(GOOD, Set.of("a", "b", "c"));
    assertThat(audit.lost()).containsExactly("c");
    assertThat(Audit.of(GOOD.subList(0, 3), ORDERS).lost()).containsExactly("b");
  }

  @Test
  void doesNotReadOverALineThatIsNoRequest(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("ledger.jsonl");
    Files.writeString(file, "{\"service\":\"payments\",\n");
    assertThatThrownBy(() -> new Ledger(file).lines()).isInstanceOf(RuntimeException.class);
  }
}
