/**
 * What is stored of a flow, and the one door through which it changes. Start reading at {@link
 * dev.portage.store.FlowStore}, then {@link dev.portage.store.FlowRecord}.
 */
@NullMarked
package dev.portage.store;

import org.jspecify.annotations.NullMarked;
