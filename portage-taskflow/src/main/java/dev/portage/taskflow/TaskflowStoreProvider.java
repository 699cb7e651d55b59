package dev.portage.taskflow;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreProvider;
import dev.portage.store.StoreOptions;

/**
 * Opens databases that OpenStack TaskFlow has written: {@code taskflow:jdbc:sqlite:FILE}. To
 * migrate flows in them, the URL says where the journal is: {@code ?journal=FILE} for a SQLite file
 * beside, {@code ?journal=here} for tables in the same database.
 */
public final class TaskflowStoreProvider implements FlowStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TaskflowStoreProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(TaskflowUrl.SCHEME);
  }

  @Override
  public String urlForm() {
    return TaskflowUrl.FORM;
  }

  /** Makes no table of TaskFlow's; those of the journal only where the URL says so. */
  @Override
  public FlowStore open(String url, StoreOptions options) {
    if (TaskflowUrl.isServer(url)) {
      ServerDatabase server = ServerDatabase.open(url.substring(TaskflowUrl.SCHEME.length()));
      return TaskflowStore.open(server, server.journal(), options);
    }
    TaskflowUrl parts = TaskflowUrl.of(url);
    Database file = TaskflowFile.openForWriting(parts.file(), parts.place());
    return TaskflowStore.open(file, parts.place(), options);
  }

  /** Of the options only the templates of names matter: there are no codecs. */
  @Override
  public FlowReader openForReading(String url, StoreOptions options) {
    if (TaskflowUrl.isServer(url)) {
      return TaskflowReader.open(
          ServerDatabase.open(url.substring(TaskflowUrl.SCHEME.length())), options.nameTemplates());
    }
    TaskflowUrl parts = TaskflowUrl.of(url);
    return TaskflowReader.open(
        TaskflowFile.open(parts.file(), parts.place()), options.nameTemplates());
  }
}
