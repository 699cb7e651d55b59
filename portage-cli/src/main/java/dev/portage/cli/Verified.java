package dev.portage.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How much was verified, and what does not fit. Not safe for use by several threads. */
final class Verified {
  /**
   * Something that does not fit.
   *
   * @param flow of which flow; empty if of none
   * @param sentence what was found and what was expected
   */
  record Problem(String flow, String sentence) {}

  private final Set<Problem> problems = new LinkedHashSet<>();
  private String store = "";
  private String lock = "";
  private long locked;
  private long shapes;
  private long flows;
  private long entries;

  void readFrom(String description) {
    store = description;
  }

  void lock(String name, long released) {
    lock = name;
    locked = released;
  }

  void shapes(long count) {
    shapes = count;
  }

  /** One more flow with so many entries in its journal. */
  void flow(long journal) {
    flows++;
    entries += journal;
  }

  void problem(String flow, String sentence) {
    problems.add(new Problem(flow, sentence));
  }

  String store() {
    return store;
  }

  long flows() {
    return flows;
  }

  long shapes() {
    return shapes;
  }

  long entries() {
    return entries;
  }

  /** The lockfile's name; empty if there is none. */
  String lock() {
    return lock;
  }

  long locked() {
    return locked;
  }

  List<Problem> problems() {
    return new ArrayList<>(problems);
  }
}
