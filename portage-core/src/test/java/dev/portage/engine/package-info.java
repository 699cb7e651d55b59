/**
 * What an engine promises. Start reading at {@link dev.portage.engine.GoldenTracesTest}, then
 * {@link dev.portage.engine.RandomFlowsTest}.
 */
@NullMarked
package dev.portage.engine;

import org.jspecify.annotations.NullMarked;
