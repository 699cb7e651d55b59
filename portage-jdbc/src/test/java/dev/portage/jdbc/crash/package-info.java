/**
 * Processes that run flows and are killed. Start reading at {@link
 * dev.portage.jdbc.crash.EngineKillTest}.
 */
@NullMarked
package dev.portage.jdbc.crash;

import org.jspecify.annotations.NullMarked;
