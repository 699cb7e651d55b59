/**
 * Databases that OpenStack TaskFlow has written: read as they are, and their flows migrated in
 * place. Start reading at {@link dev.portage.taskflow.TaskflowStoreProvider}, then TaskflowReader
 * and Translation; of what is written, TaskflowStore and RowExchange.
 */
@NullMarked
package dev.portage.taskflow;

import org.jspecify.annotations.NullMarked;
