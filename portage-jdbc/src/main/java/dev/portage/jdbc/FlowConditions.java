package dev.portage.jdbc;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/** A query as the condition of a statement over flows {@code f}; its page is not part of it. */
final class FlowConditions {
  static final String FINISHED = "f.state IN ('SUCCESS', 'REVERTED')";

  /** So many digits has a whole fingerprint. */
  private static final int WHOLE = 64;

  /** Nobody's lease is live at {@code at}. */
  static final String FREE = "(f.owner IS NULL OR f.lease_until IS NULL OR f.lease_until <= :at)";

  private static final String LINE =
      "f.flow = :flow%1$s AND f.variant = :variant%1$s AND f.fingerprint = :fingerprint%1$s"
          + " AND f.digest = :digest%1$s AND f.stamp = :stamp%1$s";

  private final FlowQuery query;
  private final String sql;

  private FlowConditions(FlowQuery query, String sql) {
    this.query = query;
    this.sql = sql;
  }

  static FlowConditions of(FlowQuery query, Dialect dialect) {
    List<String> all = new ArrayList<>(List.of(dialect.isNamed()));
    if (query.flow() != null) {
      all.add("f.flow = :flow");
    }
    if (query.fingerprint() != null) {
      boolean isWhole = query.fingerprint().length() == WHOLE;
      all.add(
          isWhole // an index has them by id
              ? "f.fingerprint = :prefix"
              : "substr(f.fingerprint, 1, length(:prefix)) = :prefix");
    }
    if (query.scope() != FlowQuery.Scope.ALL) {
      all.add(query.scope() == FlowQuery.Scope.FINISHED ? FINISHED : dialect.unfinished());
    }
    if (query.claimableAt() != null) {
      all.add(FREE);
    }
    if (!query.ids().isEmpty()) {
      all.add(dialect.isOneOf("f.id"));
    }
    addTraits(query.traits(), all);
    for (int line = 0; line < query.except().size(); line++) {
      all.add("NOT (" + line(String.valueOf(line)) + ")");
    }
    return new FlowConditions(query, String.join(" AND ", all));
  }

  /** All but metadata, which went through codecs: {@link FlowPages} sees to that. */
  private static void addTraits(FlowQuery.Traits traits, List<String> all) {
    if (!traits.states().isEmpty()) {
      all.add(
          traits.states().stream()
              .map(state -> "'" + state.name() + "'")
              .collect(Collectors.joining(", ", "f.state IN (", ")")));
    }
    if (traits.from() != null) {
      all.add("f.began >= :began_from");
    }
    if (traits.before() != null) {
      all.add("f.began < :began_before");
    }
  }

  /** A condition that begins a page: only what comes behind a flow, bound as {@code after}. */
  static String after(boolean isFirst) {
    return isFirst ? "1 = 1" : "f.id > :after";
  }

  String sql() {
    return sql;
  }

  void bind(SqlStatement<?> statement) {
    statement
        .bind("flow", query.flow())
        .bind("prefix", Objects.requireNonNullElse(query.fingerprint(), ""))
        .bind("at", StoredText.time(query.claimableAt()))
        .bind("began_from", StoredText.time(query.traits().from()))
        .bind("began_before", StoredText.time(query.traits().before()))
        .bind("ids", StoredText.names(query.ids().stream().map(FlowId::text).toList()));
    for (int i = 0; i < query.except().size(); i++) {
      bindLine(statement, String.valueOf(i), query.except().get(i));
    }
  }

  /** A condition: of one line of a census, bound by {@link #bindLine} with the same suffix. */
  static String line(String suffix) {
    return LINE.formatted(suffix);
  }

  static void bindLine(SqlStatement<?> statement, String suffix, CensusLine line) {
    statement
        .bind("flow" + suffix, line.flow())
        .bind("variant" + suffix, line.variant())
        .bind("fingerprint" + suffix, line.shape().fingerprint().hex())
        .bind("digest" + suffix, line.shape().digest())
        .bind("stamp" + suffix, StoredText.names(line.shape().stamp().heads()));
  }
}
