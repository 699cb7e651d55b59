package dev.portage.jdbc;

/**
 * One of the scripts that make and upgrade tables, for those who carry them out themselves.
 *
 * @param number the schema that it makes of the one before; the first makes all tables
 * @param name of its file, as the jar has it
 * @param sql statements, each ending in a semicolon
 */
public record SchemaScript(int number, String name, String sql) {}
