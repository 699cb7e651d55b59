/**
 * Migration books in YAML and JSON, and target shapes in text: what an operator can migrate by
 * without any code of the application. Start reading at {@link dev.portage.files.MigrationFiles}.
 */
@NullMarked
package dev.portage.files;

import org.jspecify.annotations.NullMarked;
