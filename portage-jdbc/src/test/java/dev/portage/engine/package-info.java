/** What the engine's own tests show in memory, on SQLite. */
@NullMarked
package dev.portage.engine;

import org.jspecify.annotations.NullMarked;
