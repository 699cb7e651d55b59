package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a run tells, and sees that the books balance each time and go one way. */
final class Heard implements FleetListener {
  private final List<Settled> settled = new ArrayList<>();
  private final List<Books> books = new ArrayList<>();

  @Override
  public void settled(Settled flow, Books now) {
    settled.add(flow);
    keep(now);
  }

  @Override
  public void progress(Books now) {
    keep(now);
  }

  private void keep(Books now) {
    long sum = 0;
    for (Fate fate : Fate.values()) {
      sum += now.count(fate);
    }
    assertThat(sum).as("%s", now).isEqualTo(now.selected());
    if (!books.isEmpty()) {
      Books last = books.get(books.size() - 1);
      assertThat(now.settled()).isGreaterThanOrEqualTo(last.settled());
      assertThat(now.count(Fate.MIGRATED)).isGreaterThanOrEqualTo(last.count(Fate.MIGRATED));
    }
    books.add(now);
  }

  List<Settled> settled() {
    return settled;
  }

  /** Every state that the books were told in, in order. */
  List<Books> books() {
    return books;
  }
}
