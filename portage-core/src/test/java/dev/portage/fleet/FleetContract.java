package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Forecast;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.RandomFleet;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.ForwardingStore;
import dev.portage.store.JournalBatch;
import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import dev.portage.store.SetExchange;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Laws of fleets, on random ones, whatever the store. */
@Timeout(300)
public interface FleetContract {
  /** How many flows each has. */
  int FLOWS = Integer.getInteger("portage.fleet.flows", 150);

  /** Where the laws begin. */
  long SEED = Long.getLong("portage.seed", 61L);

  /** Nobody drives these flows, so the clock does not matter. */
  Migrator.Who WHO = new Migrator.Who("laws", InstantSource.system());

  /** When a flow was stored, in its pre-image. */
  Pattern TIMES = Pattern.compile("\"began\":\"[^\"]*\",\"changed\":\"[^\"]*\",(?=\"atoms\")");

  /** A new and empty store. */
  FlowStore open();

  /** How many random fleets. */
  default int fleets() {
    return Integer.getInteger("portage.fleets", 8);
  }

  /** Whether it carries flows over in sets. */
  default boolean hasSets() {
    return true;
  }

  private void each(Law law) throws Exception {
    each(false, law);
  }

  private void each(boolean arePlain, Law law) throws Exception {
    Random seeds = new Random(SEED);
    for (int i = 0; i < fleets(); i++) {
      long seed = seeds.nextLong();
      try (FlowStore store = open()) {
        RandomFleet fleet = new RandomFleet(seed, FLOWS, arePlain);
        fleet.fill(store);
        law.check(fleet, store, "fleet " + i + " of seed " + SEED);
      }
    }
  }

  /** One law. */
  interface Law {
    /** Fails if it does not hold. */
    void check(RandomFleet fleet, FlowStore store, String which) throws Exception;
  }

  private static Fleet fleet(RandomFleet code) {
    return new Fleet(code.catalog(), code.migrations());
  }

  private static Map<FlowId, String> images(FlowStore store) {
    Map<FlowId, String> images = new TreeMap<>();
    for (FlowHeader flow : store.find(FlowQuery.all())) {
      images.put(flow.id(), RandomFleet.image(store.load(flow.id()).orElseThrow()));
    }
    return images;
  }

  private static Map<FlowId, String> words(List<Settled> settled) {
    Map<FlowId, String> words = new TreeMap<>();
    settled.forEach(one -> words.put(one.flow().id(), one.outcome().word()));
    return words;
  }

  @Test
  default void aFleetRunDoesToEachFlowWhatAMigratorDoes() throws Exception {
    each(this::doesWhatAMigratorDoes);
  }

  @Test
  default void inSetsItDoesToEachFlowWhatAMigratorDoes() throws Exception {
    each(true, this::doesWhatAMigratorDoes);
  }

  private void doesWhatAMigratorDoes(RandomFleet code, FlowStore store, String which) {
    FleetPlan plan = fleet(code).plan(store, FlowQuery.unfinished());
    Heard heard = new Heard();
    FleetReport report = fleet(code).run(store, WHO, plan, relentless()).listening(heard).run();
    try (FlowStore other = open()) {
      code.fill(other);
      Map<FlowId, String> words = oneByOne(code, other, plan);
      assertThat(words(heard.settled())).as(which).isEqualTo(words);
      areAlike(images(store), images(other), which);
      areAlike(leases(store), leases(other), which);
      areAlike(journals(store), journals(other), which);
      assertThat(store.lineage("type-0")).as(which).hasSameSizeAs(other.lineage("type-0"));
    }
    assertThat(report.ending()).as(which).isEqualTo(Ending.DONE);
    assertThat(report.books().count(Fate.WAITING)).as(which).isZero();
    journalsTellIt(store, Objects.requireNonNull(report.run()), report.books(), which);
  }

  private static <T> void areAlike(Map<FlowId, T> found, Map<FlowId, T> expected, String which) {
    assertThat(found.keySet()).as(which).isEqualTo(expected.keySet());
    found.forEach((id, one) -> assertThat(one).as("%s, %s", which, id).isEqualTo(expected.get(id)));
  }

  private static Map<FlowId, String> leases(FlowStore store) {
    Map<FlowId, String> leases = new TreeMap<>();
    for (FlowHeader flow : store.find(FlowQuery.all())) {
      leases.put(flow.id(), flow.lease().token() + " " + flow.lease().owner());
    }
    return leases;
  }

  /** What the journals say but for runs and times, byte for byte. */
  private static Map<FlowId, List<String>> journals(FlowStore store) {
    Map<FlowId, List<String>> journals = new TreeMap<>();
    for (FlowHeader flow : store.find(FlowQuery.all())) {
      journals.put(flow.id(), store.journal(flow.id()).stream().map(FleetContract::text).toList());
    }
    return journals;
  }

  private static String text(JournalEntry entry) {
    String before = new String(entry.before().bytes(), StandardCharsets.UTF_8);
    return entry.revision()
        + " by "
        + entry.made().actor()
        + " "
        + entry.from()
        + " "
        + entry.to()
        + entry.steps()
        + new String(entry.moves().bytes(), StandardCharsets.UTF_8)
        + TIMES.matcher(before).replaceFirst("");
  }

  private static FleetOptions relentless() {
    return FleetOptions.defaults().withStopAfterFailures(0);
  }

