/**
 * What an application declares: slots, tasks, flows, and the states an atom or a flow can be in.
 * Everything here is immutable and knows nothing of stores or engines. Start reading at {@link
 * dev.portage.model.Flow}, then {@link dev.portage.model.Task}.
 */
@NullMarked
package dev.portage.model;

import org.jspecify.annotations.NullMarked;
