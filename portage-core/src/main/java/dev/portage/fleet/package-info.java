/**
 * Carries whole stores over: census, one plan for each distinct shape, then flow after flow, with
 * books that balance at every moment. Start reading at {@link dev.portage.fleet.Fleet}, then {@code
 * Course}, then {@code FlowByFlow}.
 */
@NullMarked
package dev.portage.fleet;

import org.jspecify.annotations.NullMarked;
