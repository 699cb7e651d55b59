package dev.portage.model;

import dev.portage.model.RetryStrategy.Decision;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What decides whether a flow, or a part of it, is tried again. It is an atom: it has a name of its
 * own and a version, runs before everything else in its flow, and may provide slots to it.
 * Immutable: each method returns a changed copy.
 */
public final class Retry {
  private record Traits(Version version, List<String> formerly) {}

  private record Slots(List<Slot<?>> requires, List<Slot<?>> provides) {}

  private final String name;
  private final RetryStrategy strategy;
  private final Traits traits;
  private final Slots slots;

  private Retry(String name, RetryStrategy strategy, Traits traits, Slots slots) {
    this.name = Objects.requireNonNull(name, "name");
    this.strategy = Objects.requireNonNull(strategy, "strategy");
    this.traits = traits;
    this.slots = slots;
  }

  /** A retry of version 1.0 with a strategy of your own. */
  public static Retry of(String name, RetryStrategy strategy) {
    return new Retry(
        name, strategy, new Traits(Version.DEFAULT, List.of()), new Slots(List.of(), List.of()));
  }

  /**
   * Tries so many times. A slot that it provides holds the number of the attempt, from 1.
   *
   * @param attempts at least 1, the first one included
   */
  public static Retry times(String name, int attempts) {
    return of(name, new Strategies.Times(attempts));
  }

  /** Never tries again: what fails in the flow reverts that flow, not what is around it. */
  public static Retry alwaysRevert(String name) {
    return of(name, new Strategies.Always(Decision.REVERT));
  }

  /** Never tries again: what fails in the flow reverts everything, whatever retries are around. */
  public static Retry alwaysRevertAll(String name) {
    return of(name, new Strategies.Always(Decision.REVERT_ALL));
  }

  /**
   * Tries once with each value.
   *
   * @param slot provided by the retry: the value of the attempt
   * @param values without nulls; the first that was not tried yet is next
   */
  public static <T> Retry forEach(String name, Slot<T> slot, List<T> values) {
    return of(name, new Strategies.ForEach<>(slot, values)).provides(slot);
  }

  /**
   * Tries once with each value that a slot holds.
   *
   * @param slot provided by the retry: the value of the attempt
   * @param values required by the retry
   */
  public static <T> Retry forEachOf(String name, Slot<T> slot, Slot<List<T>> values) {
    return of(name, new Strategies.ForEachOf<>(slot, values)).requires(values).provides(slot);
  }

  /** A copy that reverts everything once it tries no more, whatever retries are around it. */
  public Retry revertingAll() {
    return new Retry(name, new Strategies.RevertingAll(strategy), traits, slots);
  }

  /** A copy with another version. */
  public Retry version(int major, int minor) {
    return new Retry(name, strategy, new Traits(Version.of(major, minor), traits.formerly), slots);
  }

  /** A copy that says which names the retry had in earlier releases, so that they are renamed. */
  public Retry formerly(String... names) {
    List<String> all = Stream.concat(traits.formerly.stream(), Stream.of(names)).toList();
    return new Retry(name, strategy, new Traits(traits.version, all), slots);
  }

  /** A copy that also requires these slots. */
  public Retry requires(Slot<?>... more) {
    return new Retry(name, strategy, traits, new Slots(plus(slots.requires, more), slots.provides));
  }

  /** A copy that also provides these slots to its flow. */
  public Retry provides(Slot<?>... more) {
    return new Retry(name, strategy, traits, new Slots(slots.requires, plus(slots.provides, more)));
  }

  private static List<Slot<?>> plus(List<Slot<?>> slots, Slot<?>... more) {
    return Stream.concat(slots.stream(), Stream.of(more)).toList();
  }

  /** Unique in the whole flow, among tasks and retries. */
  public String name() {
    return name;
  }

  /** What decides. */
  public RetryStrategy strategy() {
    return strategy;
  }

  /** The declared version. */
  public Version version() {
    return traits.version;
  }

  /** Names that the retry had in earlier releases; usually empty. */
  public List<String> formerNames() {
    return traits.formerly;
  }

  /** What it reads, in declared order. */
  public List<Slot<?>> requires() {
    return slots.requires;
  }

  /** What it stores, in declared order. */
  public List<Slot<?>> provides() {
    return slots.provides;
  }

  @Override
  public String toString() {
    return name + "@" + traits.version + " " + strategy.describe();
  }
}
