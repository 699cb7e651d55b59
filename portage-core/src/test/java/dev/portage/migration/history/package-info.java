/**
 * How real flows changed over the years, replayed. Start reading at {@link
 * dev.portage.migration.history.RealHistoriesTest}.
 */
@NullMarked
package dev.portage.migration.history;

import org.jspecify.annotations.NullMarked;
