package dev.portage.migration.frontier;

import dev.portage.migration.FindingCode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What has happened in all the cases. Thread-safe. */
final class Tally {
  /** Codes that a line of a book cannot always answer; each such finding carries advice. */
  static final Set<FindingCode> FOR_PEOPLE =
      Set.of(
          FindingCode.DEAD01,
          FindingCode.MIX01,
          FindingCode.FAIL01,
          FindingCode.RETRY01,
          FindingCode.LEAK01,
          FindingCode.NAME01,
          FindingCode.VER02);

  private record Line(AtomicInteger provoked, AtomicInteger mended, AtomicInteger advised) {}

  private final Map<FindingCode, Line> lines = new ConcurrentHashMap<>();
  private final AtomicInteger cases = new AtomicInteger();
  private final AtomicInteger situations = new AtomicInteger();
  private final AtomicInteger migrated = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger stuck = new AtomicInteger();

  private Line line(FindingCode code) {
    return lines.computeIfAbsent(
        code, c -> new Line(new AtomicInteger(), new AtomicInteger(), new AtomicInteger()));
  }

  void provoked(FindingCode code) {
    line(code).provoked().incrementAndGet();
  }

  void advised(FindingCode code) {
    line(code).advised().incrementAndGet();
  }

  void mended(Collection<String> answered) {
    answered.stream()
        .filter(text -> !text.equals("another book"))
        .forEach(text -> line(Mender.code(text)).mended().incrementAndGet());
  }

  void stuck() {
    stuck.incrementAndGet();
  }

  void situation(boolean isMigrated) {
    situations.incrementAndGet();
    migrated.addAndGet(isMigrated ? 1 : 0);
  }

  void ended(int resumed) {
    cases.incrementAndGet();
    runs.addAndGet(resumed);
  }

  int runs() {
    return runs.get();
  }

  int migrated() {
    return migrated.get();
  }

  int situations() {
    return situations.get();
  }

  boolean isProvoked(FindingCode code) {
    return line(code).provoked().get() > 0;
  }

  boolean isMended(FindingCode code) {
    return line(code).mended().get() > 0;
  }

  /** A table, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(cases + " cases, " + situations + " situations, " + migrated + " migrated, ");
    text.append(stuck + " times stuck, " + runs + " runs\n");
    new EnumMap<>(lines)
        .forEach(
            (code, line) ->
                text.append(
                    String.format(
                        java.util.Locale.ROOT,
                        "  %-8s provoked %7d  mended %7d  advised %7d%n",
                        code,
                        line.provoked().get(),
                        line.mended().get(),
                        line.advised().get())));
    return text.toString();
  }
}
