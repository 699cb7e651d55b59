/**
 * Carries stored flows over to today's code: compares, plans, proves, and exchanges, or refuses and
 * touches nothing. Start reading at {@link dev.portage.migration.MigrationBook}, then {@link
 * dev.portage.migration.Planner}, then {@link dev.portage.migration.RecordRewriter}.
 */
@NullMarked
package dev.portage.migration;

import org.jspecify.annotations.NullMarked;
