/**
 * Flows in a SQL database; SQLite for now. Start reading at {@link dev.portage.jdbc.JdbcFlowStore};
 * the tables are in the script beside this package's classes.
 */
@NullMarked
package dev.portage.jdbc;

import org.jspecify.annotations.NullMarked;
