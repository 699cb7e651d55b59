/** Faults of real database servers; start reading at {@link dev.portage.fault.Load}. */
@NullMarked
package dev.portage.fault;

import org.jspecify.annotations.NullMarked;
