package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.model.FlowException;
import dev.portage.shape.Fingerprint;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.LineageEdge;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lineages of one store as this code reads and continues them. Before this code stores its
 * first flow of a name, it records which stored shapes it carries over; so code that is older finds
 * the edge before it can find the flow. Thread-safe.
 */
final class Lineages {
  /** Of more shapes than this only those with the most flows; the rest when a flow is migrated. */
  private static final int MOST_SHAPES = 1000;

  private final FlowStore store;
  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final Set<String> introduced = ConcurrentHashMap.newKeySet();
  private final Set<Said> said = ConcurrentHashMap.newKeySet();

  /** An edge that this code knows to be stored. */
  private record Said(String flow, String variant, Fingerprint from, Fingerprint to) {}

  Lineages(FlowStore store, FlowCatalog catalog, Migrations migrations) {
    this.store = store;
    this.catalog = catalog;
    this.migrations = migrations;
  }

  /** What this code knows about flows of that name at this moment. */
  Outlook outlook(String flow) {
    MigrationBook book = migrations.book(flow);
    return new Outlook(book, Lineage.of(store, flow, book));
  }

  /** To be told before a flow is stored as this code has it. */
  void bears(FlowHeader.Key key, Target target) {
    Fingerprint shape = target.shape().fingerprint();
    say(key, shape, shape);
  }

  /** To be told before a flow is carried over. */
  void carries(FlowHeader stored, Target target) {
    say(stored.key(), stored.shape().fingerprint(), target.shape().fingerprint());
  }

  private void say(FlowHeader.Key key, Fingerprint from, Fingerprint to) {
    Said edge = new Said(key.flow(), key.variant(), from, to);
    if (!said.contains(edge)) {
      sayFirst(edge, key.id());
    }
  }

  /** Whoever says the same at the same time waits until it is stored. */
  private synchronized void sayFirst(Said edge, FlowId sample) {
    if (said.contains(edge)) {
      return;
    }
    if (!introduced.contains(edge.flow)) {
      introduce(edge.flow);
      introduced.add(edge.flow);
    }
    store.note(List.of(edge(edge, sample)));
    said.add(edge);
  }

  private void introduce(String flow) {
    if (migrations.book(flow) == null) {
      return; // this code carries nothing over
    }
    Outlook outlook = outlook(flow);
    List<LineageEdge> edges =
        samples(flow).stream()
            .map(sample -> carried(sample, outlook))
            .filter(Objects::nonNull)
            .toList();
    if (!edges.isEmpty()) {
      store.note(edges);
    }
  }

  /** A flow for each shape that is stored unfinished, or that other code was seen with. */
  private Set<FlowId> samples(String flow) {
    List<CensusLine> lines = store.census(FlowQuery.unfinished().of(flow));
    Set<FlowId> samples = new LinkedHashSet<>();
    lines.stream()
        .sorted(Comparator.comparingLong(CensusLine::unfinished).reversed())
        .limit(MOST_SHAPES)
        .forEach(line -> samples.add(line.sample()));
    store.lineage(flow).stream()
        .filter(LineageEdge::isOfOneShape)
        .forEach(edge -> samples.add(edge.sample()));
    return samples;
  }

  /** What this code has for a stored flow; null if it has no such flow. */
  @Nullable Target target(FlowHeader header) {
    return catalog.target(header.key(), migrations.inputs(header)).orElse(null);
  }

  /** The edge from the shape of a stored flow; null if this code does not carry it over. */
  private @Nullable LineageEdge carried(FlowId sample, Outlook outlook) {
    try {
      FlowRecord stored = store.load(sample).orElse(null);
      FlowHeader header = stored == null ? null : stored.header();
      Target target = header == null ? null : target(header);
      if (stored == null || target == null || !isCarried(outlook.plan(stored, target))) {
        return null;
      }
      Fingerprint from = stored.shape().fingerprint();
      Fingerprint to = target.shape().fingerprint();
      FlowHeader.Key key = stored.header().key();
      return edge(new Said(key.flow(), key.variant(), from, to), sample);
    } catch (FlowException e) {
      // it cannot be read or built, so this code carries nothing over from it
      return null;
    }
  }

  private static boolean isCarried(Plan plan) {
    return plan instanceof Plan.Ready || plan instanceof Plan.Nothing;
  }

  private LineageEdge edge(Said edge, FlowId sample) {
    MigrationBook book = migrations.book(edge.flow);
    int epoch = book == null ? 0 : book.epoch();
    return new LineageEdge(edge.flow, edge.variant, edge.from, edge.to, epoch, sample);
  }
}
