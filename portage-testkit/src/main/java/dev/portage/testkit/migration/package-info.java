/**
 * The safety net of a team that changes its flows: a contract that migration books keep, and
 * assertions about single flows. Start reading at {@link
 * dev.portage.testkit.migration.FlowMigrationContract}.
 */
@NullMarked
package dev.portage.testkit.migration;

import org.jspecify.annotations.NullMarked;
