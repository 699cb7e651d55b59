/**
 * Runs flows and stores what each task did. Knows nothing of migrations; {@link
 * dev.portage.engine.Admission} is where they come in. Start reading at {@link
 * dev.portage.engine.Engine}.
 */
@NullMarked
package dev.portage.engine;

import org.jspecify.annotations.NullMarked;