  private static Map<FlowId, String> oneByOne(RandomFleet code, FlowStore store, FleetPlan plan) {
    Migrator migrator = new Migrator(store, code.catalog(), code.migrations(), WHO);
    Map<FlowId, String> words = new TreeMap<>();
    for (FlowHeader flow : store.find(FlowQuery.unfinished())) {
      for (Forecast forecast : plan.planned()) {
        if (forecast.line().covers(flow)) {
          Outcome outcome = migrator.migrate(flow.id(), Objects.requireNonNull(forecast.target()));
          words.put(flow.id(), outcome.word());
        }
      }
    }
    return words;
  }

  private static void journalsTellIt(FlowStore store, RunId run, Books books, String which) {
    List<FlowId> flows = store.flowsOf(run);
    assertThat(flows).as(which).hasSize((int) books.count(Fate.MIGRATED));
    List<JournalEntry> all = flows.stream().flatMap(id -> store.journal(id).stream()).toList();
    assertThat(all).as(which).hasSameSizeAs(flows);
    assertThat(store.batches(run)).as(which).hasSameElementsAs(JournalBatch.of(all));
  }

  @Test
  default void whatNeedsNoLookIsCarriedOverInSets() throws Exception {
    AtomicLong inSets = new AtomicLong();
    long[] migrated = new long[1];
    each(
        true,
        (code, store, which) -> {
          FlowStore counting = new CountingSets(store, inSets);
          FleetPlan plan = fleet(code).plan(counting, FlowQuery.unfinished());
          Books books = fleet(code).run(counting, WHO, plan, relentless()).run().books();
          migrated[0] += books.count(Fate.MIGRATED);
        });
    assertThat(migrated[0]).as("seed " + SEED).isPositive();
    if (hasSets()) {
      assertThat(inSets.get()).as("seed " + SEED).isGreaterThan(migrated[0] / 2);
    }
  }

  @Test
  default void whatIsLoadedTogetherIsWhatIsLoadedAlone() throws Exception {
    each(
        (code, store, which) -> {
          List<FlowId> ids = store.find(FlowQuery.all()).stream().map(FlowHeader::id).toList();
          store
              .loadSmall(ids)
              .forEach((id, flow) -> assertThat(flow).as(which).isEqualTo(store.load(id).get()));
          assertThat(store.loadSmall(ids).keySet()).hasSize(hasSets() ? ids.size() : 0);
        });
  }

  record CountingSets(FlowStore behind, AtomicLong carried) implements ForwardingStore {
    @Override
    public Optional<SetExchange.Done> exchange(SetExchange exchange) {
      Optional<SetExchange.Done> done = behind.exchange(exchange);
      carried.addAndGet(done.map(some -> some.carried().size()).orElse(0));
      return done;
    }
  }

  @Test
  default void aRehearsalChangesNothingAndForetellsWhatComes() throws Exception {
    each(
        (code, store, which) -> {
          Map<FlowId, String> before = images(store);
          FleetPlan plan = fleet(code).plan(store, FlowQuery.unfinished());
          Heard rehearsed = new Heard();
          FleetReport report =
              fleet(code).rehearsal(store, plan, relentless()).listening(rehearsed).run();
          assertThat(images(store)).as(which).isEqualTo(before);
          assertThat(store.lineage("type-0")).as(which).isEmpty();
          Heard heard = new Heard();
          FleetReport real = fleet(code).run(store, WHO, plan, relentless()).listening(heard).run();
          assertThat(words(rehearsed.settled())).as(which).isEqualTo(words(heard.settled()));
          assertThat(report.books()).as(which).isEqualTo(real.books());
        });
  }

  @Test
  default void aSecondRunFindsNothingLeftToMigrate() throws Exception {
    each(
        (code, store, which) -> {
          FleetPlan plan = fleet(code).plan(store, FlowQuery.unfinished());
          fleet(code).run(store, WHO, plan, relentless()).run();
          Map<FlowId, String> after = images(store);
          FleetPlan again = fleet(code).plan(store, FlowQuery.unfinished());
          FleetReport report = fleet(code).run(store, WHO, again, relentless()).run();
          assertThat(report.books().count(Fate.MIGRATED)).as(which).isZero();
          assertThat(images(store)).as(which).isEqualTo(after);
        });
  }

  @Test
  default void twoRunsAtOnceMigrateEachFlowOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      each(
          (code, store, which) -> {
            FleetPlan plan = fleet(code).plan(store, FlowQuery.unfinished());
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<FleetReport>> runs = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
              runs.add(
                  threads.submit(
                      () -> {
                        start.await(60, TimeUnit.SECONDS);
                        return fleet(code).run(store, WHO, plan, relentless()).run();
                      }));
            }
            long migrated = 0;
            for (Future<FleetReport> run : runs) {
              Books books = run.get().books();
              assertThat(books.count(Fate.WAITING)).as(which).isZero();
              migrated += books.count(Fate.MIGRATED);
            }
            long journalled = 0;
            for (FlowHeader flow : store.find(FlowQuery.all())) {
              assertThat(store.journal(flow.id())).as(which).hasSizeLessThan(2);
              journalled += store.journal(flow.id()).size();
            }
            assertThat(migrated).as(which).isEqualTo(journalled);
          });
    } finally {
      threads.shutdownNow();
    }
  }
}
