/**
 * What whoever writes a store or tests one needs. Start reading at {@link
 * dev.portage.testkit.FlowStoreContract}.
 */
@NullMarked
package dev.portage.testkit;

import org.jspecify.annotations.NullMarked;
