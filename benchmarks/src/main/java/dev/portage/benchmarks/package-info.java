/**
 * How fast Portage is. Each benchmark prints figures, and beside each its limit, measured in the
 * same run. Start reading at {@link dev.portage.benchmarks.Main}.
 */
@NullMarked
package dev.portage.benchmarks;

import org.jspecify.annotations.NullMarked;
