/**
 * Flows in a SQL database: SQLite, PostgreSQL or MariaDB. Start reading at {@link
 * dev.portage.jdbc.JdbcFlowStore}; the tables are in the scripts beside this package's classes, and
 * {@link dev.portage.jdbc.StoreTables} looks after them.
 */
@NullMarked
package dev.portage.jdbc;

import org.jspecify.annotations.NullMarked;
