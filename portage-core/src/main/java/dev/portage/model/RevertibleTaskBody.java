package dev.portage.model;

/** A task written as a class, with a revert. */
public interface RevertibleTaskBody extends TaskBody {
  /**
   * Undoes what {@link #execute} did, or may have done: it is also called for a task that failed.
   *
   * @throws Exception if it could not; the stored output is kept and the flow ends in FAILURE
   */
  void revert(RevertArguments in) throws Exception;
}
