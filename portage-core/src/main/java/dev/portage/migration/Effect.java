package dev.portage.migration;

import dev.portage.model.Names;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What custom code does to a flow, declared so that it can be planned without being run. A task
 * that is consumed and produced stays, in another version or with another output.
 *
 * @param consumes the tasks that it takes, by name with their stored version; cannot be changed
 * @param produces the tasks that are there instead, by name with their version in the new code;
 *     likewise
 * @param changesMeta whether it changes what is noted beside the flow
 */
public record Effect(
    SortedMap<String, String> consumes, SortedMap<String, String> produces, boolean changesMeta) {
  private static final Effect NONE = new Effect(new TreeMap<>(), new TreeMap<>(), false);

  /** Copies the maps. */
  public Effect {
    consumes = copy(consumes);
    produces = copy(produces);
  }

  /** One that touches nothing, to begin with. */
  public static Effect none() {
    return NONE;
  }

  /** A copy that takes this task too. */
  public Effect consuming(String task, String version) {
    return new Effect(with(consumes, task, version), produces, changesMeta);
  }

  /** A copy that makes this task too. */
  public Effect producing(String task, String version) {
    return new Effect(consumes, with(produces, task, version), changesMeta);
  }

  /** A copy that changes what is noted beside the flow. */
  public Effect changingMeta() {
    return new Effect(consumes, produces, true);
  }

  /** Whether it is about no task. */
  boolean isOfNoTask() {
    return consumes.isEmpty() && produces.isEmpty();
  }

  private static SortedMap<String, String> with(
      SortedMap<String, String> some, String task, String version) {
    SortedMap<String, String> more = new TreeMap<>(some);
    more.put(task, version);
    return more;
  }

  private static SortedMap<String, String> copy(SortedMap<String, String> map) {
    SortedMap<String, String> sorted = new TreeMap<>(Names.BY_UTF8);
    sorted.putAll(map);
    return Collections.unmodifiableSortedMap(sorted);
  }
}
