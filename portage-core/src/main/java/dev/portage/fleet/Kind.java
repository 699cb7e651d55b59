package dev.portage.fleet;

import dev.portage.migration.Forecast;
import dev.portage.store.FlowQuery;

/**
 * Flows of one name and fingerprint: what a query can tell apart, and an index finds.
 *
 * @param fingerprint all of it
 */
record Kind(String flow, String fingerprint) {
  private static final int PAGE = 500;

  static Kind of(Forecast forecast) {
    return new Kind(forecast.line().flow(), forecast.line().shape().fingerprint().hex());
  }

  /** Those among the flows that the query means, page by page. */
  FlowQuery in(FlowQuery query) {
    return query.of(flow).shaped(fingerprint).after(null).limit(PAGE);
  }
}
