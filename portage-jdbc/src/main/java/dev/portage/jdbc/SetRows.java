package dev.portage.jdbc;

import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.Payload;
import dev.portage.store.SetExchange;
import dev.portage.store.SetExchange.Carried;
import dev.portage.store.SetRecipe;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a page of flows over by a few statements. Ids and the positions of atoms are all that
 * leaves the database. Every method works in the caller's transaction.
 */
final class SetRows {
  private static final String SAVEPOINT = "one_page";

  private final Dialect dialect;
  private final BulkRows rows;
  private final SetStatements statements;
  private final SqlTrouble trouble;

  SetRows(Dialect dialect, BulkRows rows, SqlTrouble trouble) {
    this.dialect = dialect;
    this.trouble = trouble;
    this.rows = rows;
    this.statements = new SetStatements(dialect);
  }

  /** A flow, and where it is if it may be carried over. */
  private record Found(String id, long revision, String state, @Nullable String positions) {}

  /** See {@link dev.portage.store.FlowStore#exchange}. */
  SetExchange.Done carry(Handle handle, SetExchange exchange, Instant now) {
    List<String> page = page(handle, exchange);
    if (page.isEmpty()) {
      return new SetExchange.Done(List.of(), null);
    }
    FlowId last = FlowId.of(page.get(page.size() - 1));
    handle.savepoint(SAVEPOINT);
    try {
      List<Carried> carried = carry(handle, exchange, page, now);
      handle.releaseSavepoint(SAVEPOINT);
      return new SetExchange.Done(carried, last);
    } catch (JdbiException e) {
      if (trouble.isOfAll(e) || trouble.isPassing(e)) {
        throw e;
      }
      // what one of them holds is not what it should be: each is looked at by itself, later
      handle.rollbackToSavepoint(SAVEPOINT);
      return new SetExchange.Done(List.of(), last);
    }
  }

  /** Locks the flows of a page that nobody drives; sorted. */
  private List<String> page(Handle handle, SetExchange exchange) {
    FlowConditions conditions =
        FlowConditions.of(exchange.page().claimable(exchange.claim().now()), dialect);
    FlowId after = exchange.page().page().after();
    var select = handle.createQuery(statements.page(conditions, exchange.page().page()));
    conditions.bind(select);
    FlowConditions.bindLine(select, SetStatements.OF_LINE, exchange.line());
    return select.bind("after", after == null ? null : after.text()).mapTo(String.class).list();
  }

  /** Carries those of a page over that can be. */
  private List<Carried> carry(Handle handle, SetExchange exchange, List<String> page, Instant now) {
    Map<SetRecipe, List<Carried>> groups = groups(handle, exchange, page);
    if (!groups.isEmpty()) {
      DistinctRows shapes = new DistinctRows();
      ShapeRows.collect(exchange.to().shape(), shapes);
      rows.execute(handle, ShapeRows.ADD, shapes.all());
    }
    List<Carried> carried = new ArrayList<>();
    groups.forEach(
        (recipe, flows) -> {
          carry(handle, exchange, recipe, flows, now);
          carried.addAll(flows);
        });
    return carried;
  }

  private Map<SetRecipe, List<Carried>> groups(
      Handle handle, SetExchange exchange, List<String> page) {
    List<Found> found =
        handle
            .createQuery(statements.judge(!exchange.to().inputs().isEmpty()))
            .bind("ids", StoredText.names(page))
            .bind("inputs", StoredText.names(exchange.to().inputs()))
            .bind("escape", SetStatements.ESCAPE)
            .map(
                (cursor, context) ->
                    new Found(
                        cursor.getString("id"),
                        cursor.getLong("revision"),
                        cursor.getString("state"),
                        cursor.getString("positions")))
            .list();
    Map<String, Optional<Situation>> situations = new HashMap<>();
    Map<SetRecipe, List<Carried>> groups = new LinkedHashMap<>();
    for (Found flow : found) {
      if (flow.positions == null) {
        continue;
      }
      Situation situation =
          situations
              .computeIfAbsent(
                  flow.state + flow.positions,
                  text -> SituationRows.parse(flow.state, flow.positions))
              .orElse(null);
      SetRecipe recipe = situation == null ? null : exchange.recipes().of(situation).orElse(null);
      if (situation != null && recipe != null) {
        groups
            .computeIfAbsent(recipe, first -> new ArrayList<>())
            .add(new Carried(FlowId.of(flow.id), flow.revision + 1, situation));
      }
    }
    return groups;
  }

  private void carry(
      Handle handle, SetExchange exchange, SetRecipe recipe, List<Carried> flows, Instant now) {
    String ids = StoredText.names(flows.stream().map(flow -> flow.id().text()).toList());
    journal(handle, exchange, recipe, flows, ids);
    for (SetRecipe.Change change : recipe.changes()) {
      change(handle, change, ids);
    }
    rows.execute(
        handle,
        AtomColumns.REPLACE,
        recipe.added().stream()
            .flatMap(
                row ->
                    flows.stream()
                        .map(flow -> AtomColumns.values(flow.id(), row, StoredValues.NONE)))
            .collect(Collectors.<@Nullable Object[]>toList()));
    ShapeRef to = ShapeRef.of(exchange.to().shape(), exchange.to().stamp());
    handle
        .createUpdate(statements.heads())
        .bind("ids", ids)
        .bind("fingerprint", to.fingerprint().hex())
        .bind("digest", to.digest())
        .bind("stamp", StoredText.names(to.stamp().heads()))
        .bind("owner", StoredText.name(exchange.claim().owner()))
        .bind("until", StoredText.time(exchange.claim().until()))
        .bind("now", StoredText.time(now))
        .execute();
    handle.createUpdate(statements.refusals()).bind("ids", ids).execute();
  }

  private void journal(
      Handle handle, SetExchange exchange, SetRecipe recipe, List<Carried> flows, String ids) {
    JournalEntry entry =
        new JournalEntry(
            flows.get(0).id(),
            flows.get(0).revision(),
            exchange.made(),
            exchange.line().shape(),
            ShapeRef.of(exchange.to().shape(), exchange.to().stamp()),
            recipe.steps(),
            recipe.moves(),
            Payload.EMPTY);
    var insert = handle.createUpdate(statements.journal()).bind("ids", ids);
    @Nullable Object[] values = JournalColumns.values(entry, StoredValues.NONE);
    List<Column> columns = JournalColumns.INSERT.bound();
    for (int i = 0; i < columns.size(); i++) {
      insert.bind(columns.get(i).name(), values[i]);
    }
    insert.execute();
    DistinctRows steps = new DistinctRows();
    StepRows.collect(exchange.line().flow(), entry, steps);
    rows.execute(handle, StepRows.ADD, steps.all());
  }

  private void change(Handle handle, SetRecipe.Change change, String ids) {
    String from = StoredText.name(change.from().template());
    SetRecipe.Place to = change.to();
    if (to == null) {
      handle.createUpdate(statements.remove()).bind("ids", ids).bind("from", from).execute();
      return;
    }
    if (to.mayBeDefault()) {
      handle
          .createUpdate(statements.removeBare(to.isCleared()))
          .bind("ids", ids)
          .bind("from", from)
          .execute();
    }
    handle
        .createUpdate(statements.place(to.isCleared()))
        .bind("ids", ids)
        .bind("from", from)
        .bind("template", StoredText.name(to.name().template()))
        .bind("state", to.state().name())
        .bind("intention", to.intention().name())
        .bind("version", StoredText.nameOrNull(to.version()))
        .execute();
  }
}
