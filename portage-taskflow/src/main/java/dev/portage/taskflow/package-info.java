/**
 * Reads databases that OpenStack TaskFlow has written, and never writes them. Start reading at
 * {@link dev.portage.taskflow.TaskflowStoreProvider}, then TaskflowReader.
 */
@NullMarked
package dev.portage.taskflow;

import org.jspecify.annotations.NullMarked;
