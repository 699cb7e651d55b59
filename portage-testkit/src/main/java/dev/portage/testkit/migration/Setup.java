package dev.portage.testkit.migration;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowFactory;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Migrations;
import dev.portage.shape.ShapeLock;
import dev.portage.store.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a {@link FlowMigrationContract} is held against: the flows and books of an application, and
 * the shapes that it has released. Immutable: each method returns a changed copy. Paths are
 * relative to the working directory of the tests, which is that of the module.
 */
public final class Setup {
  private final FlowModule module;
  private final Limits limits;
  private final Files files;
  private final Map<Object, String> reasons;
  private final Map<String, JsonNode> values;

  /**
   * How much is tried.
   *
   * @param within for the frontiers of all shapes together
   * @param frontiers of each shape at most; more are sampled
   * @param seed of samples
   */
  record Limits(Duration within, int frontiers, long seed) {}

  /**
   * What is read.
   *
   * @param fixtures null if there are none
   */
  record Files(Path lock, Path plans, @Nullable Path fixtures) {}

  private Setup(
      FlowModule module,
      Limits limits,
      Files files,
      Map<Object, String> reasons,
      Map<String, JsonNode> values) {
    this.module = module;
    this.limits = limits;
    this.files = files;
    this.reasons = Map.copyOf(reasons);
    this.values = Map.copyOf(values);
  }

  /** The flows and books of a module, with {@code flow-shapes.lock} beside the build file. */
  public static Setup of(FlowModule module) {
    long seed = Long.getLong("portage.seed", System.nanoTime() & 0xffff_ffffL);
    return new Setup(
        module,
        new Limits(Duration.ofSeconds(15), 10_000, seed),
        new Files(Path.of(ShapeLock.FILE), Path.of("flow-plans.json"), null),
        Map.of(),
        Map.of());
  }

  /** The same for one flow that is in no module. */
  public static Setup of(String flow, FlowFactory factory, Consumer<BookBuilder> book) {
    return of(module(flow, factory, book));
  }

  /** A module of one flow. Its book is made when it is asked for, as that of others. */
  static FlowModule module(String flow, FlowFactory factory, Consumer<BookBuilder> book) {
    return new FlowModule() {
      @Override
      public FlowCatalog catalog() {
        return FlowCatalog.of(flow, factory);
      }

      @Override
      public Migrations migrations() {
        return Migrations.of(flow, book);
      }
    };
  }

  /**
   * The lockfile of released shapes, which {@code portage record} writes; approved plans are beside
   * it, in {@code flow-plans.json}.
   */
  public Setup lock(String file) {
    Path lock = Path.of(file);
    return with(new Files(lock, lock.resolveSibling("flow-plans.json"), files.fixtures()));
  }

  /** Where the approved plans are. */
  public Setup plans(String file) {
    return with(new Files(files.lock(), Path.of(file), files.fixtures()));
  }

  /**
   * A directory with documents of recorded flows, as {@code portage fixture} writes them: what
   * their tasks stored is what tasks of that name and version are taken to store.
   */
  public Setup fixtures(String directory) {
    return with(new Files(files.lock(), files.plans(), Path.of(directory)));
  }

  /** What a slot holds, as input or as output, where no fixture says otherwise. */
  public Setup value(String slot, Object value) {
    return withValue(slot, Json.tree(value));
  }

  /**
   * What a task of one version has stored.
   *
   * @param slots an object with a member for each slot, such as a map
   */
  public Setup output(String task, String version, Object slots) {
    JsonNode tree = Json.tree(slots);
    if (!tree.isObject()) {
      throw new IllegalArgumentException(
          "what " + task + "@" + version + " stores is an object of slots, found " + tree);
    }
    return withValue(task + "@" + version, tree);
  }

  /** Takes findings of a code for what is meant so, with the reason why. */
  public Setup allow(FindingCode code, String why) {
    return because(code, why);
  }

  /** Takes a step for what no released shape needs, with the reason why it is kept. */
  public Setup unused(String step, String why) {
    return because("step " + step, why);
  }

  /** Leaves out a point of the contract, 1 to 12, with the reason why; its tests are aborted. */
  public Setup without(int point, String why) {
    return because(point, why);
  }

  /** How long frontiers may be tried, of all shapes together; 15 seconds unless told. */
  public Setup within(Duration most) {
    return with(new Limits(most, limits.frontiers(), limits.seed()));
  }

  /** How many frontiers of a shape are tried; beyond 10,000 unless told, a sample is. */
  public Setup frontiers(int most) {
    return with(new Limits(limits.within(), most, limits.seed()));
  }

  /** Of which seed samples are; each run has its own unless told, which it prints. */
  public Setup seed(long seed) {
    return with(new Limits(limits.within(), limits.frontiers(), seed));
  }

  private Setup with(Files other) {
    return new Setup(module, limits, other, reasons, values);
  }

  private Setup with(Limits other) {
    return new Setup(module, other, files, reasons, values);
  }

  private Setup because(Object what, String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("say why, for who reads it in a year");
    }
    Map<Object, String> more = new HashMap<>(reasons);
    more.put(what, why);
    return new Setup(module, limits, files, more, values);
  }

  private Setup withValue(String key, JsonNode value) {
    Map<String, JsonNode> more = new HashMap<>(values);
    more.put(key, value);
    return new Setup(module, limits, files, reasons, more);
  }

  FlowModule module() {
    return module;
  }

  Limits limits() {
    return limits;
  }

  Files files() {
    return files;
  }

  /** What is said of a code, a step or a point; null if nothing is. */
  @Nullable String reason(Object what) {
    return reasons.get(Objects.requireNonNull(what));
  }

  /** By slot, and by task and version: see {@link #value} and {@link #output}. */
  Map<String, JsonNode> values() {
    return values;
  }
}
